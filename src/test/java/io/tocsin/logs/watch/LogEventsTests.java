package io.tocsin.logs.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogEventsTests {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final LogEvents events = new LogEvents(registry, 2);

    private List<String> shown() {
        return registry.getMeters().stream()
                .map(meter ->
                        meter.getId().getTag("service") + " " + meter.getId().getTag("level") + " "
                                + (long) meter.measure().iterator().next().getValue())
                .sorted()
                .toList();
    }

    @Test
    void services_are_bounded_and_levels_are_closed() {
        events.show(new java.util.TreeMap<>(Map.of(
                "a", Map.of("error", 2L, "ERROR", 1L, "WARNING", 4L),
                "b", Map.of("NOTICE", 5L),
                "c", Map.of("INFO", 7L),
                "d", Map.of("INFO", 8L))));
        assertThat(shown())
                .containsExactly("a ERROR 3", "a WARN 4", "b ERROR 0", "b other 5", "other ERROR 0", "other INFO 15");
    }

    @Test
    void those_beyond_the_counted_ones_take_no_place() {
        events.show(Map.of("other", Map.of("INFO", 3L)));
        events.show(new java.util.TreeMap<>(Map.of("a", Map.of("INFO", 1L), "b", Map.of("INFO", 2L))));
        assertThat(shown()).containsExactly("a ERROR 0", "a INFO 1", "b ERROR 0", "b INFO 2");
    }

    @Test
    void a_service_that_falls_silent_has_zero_errors_and_nothing_is_shown_while_nothing_is_known() {
        events.show(Map.of("a", Map.of("ERROR", 2L)));
        events.show(Map.of());
        assertThat(shown()).containsExactly("a ERROR 0");
        events.forget();
        assertThat(shown()).isEmpty();
    }
}
