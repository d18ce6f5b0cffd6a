package io.tocsin.delivery;

import java.util.Optional;

/**
 * The id that people and providers see, such as {@code oncall-42}.
 *
 * @param target the target's name
 * @param sequence the delivery's sequence number in the target's queue, from 1
 */
public record DeliveryId(String target, long sequence) {

    private static final int MOST_DIGITS = 18;

    /** Reads an id; empty when the text is none. */
    public static Optional<DeliveryId> parse(String text) {
        int dash = text.lastIndexOf('-');
        String digits = text.substring(dash + 1);
        boolean number = !digits.isEmpty()
                && digits.length() <= MOST_DIGITS
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return dash > 0 && number
                ? Optional.of(new DeliveryId(text.substring(0, dash), Long.parseLong(digits)))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return target + "-" + sequence;
    }
}
