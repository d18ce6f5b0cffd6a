package io.tocsin;

/**
 * A bean whose settings a reload of the configuration replaces while the service runs. It is created a second time from the
 * new configuration, which must have no effect on the running service; then the running one takes over the settings of that one.
 *
 * @param <T> the bean's own type
 */
public interface Reloadable<T> {

    /** Uses the settings of another instance from now on. Must not fail: by then the configuration has been accepted. */
    void replaceBy(T other);
}
