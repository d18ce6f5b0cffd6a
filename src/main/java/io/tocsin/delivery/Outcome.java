package io.tocsin.delivery;

/** What became of one attempt, and is to be recorded. */
sealed interface Outcome permits Attempt, DigestAttempt {

    /** The target's pace from now on. */
    TargetPace pace();
}
