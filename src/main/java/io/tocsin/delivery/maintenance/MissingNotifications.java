package io.tocsin.delivery.maintenance;

/**
 * Acknowledged notifications that the store did not have at this start.
 *
 * @param first number of the first that is missing
 * @param last number of the last acknowledged one; fewer may be missing than the numbers suggest
 */
public record MissingNotifications(long first, long last) {

    /** How many at most. */
    long count() {
        return last - first + 1;
    }
}
