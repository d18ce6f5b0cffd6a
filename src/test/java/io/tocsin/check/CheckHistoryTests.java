package io.tocsin.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.check.CheckFigure.Unit;
import io.tocsin.check.CheckReport.State;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CheckHistoryTests {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private record Numbers(double used, double hits, double asked) {}

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private Callable<Numbers> server = () -> new Numbers(1, 0, 0);
    private final Sampler<Numbers> sampler = new Sampler<>(
            new Check<>() {
                @Override
                public String name() {
                    return "Thing";
                }

                @Override
                public Numbers look() throws Exception {
                    return server.call();
                }
            },
            new CheckProperties(Duration.ofSeconds(5), Duration.ofSeconds(5)),
            now::get);
    private final CheckHistory<Numbers> history = new CheckHistory<>(
            new MonitoredComponent<>("thing", 1, sampler, "thing.url", CheckHistoryTests::summarize));

    private static void summarize(CheckSummary summary, Numbers numbers) {
        summary.fact("version", "7")
                .fact("role", "")
                .figure("used", Unit.PERCENT, numbers.used(), 90.0)
                .rate("asked", numbers.asked())
                .share("hit_rate", numbers.hits(), numbers.asked())
                .trouble(numbers.used() > 90 ? "full" : "");
    }

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    /** Looks on this thread, and keeps what was found. */
    private CheckReport after(Duration passed, Numbers numbers) {
        now.set(now.get().plus(passed));
        server = () -> numbers;
        sampler.sample(Runnable::run, timer);
        history.take(now.get());
        return history.report();
    }

    private static CheckFigure figure(CheckReport report, String name) {
        return report.figures().stream()
                .filter(figure -> figure.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_report_holds_the_latest_figures_and_the_past() {
        after(Duration.ZERO, new Numbers(10, 0, 0));
        CheckReport report = after(Duration.ofSeconds(15), new Numbers(20, 90, 120));
        assertThat(report.state()).isEqualTo(State.UP);
        assertThat(report.facts()).containsOnlyKeys("version");
        assertThat(report.times()).containsExactly(START, START.plusSeconds(15));
        assertThat(figure(report, "used").value()).isEqualTo(20);
        assertThat(figure(report, "used").limit()).isEqualTo(90);
        assertThat(figure(report, "used").history()).containsExactly(10.0, 20.0);
        assertThat(figure(report, "asked").value()).isEqualTo(8);
        assertThat(figure(report, "hit_rate").value()).isEqualTo(75);
        assertThat(figure(report, "hit_rate").history()).containsExactly(Double.NaN, 75.0);
    }

    @Test
    void what_counts_from_zero_again_has_no_rate_once() {
        after(Duration.ZERO, new Numbers(10, 0, 1000));
        after(Duration.ofSeconds(10), new Numbers(10, 0, 1010));
        assertThat(figure(after(Duration.ofSeconds(10), new Numbers(10, 0, 5)), "asked")
                        .isKnown())
                .isFalse();
        assertThat(figure(after(Duration.ofSeconds(10), new Numbers(10, 0, 25)), "asked")
                        .value())
                .isEqualTo(2);
    }

    @Test
    void a_look_that_is_taken_twice_keeps_its_rate() {
        after(Duration.ZERO, new Numbers(10, 0, 0));
        after(Duration.ofSeconds(10), new Numbers(10, 0, 20));
        now.set(now.get().plusSeconds(2));
        history.take(now.get());
        assertThat(figure(history.report(), "asked").value()).isEqualTo(2);
    }

    @Test
    void what_is_down_keeps_its_lines_with_a_gap() {
        after(Duration.ZERO, new Numbers(10, 0, 0));
        now.set(now.get().plusSeconds(15));
        server = () -> {
            throw new CheckException("it is gone");
        };
        sampler.sample(Runnable::run, timer);
        history.take(now.get());
        CheckReport report = history.report();
        assertThat(report.state()).isEqualTo(State.DOWN);
        assertThat(report.reason()).isEqualTo("it is gone");
        assertThat(figure(report, "used").isKnown()).isFalse();
        assertThat(figure(report, "used").history()).containsExactly(10.0, Double.NaN);
    }

    @Test
    void what_is_of_no_use_is_down_with_its_figures() {
        CheckReport report = after(Duration.ZERO, new Numbers(95, 0, 0));
        assertThat(report.state()).isEqualTo(State.DOWN);
        assertThat(report.reason()).isEqualTo("full");
        assertThat(figure(report, "used").value()).isEqualTo(95);
    }

    @Test
    void the_past_is_an_hour_and_no_more() {
        for (int n = 0; n < 500; n++) {
            after(CheckHistory.interval(), new Numbers(n % 90, 0, n));
        }
        CheckReport report = history.report();
        assertThat(report.times()).hasSize(240);
        assertThat(figure(report, "used").history()).hasSize(240).endsWith(498.0 % 90, 499.0 % 90);
        assertThat(Duration.between(report.times().get(0), report.times().get(239)))
                .isEqualTo(Duration.ofSeconds(239 * 15));
    }

    @Test
    void what_is_not_watched_says_what_to_set() {
        CheckReport report = new CheckHistory<Numbers>(
                        new MonitoredComponent<>("thing", 1, null, "thing.url", CheckHistoryTests::summarize))
                .report();
        assertThat(report.state()).isEqualTo(State.OFF);
        assertThat(report.setting()).isEqualTo("thing.url");
    }
}
