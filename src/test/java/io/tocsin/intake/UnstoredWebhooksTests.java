package io.tocsin.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.GroupKey;
import io.tocsin.intake.UnstoredWebhooks.Reason;
import io.tocsin.intake.UnstoredWebhooks.Unstored;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnstoredWebhooksTests {

    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private final UnstoredWebhooks unstored = new UnstoredWebhooks(InstantSource.fixed(START));

    private static IncomingNotification notification(int second, int alerts) {
        List<Alert> all = IntStream.range(0, alerts)
                .mapToObj(n -> new Alert(
                        AlertStatus.FIRING,
                        Map.of("alertname", "A" + n),
                        Map.of(),
                        START,
                        null,
                        null,
                        null,
                        null,
                        "f" + n))
                .toList();
        return new IncomingNotification(
                "key",
                START.plusSeconds(second),
                new GroupKey("g".repeat(1_000)),
                "r".repeat(1_000),
                Map.of(),
                Map.of(),
                Map.of(),
                all,
                0,
                null,
                Map.of(),
                "");
    }

    @Test
    void all_are_counted_and_the_latest_of_each_reason_are_kept_however_many_of_another_come() {
        unstored.add(notification(0, 1), Reason.DUPLICATE, 7L);
        IntStream.rangeClosed(1, 10_000).forEach(n -> unstored.add(notification(n, 0), Reason.EMPTY, null));

        UnstoredWebhooks.Report report = unstored.report();
        assertThat(report.since()).isEqualTo(START);
        assertThat(report.counts())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(Reason.DUPLICATE, 1L, Reason.HEARTBEAT, 0L, Reason.EMPTY, 10_000L));
        assertThat(report.latest()).hasSize(UnstoredWebhooks.KEPT + 1);
        assertThat(report.latest().get(0).receivedAt()).isEqualTo(START.plusSeconds(10_000));
        assertThat(report.duplicatesOf(7)).hasSize(1);
        assertThat(report.duplicatesOf(8)).isEmpty();
    }

    @Test
    void what_is_kept_of_one_is_of_bounded_size() {
        unstored.add(notification(1, 2_000), Reason.DUPLICATE, 7L);

        Unstored one = unstored.report().latest().get(0);
        assertThat(one.alerts()).isEqualTo(2_000);
        assertThat(one.alertnames()).hasSize(10).startsWith("A0");
        assertThat(one.receiver()).hasSizeLessThanOrEqualTo(100);
        assertThat(one.groupKey()).hasSizeLessThanOrEqualTo(300);
    }
}
