package io.tocsin.logs.http;

import io.tocsin.logs.InvalidLogQueryException;
import io.tocsin.logs.LogFilter;
import io.tocsin.logs.LogsProperties;
import io.tocsin.logs.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Reads queries from request parameters. */
@Component
class LogRequests {

    /** The parameters of {@link #filter}. */
    private static final List<String> FILTER =
            List.of("from", "to", "hours", "zone", "level", "service", "logger", "host", "trace", "q");

    private static final Duration DAY = Duration.ofHours(24);

    private final LogsProperties properties;
    private final InstantSource clock;

    LogRequests(LogsProperties properties, InstantSource clock) {
        this.properties = properties;
        this.clock = clock;
    }

    /** For a request with a filter and these parameters. */
    Parameters parameters(Map<String, String[]> given, String... more) {
        return new Parameters(
                given, Stream.concat(FILTER.stream(), Stream.of(more)).toList());
    }

    /** The filter, of every level unless some are given. */
    LogFilter filter(Parameters parameters) {
        return new LogFilter(
                range(parameters),
                parameters.list("level"),
                parameters.list("service"),
                parameters.list("logger"),
                parameters.list("host"),
                parameters.list("trace"),
                parameters.typed("q"));
    }

    /** The filter, of the levels of errors unless others are given. */
    LogFilter errors(Parameters parameters) {
        LogFilter filter = filter(parameters);
        return filter.levels().isEmpty() ? filter.withLevels(properties.errorLevels()) : filter;
    }

    private TimeRange range(Parameters parameters) {
        String named = parameters.text("zone");
        ZoneId zone = named == null ? ZoneOffset.UTC : TimeParameters.zone(named);
        TimeParameters times = new TimeParameters(clock.instant(), zone);
        String to = parameters.text("to");
        Instant end = to == null ? times.now() : times.read("to", to);
        String from = parameters.text("from");
        if (from != null) {
            if (parameters.text("hours") != null) {
                throw new InvalidLogQueryException("give from or hours, not both");
            }
            return new TimeRange(times.read("from", from), end);
        }
        Duration usual = DAY.compareTo(properties.maxRange()) < 0 ? DAY : properties.maxRange();
        int hours = parameters.number("hours", (int) usual.toHours());
        if (hours < 1) {
            throw new InvalidLogQueryException("hours must be 1 or more");
        }
        return new TimeRange(end.minus(Duration.ofHours(hours)), end);
    }
}
