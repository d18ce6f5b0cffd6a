package io.tocsin.channel;

import io.tocsin.alert.Muting;
import io.tocsin.alert.Text;
import java.text.MessageFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;

/**
 * The language and time zone of a target's readers, independent of the machine's own.
 *
 * @param locale English or Simplified Chinese; anything else is refused
 * @param timeZone the zone in which times are shown
 */
public record MessageStyle(Locale locale, ZoneId timeZone) {

    private static final ResourceBundle.Control NO_DEFAULT_LOCALE =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss 'UTC'")
            .appendOffset("+HH:MM", "")
            .toFormatter(Locale.ROOT);
    private static final Set<String> TRADITIONAL = Set.of("TW", "HK", "MO");
    private static final Instant EARLIEST = Instant.parse("1971-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");
    private static final long[] UNIT_SECONDS = {86_400, 3_600, 60, 1};
    private static final String[] UNITS = {"d", "h", "m", "s"};

    public MessageStyle {
        locale = supported(locale);
    }

    private static Locale supported(Locale locale) {
        boolean traditional =
                TRADITIONAL.contains(locale.getCountry()) || locale.getScript().equals("Hant");
        if (locale.getLanguage().equals("zh") && !traditional) {
            return Locale.SIMPLIFIED_CHINESE;
        }
        if (locale.getLanguage().equals("en")) {
            return Locale.ENGLISH;
        }
        throw new IllegalArgumentException("locale '" + locale.toLanguageTag() + "' is not available: use en or zh-CN");
    }

    /**
     * A text of {@code messages/channel.properties} in this language.
     *
     * @throws java.util.MissingResourceException when there is no such key
     */
    public String text(String key, Object... arguments) {
        String pattern = ResourceBundle.getBundle("messages/channel", locale, NO_DEFAULT_LOCALE)
                .getString(key);
        return new MessageFormat(pattern, locale).format(arguments);
    }

    /**
     * Why no notification is sent, such as {@code no longer notified: silenced by ops until 2026-11-27 18:00:00 UTC
     * (deploying)}.
     */
    public String text(Muting muting) {
        String key = "muting." + muting.kind().name().toLowerCase(Locale.ROOT);
        String by = Text.line(muting.by(), 100);
        Instant until = muting.until();
        String text = until == null ? text(key, by) : text(key + ".until", by, time(until));
        return muting.comment().isBlank() ? text : text + " (" + Text.line(muting.comment(), 200) + ")";
    }

    /** A time in the reader's zone, to the second, with the offset; a dash for times outside 1971 to 9998. */
    public String time(Instant instant) {
        return isKnown(instant) ? TIME.format(instant.atZone(timeZone)) : "–";
    }

    /** The two largest units of the time between, never negative; empty when an end is not a sensible time. */
    public String duration(Instant from, Instant to) {
        if (!isKnown(from) || !isKnown(to)) {
            return "";
        }
        long seconds = Math.max(0, Duration.between(from, to).toSeconds());
        int unit = 0;
        while (unit < 3 && seconds < UNIT_SECONDS[unit]) {
            unit++;
        }
        String largest = count(seconds / UNIT_SECONDS[unit], unit);
        long rest = seconds % UNIT_SECONDS[unit];
        if (unit == 3 || rest < UNIT_SECONDS[unit + 1]) {
            return largest;
        }
        return largest + text("unit.separator") + count(rest / UNIT_SECONDS[unit + 1], unit + 1);
    }

    private String count(long number, int unit) {
        return number + text("unit." + UNITS[unit]);
    }

    /** Senders write "no time" as the year 1 or as 1970. */
    private static boolean isKnown(Instant instant) {
        return instant.isAfter(EARLIEST) && instant.isBefore(LATEST);
    }
}
