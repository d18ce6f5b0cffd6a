package io.tocsin.check;

/**
 * The check of one monitored component; only called in the background, by one thread at a time.
 *
 * @param <T> the figures of a check, immutable
 */
public interface Check<T> {

    /** What is monitored, for log lines: {@code Redis}. */
    String name();

    /**
     * Checks once; should end within {@code tocsin.check.timeout}, and counts as failed otherwise.
     *
     * @throws CheckException when it is down, with a reason that may be public
     * @throws Exception when it is down; only what {@link FailureDescriptions} makes of it is published
     */
    T look() throws Exception;

    /** Called on another thread when a check took too long: releases what it may be blocked on. */
    default void abandon() {}
}
