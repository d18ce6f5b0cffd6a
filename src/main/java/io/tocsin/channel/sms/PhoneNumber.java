package io.tocsin.channel.sms;

import io.tocsin.channel.config.Masking;
import java.util.List;
import java.util.stream.Stream;

/**
 * A telephone number.
 *
 * @param digits 6 to 15 digits; a number of another country begins with the country's code
 */
record PhoneNumber(String digits) {

    private static final String CHINA = "86";
    private static final int NATIONAL_LENGTH = 11;

    /**
     * Reads {@code 13800000000}, {@code +86 138 0000 0000}, {@code +1-202-555-0100}.
     *
     * @throws IllegalArgumentException when it is invalid; the message does not show it
     */
    static PhoneNumber parse(String text) {
        String digits = text.replaceAll("[\\s()-]", "").replaceFirst("^(?:\\+|00)", "");
        if (!digits.matches("[1-9]\\d{5,14}")) {
            throw new IllegalArgumentException(
                    "one of them is not a telephone number (not shown): write 13800000000 or +1-202-555-0100");
        }
        return new PhoneNumber(digits);
    }

    /** Enough to distinguish it from others, and no more: {@code 138****0000}. */
    String masked() {
        return Masking.number(digits);
    }

    /** The forms in which a provider may repeat it. */
    List<String> forms() {
        boolean national = digits.startsWith(CHINA) && digits.length() == CHINA.length() + NATIONAL_LENGTH;
        return national ? List.of(digits, digits.substring(CHINA.length())) : List.of(digits);
    }

    /** The text with the number masked in it. */
    String maskIn(String words) {
        return Stream.concat(Stream.of(words), forms().stream())
                .reduce((text, form) -> text.replace(form, new PhoneNumber(form).masked()))
                .orElse(words);
    }

    /** Masked, because records are printed. */
    @Override
    public String toString() {
        return masked();
    }
}
