package io.tocsin.delivery.maintenance;

/**
 * Notifications that were acknowledged and that the store did not have at this start.
 *
 * @param first number of the first that is missing
 * @param last number of the last that was acknowledged; those between may be fewer than the numbers
 */
public record MissingNotifications(long first, long last) {

    /** How many at most. */
    long count() {
        return last - first + 1;
    }
}
