package io.tocsin.audit;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The audit log.
 *
 * @param retention how long entries are kept in the store; failed sign-ins, which any client can cause, a week at most
 */
@ConfigurationProperties("tocsin.audit")
record AuditProperties(@DefaultValue("365d") Duration retention) {}
