package io.tocsin.channel.config;

/** Masks a number or an id, so that it can only be distinguished from others. */
public final class Masking {

    private static final String HIDDEN = "****";

    private Masking() {}

    /**
     * A telephone number, as {@code 138****0000}.
     *
     * @param digits at least six
     */
    public static String number(String digits) {
        int shown = Math.max(0, digits.length() - 8);
        return digits.substring(0, shown) + HIDDEN + digits.substring(digits.length() - (shown > 0 ? 4 : 2));
    }

    /** The id of a person or a group, as {@code U012****}. */
    public static String id(String id) {
        return id.substring(0, Math.min(4, id.length() / 2)) + HIDDEN;
    }
}
