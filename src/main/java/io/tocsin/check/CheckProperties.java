package io.tocsin.check;

import jakarta.validation.constraints.AssertTrue;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code tocsin.check}: how often monitored components are checked, and how long a check may take.
 *
 * @param interval between two checks, plus or minus 10 %, 100 ms to 5 minutes
 * @param timeout after which a check without an answer counts as failed, 50 ms to 1 minute, at most the interval
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

    /** The age above which a result is stale. */
    Duration staleAfter() {
        return interval.multipliedBy(3);
    }
}
