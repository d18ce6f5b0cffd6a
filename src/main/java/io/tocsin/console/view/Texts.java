package io.tocsin.console.view;

import java.text.NumberFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.context.MessageSource;

/** The console's messages in one language, and its formats of durations and numbers. */
public final class Texts {

    private static final String[] BYTES = {"B", "kB", "MB", "GB", "TB", "PB"};

    /** The variable parts of a reason: numbers, times, an error's code or class, and the figures that are too high. */
    private static final Pattern VARIABLE =
            Pattern.compile("\\b\\d\\S*|(?<=it fails with )\\S+|(?<=it answers )[A-Z]+|(?<=above the threshold: ).+");

    private final MessageSource messages;
    private final Locale locale;

    public Texts(MessageSource messages, Locale locale) {
        this.messages = messages;
        this.locale = locale;
    }

    /** The language as HTML names it: {@code en}, {@code zh-CN}. */
    String language() {
        return locale.toLanguageTag();
    }

    /** A message. */
    String text(String key, Object... arguments) {
        return messages.getMessage(key, arguments, locale);
    }

    boolean has(String key) {
        return !Objects.requireNonNullElse(messages.getMessage(key, null, "", locale), "")
                .isEmpty();
    }

    /** The translation of an English reason, if there is one; its variable parts are arguments. */
    public String reason(String english) {
        List<String> variables = new ArrayList<>();
        String words = VARIABLE.matcher(english).replaceAll(variable -> {
            variables.add(figures(variable.group()));
            return "N";
        });
        String key = "reason." + words.replace(' ', '-');
        return has(key) ? text(key, variables.toArray()) : english;
    }

    /** The names of figures, where it is such a list. */
    private String figures(String list) {
        return Arrays.stream(list.split(", ", -1))
                .map(name -> has("overview.figure." + name) ? text("overview.figure." + name) : name)
                .collect(Collectors.joining(", "));
    }

    /** A duration in its one or two greatest units: {@code 3 min}, {@code 2 h 5 min}. */
    String duration(Duration length) {
        long seconds = Math.max(0, length.toSeconds());
        if (seconds < 60) {
            return text("common.seconds", seconds);
        }
        long minutes = seconds / 60;
        if (minutes < 60) {
            return text("common.minutes", minutes);
        }
        long hours = minutes / 60;
        return hours < 24
                ? two("common.hours", hours, "common.minutes", minutes % 60)
                : two("common.days", hours / 24, "common.hours", hours % 24);
    }

    private String two(String greaterKey, long greater, String smallerKey, long smaller) {
        String text = text(greaterKey, greater);
        return smaller == 0 ? text : text + " " + text(smallerKey, smaller);
    }

    String number(Number number) {
        NumberFormat format = NumberFormat.getInstance(locale);
        format.setMaximumFractionDigits(Math.abs(number.doubleValue()) < 10 ? 2 : 1);
        return format.format(number);
    }

    /** A size with three digits or so, in powers of 1000. */
    String bytes(Number size) {
        double rest = size.doubleValue();
        int unit = 0;
        while (rest >= 1000 && unit < BYTES.length - 1) {
            rest /= 1000;
            unit++;
        }
        NumberFormat format = NumberFormat.getInstance(locale);
        format.setMaximumFractionDigits(rest < 10 && unit > 0 ? 1 : 0);
        return format.format(rest) + " " + BYTES[unit];
    }
}
