package io.tocsin.check.mysql;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.OptionalDouble;

/** Numbers out of what MySQL shows, as mysqld_exporter reads them. */
final class MySqlValue {

    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("MMM d HH:mm:ss yyyy", Locale.ROOT);

    private MySqlValue() {}

    /** The number of a status or variable; a switch is 1 or 0, a date is seconds since 1970. Empty for any other. */
    static OptionalDouble parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "yes", "on", "primary" -> OptionalDouble.of(1);
            case "no", "off", "disabled", "connecting", "disconnected", "non-primary" -> OptionalDouble.of(0);
            default -> Character.isLetter(text.isEmpty() ? 'x' : text.charAt(0)) ? date(text) : number(text);
        };
    }

    private static OptionalDouble number(String text) {
        try {
            double value = Double.parseDouble(text);
            return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }

    /** As in {@code Jun  4 07:06:37 2034 GMT}, the end of a certificate. */
    private static OptionalDouble date(String text) {
        if (!text.endsWith(" GMT")) {
            return OptionalDouble.empty();
        }
        try {
            String plain = text.substring(0, text.length() - 4).replace("  ", " ");
            return OptionalDouble.of((double) LocalDateTime.parse(plain, DATE).toEpochSecond(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            return OptionalDouble.empty();
        }
    }
}
