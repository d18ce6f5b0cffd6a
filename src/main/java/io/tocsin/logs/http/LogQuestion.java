package io.tocsin.logs.http;

import io.swagger.v3.oas.annotations.Parameter;
import io.tocsin.logs.InvalidLogQueryException;
import io.tocsin.logs.LogFilter;
import io.tocsin.logs.TimeRange;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The parameters that select entries, of all log queries but the context of an entry. */
record LogQuestion(
        @Parameter(description = "Begin, such as now-15m, 2026-11-22T10:00:00Z, or a time or day in the zone")
        @Size(max = 256, message = TOO_LONG) @Nullable String from,

        @Parameter(description = "End, in the same forms; now when not given")
        @Size(max = 256, message = TOO_LONG) @Nullable String to,

        @Parameter(description = "In place of from: how many hours up to the end; 24 when neither is given")
        @Min(value = 1, message = "must be 1 or more") @Nullable Integer hours,

        @Parameter(description = "Of times without an offset, such as Asia/Shanghai; UTC when not given")
        @Size(max = 256, message = TOO_LONG) @Nullable String zone,

        @Parameter(description = VALUES) @Size(max = 20, message = TOO_MANY) List<@Size(max = 256, message = TOO_LONG) String> level,

        @Parameter(description = VALUES) @Size(max = 20, message = TOO_MANY) List<@Size(max = 256, message = TOO_LONG) String> service,

        @Parameter(description = VALUES) @Size(max = 20, message = TOO_MANY) List<@Size(max = 256, message = TOO_LONG) String> logger,

        @Parameter(description = VALUES) @Size(max = 20, message = TOO_MANY) List<@Size(max = 256, message = TOO_LONG) String> host,

        @Parameter(description = VALUES) @Size(max = 20, message = TOO_MANY) List<@Size(max = 256, message = TOO_LONG) String> trace,

        @Parameter(
                description =
                        "What a user typed: words, \"phrases\", |, - and parentheses, over message, error and logger")
        @Size(max = 256, message = TOO_LONG) @Nullable String q) {

    private static final String TOO_LONG = "may have {max} characters";
    private static final String TOO_MANY = "may have {max} values";
    private static final String VALUES = "Exact values, several with commas or repeated";

    private static final Duration DAY = Duration.ofHours(24);
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");
    private static final Pattern RELATIVE = Pattern.compile("now(?:-([0-9]{1,6})([smhdw]))?");

    LogQuestion {
        level = values(level);
        service = values(service);
        logger = values(logger);
        host = values(host);
        trace = values(trace);
    }

    /** Each of which may be several separated by commas. */
    private static List<String> values(@Nullable List<String> given) {
        return given == null
                ? List.of()
                : given.stream()
                        .filter(value -> value != null)
                        .flatMap(value -> Arrays.stream(value.split(",")))
                        .map(String::strip)
                        .filter(value -> !value.isEmpty())
                        .toList();
    }

    /**
     * The filter, of every level unless some are given.
     *
     * @param longest the longest range that may be asked for
     * @throws InvalidLogQueryException when the parameters contradict each other
     */
    LogFilter filter(Instant now, Duration longest) {
        return new LogFilter(range(now, longest), level, service, logger, host, trace, text());
    }

    /** Without control characters; null when nothing is left. */
    private @Nullable String text() {
        String clean = q == null ? "" : CONTROL.matcher(q).replaceAll(" ").strip();
        if (LogFilter.hasTooManyTerms(clean)) {
            throw new InvalidLogQueryException("q may have " + LogFilter.MOST_TERMS + " terms");
        }
        return clean.isEmpty() ? null : clean;
    }

    private TimeRange range(Instant now, Duration longest) {
        ZoneId local = zoneId();
        Instant end = to == null ? now : time("to", to, now, local);
        if (from != null) {
            if (hours != null) {
                throw new InvalidLogQueryException("give from or hours, not both");
            }
            return new TimeRange(time("from", from, now, local), end);
        }
        Duration usual = DAY.compareTo(longest) < 0 ? DAY : longest;
        return new TimeRange(end.minus(hours == null ? usual : Duration.ofHours(hours)), end);
    }

    private static Instant time(String name, String text, Instant now, ZoneId zone) {
        Matcher relative = RELATIVE.matcher(text);
        if (relative.matches()) {
            return relative.group(1) == null
                    ? now
                    : now.minus(unit(relative.group(2)).multipliedBy(Long.parseLong(relative.group(1))));
        }
        try {
            Instant time = absolute(text, zone);
            if (TimeRange.reaches(time)) {
                return time;
            }
        } catch (DateTimeException e) {
            throw new InvalidLogQueryException(
                    name + " is no time such as now-15m, 2026-11-22T10:00:00Z or 2026-11-22 (in an URL, + is %2B)");
        }
        throw new InvalidLogQueryException(name + " must be in the years 1970 to 2261");
    }

    private ZoneId zoneId() {
        try {
            return zone == null ? ZoneOffset.UTC : ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new InvalidLogQueryException("zone is no time zone such as Asia/Shanghai or +08:00");
        }
    }

    private static Instant absolute(String text, ZoneId zone) {
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
