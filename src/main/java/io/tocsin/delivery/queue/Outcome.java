package io.tocsin.delivery.queue;

/** What became of one attempt, and is to be recorded. */
public sealed interface Outcome permits AttemptResult, DigestResult {

    /** The target's pace from now on. */
    RateLimitState pace();
}
