package io.tocsin.channel.email;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The targets reached by email; the SMTP server is named under {@code spring.mail}.
 *
 * @param email targets by name
 */
@ConfigurationProperties("tocsin.channel")
record EmailProperties(@DefaultValue Map<String, EmailTarget> email) {}
