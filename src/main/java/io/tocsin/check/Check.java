package io.tocsin.check;

/**
 * One thing that is watched; only ever called in the background, by one thread at a time.
 *
 * @param <T> the figures that a look yields, immutable
 */
public interface Check<T> {

    /** What is watched, for log lines: {@code Redis}. */
    String name();

    /**
     * Looks once; should end within {@code tocsin.check.timeout}, and counts as failed when it does not.
     *
     * @throws CheckException when it is down, with a reason that may be shown to anybody
     * @throws Exception when it is down; of this only what {@link FailureDescriptions} makes of it is shown
     */
    T look() throws Exception;

    /** Called on another thread when a look took too long: lets go of what it may hang on. */
    default void abandon() {}
}
