package io.tocsin.check;

import jakarta.validation.constraints.AssertTrue;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code tocsin.check}: how often everything watched is looked at, and how long a look may take.
 *
 * @param interval between two looks, give or take a tenth, 100 ms to 5 minutes
 * @param timeout after which a look without an answer counts as failed, 50 ms to 1 minute, at most the interval
 */
@Validated
@ConfigurationProperties("tocsin.check")
public record CheckProperties(
        @DefaultValue("5s") @DurationMin(millis = 100) @DurationMax(minutes = 5)
        Duration interval,

        @DefaultValue("2s") @DurationMin(millis = 50) @DurationMax(minutes = 1)
        Duration timeout) {

    @AssertTrue(message = "tocsin.check.timeout must not be longer than tocsin.check.interval") boolean isTimeoutWithinInterval() {
        return timeout.compareTo(interval) <= 0;
    }

    /** The age, in time since it was taken, above which a result says nothing any more. */
    Duration staleAfter() {
        return interval.multipliedBy(3);
    }
}
