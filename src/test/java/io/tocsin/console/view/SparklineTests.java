package io.tocsin.console.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.check.CheckFigure;
import io.tocsin.check.CheckFigure.Unit;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SparklineTests {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private static Sparkline line(Unit unit, Double... values) {
        CheckFigure figure = new CheckFigure("x", unit, 1, null, List.of(values));
        List<Instant> times = new java.util.ArrayList<>();
        for (int n = values.length - 1; n >= 0; n--) {
            times.add(NOW.minusSeconds(900L * n));
        }
        return Sparkline.of(figure, times, NOW);
    }

    @Test
    void the_right_end_is_now_and_the_top_the_highest() {
        Sparkline line = line(Unit.COUNT, 0.0, 5.0, 10.0);
        assertThat(line.path()).isEqualTo("M60.0 23.0L90.0 12.0L120.0 1.0");
        assertThat(line.lowest()).isZero();
        assertThat(line.highest()).isEqualTo(10);
    }

    @Test
    void percentages_have_a_hundred_at_the_top() {
        assertThat(line(Unit.PERCENT, 50.0).path()).isEqualTo("M120.0 12.0");
    }

    @Test
    void what_is_not_known_is_a_gap() {
        assertThat(line(Unit.COUNT, 10.0, Double.NaN, 10.0).path()).isEqualTo("M60.0 1.0M120.0 1.0");
        assertThat(line(Unit.COUNT, Double.NaN).path()).isEmpty();
        assertThat(line(Unit.COUNT).path()).isEmpty();
    }
}
