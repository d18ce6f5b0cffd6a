package io.tocsin.delivery.queue;

/** The result of one attempt, to be recorded. */
public sealed interface Outcome permits AttemptResult, DigestResult {

    /** The target's rate-limit state from now on. */
    RateLimitState pace();
}
