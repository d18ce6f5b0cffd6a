package io.tocsin.logs.http;

import io.tocsin.logs.InvalidLogQueryException;
import io.tocsin.logs.TimeRange;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses times in the forms that people use: {@code now-15m}, {@code 2026-11-22T10:00:00+08:00}, or without an offset in a
 * zone.
 *
 * @param now the present
 * @param zone of times without an offset
 */
record TimeParameters(Instant now, ZoneId zone) {

    private static final Pattern RELATIVE = Pattern.compile("now(?:-([0-9]{1,6})([smhdw]))?");

    /** A zone by its name, such as {@code Asia/Shanghai} or {@code +08:00}. */
    static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new InvalidLogQueryException("zone is no time zone such as Asia/Shanghai or +08:00");
        }
    }

    Instant read(String name, String text) {
        Matcher relative = RELATIVE.matcher(text);
        if (relative.matches()) {
            return relative.group(1) == null
                    ? now
                    : now.minus(unit(relative.group(2)).multipliedBy(Long.parseLong(relative.group(1))));
        }
        try {
            Instant time = absolute(text);
            if (TimeRange.reaches(time)) {
                return time;
            }
        } catch (DateTimeException e) {
            throw new InvalidLogQueryException(
                    name + " is no time such as now-15m, 2026-11-22T10:00:00Z or 2026-11-22 (in an URL, + is %2B)");
        }
        throw new InvalidLogQueryException(name + " must be in the years 1970 to 2261");
    }

    private Instant absolute(String text) {
        int time = text.indexOf('T');
        if (time < 0) {
            return LocalDate.parse(text).atStartOfDay(zone).toInstant();
        }
        boolean offset = text.endsWith("Z") || text.indexOf('+', time) > 0 || text.indexOf('-', time) > 0;
        return offset
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).atZone(zone).toInstant();
    }

    private static Duration unit(String letter) {
        return switch (letter) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            case "d" -> Duration.ofDays(1);
            default -> Duration.ofDays(7);
        };
    }
}
