package io.tocsin.delivery;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Properties of alert groups.
 *
 * @param staleAfter how long a firing group may go without an update before it is shown as stale; longer than the
 *     repeat_interval of the Alertmanager that sends, at least 1 minute
 */
@Validated
@ConfigurationProperties("tocsin.delivery.groups")
public record AlertGroupProperties(
        @DefaultValue("24h") @DurationMin(minutes = 1) Duration staleAfter) {}
