package io.tocsin.check.mysql;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.OptionalDouble;

/** Parses numbers as mysqld_exporter does. */
final class MySqlValue {

    /** As in {@code Jun  4 07:06:37 2034 GMT}, the end of a certificate. */
    private static final DateTimeFormatter CERTIFICATE =
            DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss yyyy 'GMT'", Locale.ROOT);

    /** As in {@code 2026-11-22 10:00:00}, in the server's zone, which mysqld_exporter treats as UTC. */
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private MySqlValue() {}

    /** The number of a status or variable; a switch is 1 or 0, a date is seconds since 1970. Empty for any other. */
    static OptionalDouble parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "yes", "on", "primary" -> OptionalDouble.of(1);
            case "no", "off", "disabled", "connecting", "disconnected", "non-primary" -> OptionalDouble.of(0);
            default ->
                Character.isLetter(text.isEmpty() ? 'x' : text.charAt(0)) ? date(text, CERTIFICATE) : number(text);
        };
    }

    private static OptionalDouble number(String text) {
        try {
            double value = Double.parseDouble(text);
            return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            return date(text, MOMENT);
        }
    }

    private static OptionalDouble date(String text, DateTimeFormatter format) {
        try {
            return OptionalDouble.of((double) LocalDateTime.parse(text, format).toEpochSecond(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            return OptionalDouble.empty();
        }
    }
}
