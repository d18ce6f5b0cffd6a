package io.tocsin.check;

import java.time.Duration;
import java.time.Instant;

/**
 * What one look found.
 *
 * @param <T> the figures of a look that succeeded
 */
public sealed interface CheckResult<T> {

    /** When the look began. */
    Instant sampledAt();

    /** How long the look took. */
    Duration latency();

    /** An answer with its figures. */
    record Up<T>(Instant sampledAt, Duration latency, T figures) implements CheckResult<T> {}

    /**
     * No answer, or a refusal.
     *
     * @param reason a few words without hosts, users and secrets
     */
    record Down<T>(Instant sampledAt, Duration latency, String reason) implements CheckResult<T> {}
}
