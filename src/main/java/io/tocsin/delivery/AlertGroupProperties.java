package io.tocsin.delivery;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How alert groups are judged.
 *
 * @param unheardAfter how long a group that fires may go without a repetition before it is shown as not heard of; longer than
 *     the repeat_interval of the Alertmanager that sends, at least 1 minute
 */
@Validated
@ConfigurationProperties("tocsin.delivery.groups")
public record AlertGroupProperties(
        @DefaultValue("24h") @DurationMin(minutes = 1) Duration unheardAfter) {}
