package io.tocsin.logs.watch;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.tocsin.logs.query.LogCounts;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** {@code tocsin_log_events}: a bounded set of services, a closed set of levels, and no series before the first count. */
final class LogEvents {

    /** Zero where there are none, so that a rate of errors has a value before the first error. */
    private static final List<String> ALWAYS = List.of("ERROR");

    private static final Set<String> LEVELS = Set.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL");

    private final MultiGauge gauge;
    private final int maxServices;
    /** Once shown, a service keeps its series. */
    private final Set<String> services = new LinkedHashSet<>();

    LogEvents(MeterRegistry registry, int maxServices) {
        this.maxServices = maxServices;
        this.gauge = MultiGauge.builder("tocsin.log.events")
                .description("Log entries of the last minutes, as tocsin.logs.counts.window says")
                .register(registry);
    }

    /** Exposes the counts, by service and level. */
    void show(Map<String, Map<String, Long>> counts) {
        Map<String, Map<String, Long>> shown = new TreeMap<>();
        counts.forEach((service, levels) -> {
            Map<String, Long> row = shown.computeIfAbsent(admitted(service), added -> new TreeMap<>());
            levels.forEach((level, count) -> row.merge(level(level), count, Long::sum));
        });
        services.forEach(service -> shown.computeIfAbsent(service, added -> new TreeMap<>()));
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        shown.forEach((service, levels) -> {
            ALWAYS.forEach(level -> levels.putIfAbsent(level, 0L));
            levels.forEach(
                    (level, count) -> rows.add(MultiGauge.Row.of(Tags.of("service", service, "level", level), count)));
        });
        gauge.register(rows, true);
    }

    /** Removes the series: an old count would be mistaken for a new one. */
    void forget() {
        gauge.register(List.of(), true);
    }

    private String admitted(String service) {
        boolean room = services.contains(service)
                || (!service.equals(LogCounts.OTHER) && services.size() < maxServices && services.add(service));
        return room ? service : LogCounts.OTHER;
    }

    private static String level(String logged) {
        String level = logged.toUpperCase(Locale.ROOT);
        return switch (level) {
            case "WARNING" -> "WARN";
            case "SEVERE" -> "ERROR";
            case "CRITICAL" -> "FATAL";
            default -> LEVELS.contains(level) ? level : "other";
        };
    }
}
