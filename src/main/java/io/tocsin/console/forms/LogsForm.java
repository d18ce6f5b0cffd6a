package io.tocsin.console.forms;

import io.tocsin.console.view.PageTime;
import io.tocsin.logs.LogFilter;
import io.tocsin.logs.LogSummary.ErrorGroup;
import io.tocsin.logs.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The submitted search for logs; every field may be empty.
 *
 * @param range how far back: a key of {@link #RANGES}
 * @param until the end, as an RFC 3339 time, so that pages of one search agree; empty for now
 * @param level the lowest level: {@code errors}, {@code warn} or {@code all}
 * @param service the exact name of a service
 * @param logger the exact name of a logger
 * @param text the search text, in the syntax of simple_query_string
 */
public record LogsForm(String range, String until, String level, String service, String logger, String text) {

    /** The ranges there are to choose from. */
    public static final Map<String, Duration> RANGES = Map.of(
            "15m", Duration.ofMinutes(15),
            "1h", Duration.ofHours(1),
            "6h", Duration.ofHours(6),
            "24h", Duration.ofHours(24),
            "7d", Duration.ofDays(7));

    private static final int LONGEST = 500;

    public static LogsForm of(Map<String, String> parameters) {
        LogsForm form = new LogsForm(
                text(parameters, "range", "1h"),
                text(parameters, "until", ""),
                text(parameters, "level", "errors"),
                text(parameters, "service", ""),
                text(parameters, "logger", ""),
                text(parameters, "text", ""));
        if (!RANGES.containsKey(form.range)) {
            throw new BadParameterException("error.parameter", "range");
        }
        if (!List.of("errors", "warn", "all").contains(form.level)) {
            throw new BadParameterException("error.parameter", "level");
        }
        if (LogFilter.hasTooManyTerms(form.text)) {
            throw new BadParameterException("error.parameter", "text");
        }
        return form;
    }

    private static String text(Map<String, String> parameters, String name, String otherwise) {
        String text = parameters.getOrDefault(name, "").strip();
        if (text.length() > LONGEST) {
            throw new BadParameterException("error.parameter", name);
        }
        return text.isEmpty() ? otherwise : text;
    }

    /** The filter for entries of these levels. */
    public LogFilter filter(List<String> levels, Instant now) {
        Instant end = end(now);
        Duration length = RANGES.getOrDefault(range, Duration.ofHours(1));
        return new LogFilter(
                new TimeRange(end.minus(length), end),
                levels,
                service.isEmpty() ? List.of() : List.of(service),
                logger.isEmpty() ? List.of() : List.of(logger),
                List.of(),
                List.of(),
                text.isEmpty() ? null : text);
    }

    private Instant end(Instant now) {
        try {
            return until.isEmpty() ? now : PageTime.checked(Instant.parse(until));
        } catch (java.time.DateTimeException e) {
            throw new BadParameterException("error.parameter", "until");
        }
    }

    /** The levels of entries that are listed, given those that count as errors. */
    public List<String> levels(List<String> errors) {
        return switch (level.toLowerCase(Locale.ROOT)) {
            case "all" -> List.of();
            case "warn" -> {
                List<String> levels = new java.util.ArrayList<>(errors);
                levels.add("WARN");
                yield levels;
            }
            default -> errors;
        };
    }

    /** The address of the same search, of a page of it. */
    public String address(@Nullable Instant fixedEnd, @Nullable String cursor) {
        UriComponentsBuilder address = UriComponentsBuilder.fromPath("/logs");
        Map<String, String> values = new java.util.LinkedHashMap<>();
        values.put("range", range);
        values.put("until", fixedEnd == null ? until : fixedEnd.toString());
        values.put("level", level);
        values.put("service", service);
        values.put("logger", logger);
        values.put("text", text);
        values.put("cursor", cursor == null ? "" : cursor);
        values.values().removeIf(String::isEmpty);
        values.keySet().forEach(name -> address.queryParam(name, "{" + name + "}"));
        return address.encode().buildAndExpand(values).toUriString();
    }

    /** The suffix of an entry's address that leads back to this search. */
    public String query() {
        return address(null, null).replace("/logs?", "");
    }

    /** The address of a group's entries. */
    public String ofGroup(ErrorGroup group) {
        String groupLogger = group.logger() == null ? logger : group.logger();
        return new LogsForm(range, until, level, service, groupLogger, GroupSearch.of(group, text, LONGEST))
                .address(null, null);
    }

    /** The address of a service's entries. */
    public String ofService(String name) {
        return new LogsForm(range, until, level, name, logger, text).address(null, null);
    }
}
