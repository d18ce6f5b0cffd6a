package io.tocsin.logs;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Selects log entries; an entry must match one value of each list, and an empty list matches all.
 *
 * @param range when they were logged
 * @param levels in any case
 * @param services names of services, exact
 * @param loggers names of loggers, exact
 * @param hosts names of hosts, exact
 * @param traceIds ids of traces, exact
 * @param text search text of a user, in the syntax of {@code simple_query_string}; null for everything
 */
public record LogFilter(
        TimeRange range,
        List<String> levels,
        List<String> services,
        List<String> loggers,
        List<String> hosts,
        List<String> traceIds,
        @Nullable String text) {

    /** The maximum number of terms: each is searched for in each field. */
    public static final int MOST_TERMS = 16;

    /** Between two terms: spaces, and the operators that end one. */
    private static final Pattern BETWEEN = Pattern.compile("[\\s|+()\"]+");

    public LogFilter {
        levels = List.copyOf(levels);
        services = List.copyOf(services);
        loggers = List.copyOf(loggers);
        hosts = List.copyOf(hosts);
        traceIds = List.copyOf(traceIds);
    }

    /** All entries of a time range. */
    public static LogFilter of(TimeRange range) {
        return new LogFilter(range, List.of(), List.of(), List.of(), List.of(), List.of(), null);
    }

    /** Whether a text exceeds the limit. */
    public static boolean hasTooManyTerms(String text) {
        return BETWEEN.splitAsStream(text).filter(term -> !term.isEmpty()).count() > MOST_TERMS;
    }

    public LogFilter withRange(TimeRange other) {
        return new LogFilter(other, levels, services, loggers, hosts, traceIds, text);
    }

    public LogFilter withLevels(List<String> other) {
        return new LogFilter(range, other, services, loggers, hosts, traceIds, text);
    }
}
