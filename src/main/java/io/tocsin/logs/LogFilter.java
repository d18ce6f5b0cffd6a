package io.tocsin.logs;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which log entries are asked for; of each list an entry needs to have one, and an empty list asks for nothing.
 *
 * @param range when they were logged
 * @param levels in any case
 * @param services names of services, exact
 * @param loggers names of loggers, exact
 * @param hosts names of hosts, exact
 * @param traceIds ids of traces, exact
 * @param text what a user typed, in the language of {@code simple_query_string}; null for everything
 */
public record LogFilter(
        TimeRange range,
        List<String> levels,
        List<String> services,
        List<String> loggers,
        List<String> hosts,
        List<String> traceIds,
        @Nullable String text) {

    /** How many terms the text may have: each is looked for in each field. */
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

    /** All entries of a time. */
    public static LogFilter of(TimeRange range) {
        return new LogFilter(range, List.of(), List.of(), List.of(), List.of(), List.of(), null);
    }

    /** Whether a text is more than may be asked for. */
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
