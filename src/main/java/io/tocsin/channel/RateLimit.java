package io.tocsin.channel;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A limit of messages in any period of this length (a sliding window, which holds however the provider counts).
 *
 * @param permits messages per period, 1 to 1000
 * @param period length of the window, 1 s to 1 h
 */
public record RateLimit(int permits, Duration period) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,4})/(\\d{0,4})([smh])");

    public RateLimit {
        boolean sane = permits >= 1
                && permits <= 1000
                && period.compareTo(Duration.ofSeconds(1)) >= 0
                && period.compareTo(Duration.ofHours(1)) <= 0;
        if (!sane) {
            throw new IllegalArgumentException("a rate limit is 1 to 1000 messages per 1s to 1h");
        }
    }

    /**
     * Reads {@code 18/m}, {@code 1/s}, {@code 5/5s}; the name lets Spring convert configuration values.
     *
     * @throws IllegalArgumentException when the text has another form
     */
    public static RateLimit valueOf(String text) {
        Matcher form = FORM.matcher(text.trim().toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a rate limit: write messages/period, such as 18/m, 1/s or 5/5s");
        }
        long count = form.group(2).isEmpty() ? 1 : Long.parseLong(form.group(2));
        Duration unit = switch (form.group(3)) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            default -> Duration.ofHours(1);
        };
        return new RateLimit(Integer.parseInt(form.group(1)), unit.multipliedBy(count));
    }

    @Override
    public String toString() {
        return permits + "/" + period.toSeconds() + "s";
    }
}
