package io.tocsin.delivery.jdbc;

import static io.tocsin.delivery.Notifications.content;
import static io.tocsin.delivery.Notifications.notification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.Notification;
import io.tocsin.channel.FailureReason;
import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.NewNotification;
import io.tocsin.delivery.Notifications;
import io.tocsin.delivery.RoutingTrail;
import io.tocsin.delivery.RoutingTrail.MatchedRoute;
import io.tocsin.delivery.RoutingTrail.OmittedTarget;
import io.tocsin.delivery.RoutingTrail.Reason;
import io.tocsin.delivery.history.AttemptFailure;
import io.tocsin.delivery.history.DeliveryEntry;
import io.tocsin.delivery.history.DeliveryFilter;
import io.tocsin.delivery.history.InvalidCursorException;
import io.tocsin.delivery.history.Ledger;
import io.tocsin.delivery.history.Ledger.DeliveryRecord;
import io.tocsin.delivery.history.Ledger.NotificationRecord;
import io.tocsin.delivery.history.LedgerPage;
import io.tocsin.delivery.history.NoiseReport;
import io.tocsin.delivery.history.NoiseReport.NoisyAlert;
import io.tocsin.delivery.history.NoiseReport.TargetResult;
import io.tocsin.delivery.history.NoiseReports;
import io.tocsin.delivery.history.NotificationFilter;
import io.tocsin.delivery.queue.AttemptResult;
import io.tocsin.delivery.queue.Delivery;
import io.tocsin.delivery.queue.RateLimitState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** What every store must tell of what happened. */
abstract class LedgerContractTests extends NotificationSearchContractTests {

    @Test
    void pages_hold_everything_once_while_more_arrives() {
        IntStream.rangeClosed(1, 45).forEach(n -> append(n, "N" + n % 3, "info", "oncall", "ops-mail"));
        List<Long> seen = new ArrayList<>();
        List<String> deliveries = new ArrayList<>();
        walk(cursor -> one.ledger().notifications(ANY, cursor, 10), page -> {
            page.items().forEach(entry -> seen.add(entry.id()));
            append(100 + seen.size(), "Late", "info", "oncall", "ops-slack");
        });
        assertThat(seen)
                .isEqualTo(IntStream.rangeClosed(1, 45).mapToObj(n -> 46L - n).toList());

        walk(cursor -> one.ledger().deliveries(DeliveryFilter.ALL, cursor, 10), page -> {
            page.items().forEach(entry -> deliveries.add(entry.id().toString()));
            append(1000 + deliveries.size(), "Late", "info", "oncall", "ops-slack");
        });
        assertThat(deliveries).hasSize(45 * 2 + 5 * 2).doesNotHaveDuplicates();
        assertThat(deliveries.subList(10, 14)).containsExactly("ops-mail-45", "oncall-45", "ops-mail-44", "oncall-44");
    }

    private static <T> void walk(Function<@Nullable String, LedgerPage<T>> pages, Consumer<LedgerPage<T>> each) {
        String cursor = null;
        do {
            LedgerPage<T> page = pages.apply(cursor);
            each.accept(page);
            cursor = page.next();
        } while (cursor != null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "n",
                "nZ",
                "n-1",
                "d",
                "d.a",
                "d1",
                "d1-2",
                "d1-b-",
                "p1",
                "n1 ",
                "d1-zzzzzzzzzzzzzz-a",
                "n1;"
            })
    void a_cursor_that_no_page_gave_is_refused(String cursor) {
        DeliveryFilter ofOne = new DeliveryFilter(null, null, 1L, null, null);
        assertThatThrownBy(() -> one.ledger().notifications(ANY, cursor, 10))
                .isInstanceOf(InvalidCursorException.class);
        assertThatThrownBy(() -> one.ledger().deliveries(DeliveryFilter.ALL, cursor, 10))
                .isInstanceOf(InvalidCursorException.class);
        assertThatThrownBy(() -> one.ledger().deliveries(ofOne, cursor, 10)).isInstanceOf(InvalidCursorException.class);
    }

    @Test
    void deliveries_are_found_by_target_state_time_and_notification() {
        IntStream.rangeClosed(1, 6).forEach(n -> append(n, "N", "info", "oncall", "ops-mail"));
        finish(DeliveryState.DELIVERED);
        finish(DeliveryState.PARKED);

        assertThat(found(new DeliveryFilter("oncall", null, null, null, null)))
                .hasSize(6)
                .startsWith("oncall-6");
        assertThat(found(new DeliveryFilter(null, DeliveryState.PARKED, null, null, null)))
                .containsExactly("oncall-2");
        assertThat(found(new DeliveryFilter(null, DeliveryState.DELIVERED, null, null, null)))
                .containsExactly("oncall-1");
        assertThat(found(new DeliveryFilter("oncall", DeliveryState.PENDING, null, null, null)))
                .containsExactly("oncall-6", "oncall-5", "oncall-4", "oncall-3");
        assertThat(found(new DeliveryFilter(null, null, 2L, null, null))).containsExactly("ops-mail-2", "oncall-2");
        assertThat(found(new DeliveryFilter("ops-mail", null, 2L, null, null))).containsExactly("ops-mail-2");
        assertThat(found(new DeliveryFilter("oncall", null, null, NOW.plusSeconds(2), NOW.plusSeconds(4))))
                .containsExactly("oncall-3", "oncall-2");
        assertThat(found(new DeliveryFilter("nobody", null, null, null, null))).isEmpty();
    }

    @Test
    void a_notification_keeps_why_it_went_to_its_targets_and_not_to_the_others() {
        RoutingTrail trail = RoutingTrail.of(
                List.of(new MatchedRoute(3, List.of("team=\"支付\""), List.of("oncall"), 2)),
                List.of(
                        new OmittedTarget("ops-mail", Reason.NO_ROUTE),
                        new OmittedTarget("ops-slack", Reason.RESOLVED)));
        one.outbox()
                .append(new NewNotification(
                        "k",
                        Duration.ofMinutes(4),
                        NOW,
                        content("a"),
                        List.of(new NewDelivery("oncall", null)),
                        trail));
        one.outbox().append(notification("b", NOW, "oncall"));

        assertThat(one.ledger().notification(1)).map(NotificationRecord::trail).hasValue(trail);
        assertThat(one.ledger().notification(2)).map(NotificationRecord::trail).hasValue(RoutingTrail.NOT_ROUTED);
    }

    @Test
    void the_deliveries_of_a_notification_come_in_pages_too() {
        append(1, "N", "info", "oncall", "ops-mail", "ops-slack");
        DeliveryFilter its = new DeliveryFilter(null, null, 1L, null, null);
        List<String> found = new ArrayList<>();
        walk(
                cursor -> one.ledger().deliveries(its, cursor, 1),
                page -> page.items().forEach(entry -> found.add(entry.id().toString())));
        assertThat(found).containsExactly("ops-slack-1", "ops-mail-1", "oncall-1");
    }

    @ParameterizedTest
    @CsvSource({",", "oncall,", ",PENDING", "oncall,PENDING", ",DELIVERED", "oncall,DELIVERED"})
    void every_list_of_deliveries_leads_from_page_to_page(@Nullable String target, @Nullable DeliveryState state) {
        // Three arrive at each moment, so that pages end among deliveries of one time.
        IntStream.rangeClosed(1, 30)
                .forEach(n ->
                        one.outbox().append(notification("key-" + n, NOW.plusSeconds(n / 3), "oncall", "ops-mail")));
        IntStream.range(0, 10).forEach(n -> finish(DeliveryState.DELIVERED));
        List<String> all = one.ledger().deliveries(DeliveryFilter.ALL, null, 200).items().stream()
                .filter(entry -> target == null || entry.id().target().equals(target))
                .filter(entry -> state == null || entry.state() == state)
                .map(entry -> entry.id().toString())
                .toList();
        List<String> found = new ArrayList<>();
        walk(
                cursor -> one.ledger().deliveries(new DeliveryFilter(target, state, null, null, null), cursor, 7),
                page -> page.items().forEach(entry -> found.add(entry.id().toString())));
        assertThat(found).isNotEmpty().isEqualTo(all);
    }

    private void arrives(int minute, AlertStatus status, String group, String name, String target) {
        Notification content = Notifications.alert(group, name, "warning", status);
        String key = group + minute;
        one.outbox().append(Notifications.notification(key, NOW.plus(Duration.ofMinutes(minute)), content, target));
    }

    @Test
    void a_report_counts_noise_flapping_and_quick_ends_and_how_targets_received_it() {
        arrives(0, AlertStatus.FIRING, "a", "Flaps", "oncall");
        arrives(4, AlertStatus.RESOLVED, "a", "Flaps", "oncall");
        arrives(30, AlertStatus.FIRING, "a", "Flaps", "oncall");
        arrives(40, AlertStatus.FIRING, "a", "Flaps", "oncall");
        arrives(50, AlertStatus.RESOLVED, "a", "Flaps", "oncall");
        arrives(111, AlertStatus.FIRING, "a", "Flaps", "ops-mail");
        arrives(5, AlertStatus.FIRING, "b", "Quiet", "ops-mail");
        arrives(600, AlertStatus.FIRING, "c", "Later", "ops-mail");
        one.outbox().append(Notifications.notification("t", NOW, Notifications.testContent(), "ops-mail"));
        for (int seconds : new int[] {1, 2, 100}) {
            Delivery head = one.queue().head("oncall").orElseThrow();
            attempt(head, DeliveryState.DELIVERED, null, head.createdAt().plusSeconds(seconds));
        }
        attempt(
                one.queue().head("oncall").orElseThrow(),
                DeliveryState.PARKED,
                FailureReason.MESSAGE_REFUSED,
                NOW.plus(Duration.ofHours(1)));

        NoiseReport report = new NoiseReports(one.ledger()).of(NOW, NOW.plus(Duration.ofHours(5)), "");

        assertThat(report.complete()).isTrue();
        assertThat(report.notifications()).isEqualTo(7);
        assertThat(report.alerts())
                .containsExactly(new NoisyAlert("Flaps", 6, 1, 2, 1, 1), new NoisyAlert("Quiet", 1, 1, 0, 0, 0));
        assertThat(report.targets())
                .containsExactly(
                        new TargetResult("oncall", 5, 3, 1, 0.75, 2.0, 100.0),
                        new TargetResult("ops-mail", 2, 0, 0, null, null, null));
        assertThat(new NoiseReports(one.ledger())
                        .of(NOW, NOW.plus(Duration.ofHours(5)), "alertname=Quiet")
                        .deliveries())
                .isEqualTo(1);
    }

    /** Matchers that match nothing read every content of the period, however many there are. */
    @Test
    void a_report_ends_in_time_and_says_that_it_is_incomplete() {
        for (int n = 0; n <= Ledger.MOST_ITEMS; n++) {
            one.outbox().append(Notifications.notification("n" + n, NOW, "oncall"));
        }
        NoiseReport report = new NoiseReports(one.ledger(), Duration.ZERO).of(NOW, NOW.plusSeconds(1), "");

        assertThat(report.complete()).isFalse();
        assertThat(report.notifications()).isEqualTo(Ledger.MOST_ITEMS);
    }

    @Test
    void a_report_is_of_a_few_labels() {
        assertThatThrownBy(() -> new NoiseReports(one.ledger()).of(NOW, NOW.plusSeconds(1), "a=1,b=1,c=1,d=1,e=1,f=1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("more than 5");
    }

    private List<String> found(DeliveryFilter filter) {
        return one.ledger().deliveries(filter, null, 200).items().stream()
                .map(entry -> entry.id().toString())
                .toList();
    }

    /** Ends the first of the line of {@code oncall}. */
    private Delivery finish(DeliveryState state) {
        Delivery head = one.queue().head("oncall").orElseThrow();
        FailureReason reason = state == DeliveryState.DELIVERED ? null : FailureReason.MESSAGE_REFUSED;
        attempt(head, state, reason, NOW);
        return head;
    }

    private void attempt(Delivery head, DeliveryState state, @Nullable FailureReason reason, Instant at) {
        AttemptResult attempt = new AttemptResult(
                head, state, at, at, reason, reason == null ? null : "said " + at, RateLimitState.FRESH);
        assertThat(one.queue().record(acquire(one), attempt)).isTrue();
    }

    @Test
    void a_delivery_tells_in_which_attempt_what_was_said() {
        append(1, "N", "info", "oncall");
        for (int n = 1; n <= 2; n++) {
            attempt(
                    one.queue().head("oncall").orElseThrow(),
                    DeliveryState.PENDING,
                    FailureReason.SERVER_ERROR,
                    NOW.plusSeconds(n));
        }
        finish(DeliveryState.DELIVERED);

        DeliveryRecord record =
                one.ledger().delivery(new DeliveryId("oncall", 1)).orElseThrow();
        assertThat(record.entry().state()).isEqualTo(DeliveryState.DELIVERED);
        assertThat(record.entry().attempts()).isEqualTo(3);
        assertThat(record.entry().finishedAt()).isEqualTo(NOW);
        assertThat(record.entry().summary().alertnames()).containsExactly("N");
        assertThat(record.failures())
                .containsExactly(
                        new AttemptFailure(1, NOW.plusSeconds(1), "server_error", "said " + NOW.plusSeconds(1)),
                        new AttemptFailure(2, NOW.plusSeconds(2), "server_error", "said " + NOW.plusSeconds(2)));
        assertThat(one.ledger().delivery(new DeliveryId("oncall", 2))).isEmpty();
        assertThat(one.ledger().delivery(new DeliveryId("nobody", 1))).isEmpty();
    }

    @Test
    void of_many_failures_the_first_and_the_latest_are_kept() {
        append(1, "N", "info", "oncall");
        for (int n = 1; n <= 60; n++) {
            Delivery head = one.queue().head("oncall").orElseThrow();
            attempt(head, DeliveryState.PENDING, FailureReason.TIMEOUT, NOW.plusSeconds(n));
        }
        List<Integer> kept = one.ledger().delivery(new DeliveryId("oncall", 1)).orElseThrow().failures().stream()
                .map(AttemptFailure::number)
                .toList();
        assertThat(kept)
                .hasSize(AttemptLog.FIRST + AttemptLog.LATEST)
                .startsWith(1, 2)
                .contains(10, 21)
                .doesNotContain(11, 20)
                .endsWith(60);
    }

    @Test
    void a_notification_tells_all_it_says_and_what_became_of_it() {
        one.outbox().append(notification("a", NOW, "oncall", "ops-slack"));
        NotificationRecord record = one.ledger().notification(1).orElseThrow();
        assertThat(record.content()).isEqualTo(content("a"));
        assertThat(record.entry().receivedAt()).isEqualTo(NOW);
        assertThat(record.deliveries()).extracting(DeliveryEntry::state).containsOnly(DeliveryState.PENDING);
        assertThat(one.ledger().notification(2)).isEmpty();
    }

    @Test
    void what_is_purged_leaves_nothing_behind() {
        append(1, "Old", "info", "oncall");
        append(2, "Old", "info", "oncall");
        Delivery head = one.queue().head("oncall").orElseThrow();
        attempt(head, DeliveryState.PENDING, FailureReason.TIMEOUT, NOW);
        finish(DeliveryState.PARKED);
        finish(DeliveryState.DELIVERED);

        assertThat(one.store().purge(NOW.plus(Duration.ofDays(1)), 100)).isEqualTo(2);

        for (String table : List.of("attempt", "delivery", "notification", "notification_term", "alert_group")) {
            assertThat(new JdbcTemplate(one.database().dataSource())
                            .queryForObject("SELECT COUNT(*) FROM " + table, Integer.class))
                    .as(table)
                    .isZero();
        }
        assertThat(one.ledger().delivery(new DeliveryId("oncall", 1))).isEmpty();
        assertThat(ids(new NotificationFilter(null, "Old", List.of(), null, null, null, null, null)))
                .isEmpty();
    }
}
