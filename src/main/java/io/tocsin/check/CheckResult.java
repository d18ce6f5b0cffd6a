package io.tocsin.check;

import java.time.Duration;
import java.time.Instant;

/**
 * The result of one check.
 *
 * @param <T> the figures of a successful check
 */
public sealed interface CheckResult<T> {

    /** When the check started. */
    Instant sampledAt();

    /** How long the check took. */
    Duration latency();

    /** An answer with its figures. */
    record Up<T>(Instant sampledAt, Duration latency, T figures) implements CheckResult<T> {}

    /**
     * No answer, or a refusal.
     *
     * @param reason a short reason without hosts, users and secrets
     */
    record Down<T>(Instant sampledAt, Duration latency, String reason) implements CheckResult<T> {}
}
