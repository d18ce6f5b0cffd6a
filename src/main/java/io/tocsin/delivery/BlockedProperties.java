package io.tocsin.delivery;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * When a target counts as blocked.
 *
 * @param blockedAfter how long attempts to send to a target must fail before the other targets are notified; at least 1 second
 */
@Validated
@ConfigurationProperties("tocsin.delivery")
public record BlockedProperties(
        @DefaultValue("5m") @DurationMin(seconds = 1) Duration blockedAfter) {}
