package io.tocsin.logs.setup;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Selects expired daily indices; a name without a date is never among them. */
final class Retention {

    static final String PATTERN = "app-logs-*";

    private static final Pattern DAILY = Pattern.compile("app-logs-(?:[a-z0-9_.-]*-)?([0-9]{4}\\.[0-9]{2}\\.[0-9]{2})");
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu.MM.dd").withResolverStyle(ResolverStyle.STRICT);

    private Retention() {}

    /** Those whose whole day is past the retention; days are in UTC, as in Fluentd's names. */
    static List<String> expired(Collection<String> indices, Duration kept, Instant now) {
        return kept.isZero()
                ? List.of()
                : indices.stream()
                        .filter(index -> isExpired(index, now.minus(kept)))
                        .sorted()
                        .toList();
    }

    private static boolean isExpired(String index, Instant limit) {
        Matcher name = DAILY.matcher(index);
        if (!name.matches()) {
            return false;
        }
        try {
            Instant end = LocalDate.parse(name.group(1), DAY)
                    .plusDays(1)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant();
            return !end.isAfter(limit);
        } catch (DateTimeException e) {
            return false;
        }
    }
}
