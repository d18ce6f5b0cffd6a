package io.tocsin.delivery.jdbc;

import static io.tocsin.delivery.Notifications.content;
import static io.tocsin.delivery.Notifications.notification;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.Notification;
import io.tocsin.channel.FailureReason;
import io.tocsin.delivery.AppendResult;
import io.tocsin.delivery.AppendResult.Duplicate;
import io.tocsin.delivery.AppendResult.Stored;
import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.NewNotification;
import io.tocsin.delivery.Notifications;
import io.tocsin.delivery.OutboxException;
import io.tocsin.delivery.queue.AttemptResult;
import io.tocsin.delivery.queue.Delivery;
import io.tocsin.delivery.queue.Lease;
import io.tocsin.delivery.queue.RateLimitState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What every store must keep, whatever database it is. */
abstract class OutboxContractTests extends DigestContractTests {

    @Test
    void what_was_appended_is_the_head_of_each_targets_line() {
        Stored stored = (Stored) one.outbox().append(notification("a", NOW, "oncall", "ops-slack"));

        Delivery head = one.queue().head("oncall").orElseThrow();
        assertThat(head.sequence()).isEqualTo(1);
        assertThat(head.id()).isEqualTo("oncall-1");
        assertThat(head.notificationId()).isEqualTo(stored.notificationId());
        assertThat(head.createdAt()).isEqualTo(NOW);
        assertThat(head.content()).isEqualTo(content("a"));
        assertThat(one.queue().head("ops-slack")).isPresent();
        assertThat(one.queue().head("ops-mail")).isEmpty();
    }

    @Test
    void a_delivery_of_some_alerts_says_only_these() {
        NewDelivery some = new NewDelivery("oncall", List.of(0, 2));
        one.outbox().append(new NewNotification("k", Duration.ofMinutes(4), NOW, content("a", 3), List.of(some)));

        List<Alert> alerts = one.queue().head("oncall").orElseThrow().content().alerts();
        assertThat(alerts).extracting(alert -> alert.labels().get("instance")).containsExactly("host-0", "host-2");
    }

    @Test
    void an_equal_key_is_one_notification_until_its_window_ends() {
        AppendResult first = one.outbox().append(notification("a", NOW, "oncall"));
        AppendResult again = one.outbox().append(notification("a", NOW.plusSeconds(239), "oncall"));
        AppendResult later = one.outbox().append(notification("a", NOW.plusSeconds(240), "oncall"));

        assertThat(again).isEqualTo(new Duplicate(first.notificationId()));
        assertThat(later).isInstanceOf(Stored.class);
        assertThat(status(one, "oncall").pending()).isEqualTo(2);
    }

    @Test
    void after_the_clock_was_set_back_a_reminder_is_no_duplicate_of_what_is_to_come() {
        one.outbox().append(notification("a", NOW, "oncall"));
        Instant earlier = NOW.minus(Duration.ofHours(1));
        AppendResult reminder = one.outbox().append(notification("a", earlier, "oncall"));
        AppendResult again = one.outbox().append(notification("a", earlier.plusSeconds(10), "oncall"));

        assertThat(reminder).isInstanceOf(Stored.class);
        assertThat(again).isEqualTo(new Duplicate(reminder.notificationId()));
    }

    @Test
    void a_firing_that_was_resolved_meanwhile_is_no_duplicate_of_the_firing_before() {
        AppendResult first = one.outbox().append(flapping("firing"));
        AppendResult resolved = one.outbox().append(flapping("resolved"));
        AppendResult again = one.outbox().append(flapping("firing"));
        AppendResult ofThePeer = one.outbox().append(flapping("firing"));

        assertThat(List.of(first, resolved, again)).allMatch(Stored.class::isInstance);
        assertThat(ofThePeer).isEqualTo(new Duplicate(again.notificationId()));
        assertThat(status(one, "oncall").pending()).isEqualTo(3);
    }

    @Test
    void the_same_is_so_of_what_is_stored_in_one_commit() throws Exception {
        CountDownLatch all = new CountDownLatch(1);
        List<CompletableFuture<AppendResult>> answers = new ArrayList<>();
        CompletableFuture<Boolean> hold = one.commits().write(() -> waited(all));
        for (String status : List.of("firing", "firing", "resolved", "resolved", "firing", "firing")) {
            WrittenNotification written = WrittenNotification.of(
                    flapping(status), JsonMapper.builder().build());
            answers.add(one.commits().append(written).thenApply(Optional::orElseThrow));
        }
        all.countDown();

        assertThat(hold.get(30, SECONDS)).isTrue();
        List<Boolean> stored = new ArrayList<>();
        for (CompletableFuture<AppendResult> answer : answers) {
            stored.add(answer.get(30, SECONDS) instanceof Stored);
        }
        assertThat(stored).containsExactly(true, false, true, false, true, false);
    }

    @Test
    void what_another_receiver_is_told_of_the_group_makes_no_duplicate_news() {
        NewNotification mine = flapping("firing");
        NewNotification other = notification("other", NOW, atReceiver("other", mine.content()), "oncall");
        AppendResult first = one.outbox().append(mine);

        assertThat(one.outbox().append(other)).isInstanceOf(Stored.class);
        assertThat(one.outbox().append(mine)).isEqualTo(new Duplicate(first.notificationId()));
        assertThat(one.outbox().append(notification(mine.dedupKey(), NOW, other.content(), "oncall")))
                .isInstanceOf(Stored.class);
    }

    /** Of one alert with one start, as a flapping one has it within Alertmanager's resolve_timeout. */
    private static NewNotification flapping(String status) {
        return notification(
                "flap-" + status,
                NOW,
                Notifications.alert("flap", "Flap", "critical", AlertStatus.valueOf(status.toUpperCase(Locale.ROOT))),
                "oncall");
    }

    private static Notification atReceiver(String receiver, Notification content) {
        return new Notification(content.groupKey(), receiver, Map.of(), Map.of(), Map.of(), content.alerts(), 0, null);
    }

    private static boolean waited(CountDownLatch latch) {
        try {
            return latch.await(30, SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void an_equal_key_raced_by_two_replicas_is_stored_once() throws Exception {
        Replica two = second();
        List<AppendResult> results = concurrently(
                32, n -> (n % 2 == 0 ? one : two).outbox().append(notification("race-" + n / 4, NOW, "oncall")));

        assertThat(results).filteredOn(Stored.class::isInstance).hasSize(8);
        assertThat(status(one, "oncall").pending()).isEqualTo(8);
    }

    @Test
    void sequence_order_is_commit_order_under_concurrency() throws Exception {
        Replica two = second();
        Map<String, Long> acknowledgedAtHead = new ConcurrentHashMap<>();
        concurrently(200, n -> {
            Replica replica = n % 2 == 0 ? one : two;
            replica.outbox().append(notification("n" + n, NOW, "oncall", "ops-mail"));
            // Whatever is appended after this acknowledgement must come later in the line.
            replica.outbox().append(notification("n" + n + "-after", NOW, "oncall", "ops-mail"));
            return acknowledgedAtHead.put("n" + n, 1L);
        });

        List<String> line = drain(one, "oncall");
        assertThat(line).hasSize(400).doesNotHaveDuplicates();
        IntStream.range(0, 200)
                .forEach(n -> assertThat(line.indexOf("n" + n)).isLessThan(line.indexOf("n" + n + "-after")));
        assertThat(drain(one, "ops-mail")).isEqualTo(line);
    }

    @Test
    void a_full_outbox_takes_nothing_more_until_something_went_out() {
        for (int n = 0; n < CAP; n += 2) {
            one.outbox().append(notification("n" + n, NOW, "oncall", "ops-mail"));
        }
        assertThatThrownBy(() -> one.outbox().append(notification("more", NOW, "oncall")))
                .isInstanceOfSatisfying(
                        OutboxException.class, e -> assertThat(e.kind()).isEqualTo(OutboxException.Kind.FULL));

        Delivery head = one.queue().head("oncall").orElseThrow();
        one.queue().record(acquire(one), delivered(head));
        assertThat(one.outbox().append(notification("more", NOW, "oncall"))).isInstanceOf(Stored.class);
    }

    @Test
    void a_store_as_large_as_it_may_be_takes_nothing_more_until_something_was_deleted() {
        assertThat(one.store().measure()).isBetween(1L, 10_000_000L);
        String large = "x".repeat(1_000_000);
        for (int n = 0; n < 12; n++) {
            one.outbox().append(notification("large" + n, NOW, content(large), "oncall"));
            Delivery head = one.queue().head("oncall").orElseThrow();
            one.queue().record(acquire(one), delivered(head));
        }
        settle(one);
        assertThat(one.store().measure()).isGreaterThan(10_485_760L);
        assertThatThrownBy(() -> one.outbox().append(notification("more", NOW, "oncall")))
                .isInstanceOfSatisfying(
                        OutboxException.class, e -> assertThat(e.kind()).isEqualTo(OutboxException.Kind.FULL))
                .hasMessageContaining("max-size");

        assertThat(one.store().purgeDelivered(NOW.plusSeconds(1), 100)).isEqualTo(12);
        settle(one);
        one.store().measure();
        assertThat(one.outbox().append(notification("more", NOW, "oncall"))).isInstanceOf(Stored.class);
    }

    @Test
    void there_is_work_where_something_waits_and_the_lease_is_ours_or_free_or_ended() throws Exception {
        assertThat(one.queue().workable(NOW)).isEmpty();
        one.outbox().append(notification("a", NOW, "oncall"));
        Replica other = second();
        replicas.add(other);
        assertThat(one.queue().workable(NOW)).containsExactly("oncall");
        Lease lease = acquire(one);
        assertThat(one.queue().workable(NOW)).containsExactly("oncall");
        assertThat(other.queue().workable(NOW)).isEmpty();
        assertThat(other.queue().workable(lease.until())).containsExactly("oncall");
        one.queue().record(lease, delivered(one.queue().head("oncall").orElseThrow()));
        assertThat(other.queue().workable(lease.until())).isEmpty();
    }

    /** Has a store that measures itself only now and then do it now. */
    void settle(Replica replica) {}

    @Test
    void what_is_deleted_early_was_delivered() {
        one.outbox().append(notification("parked", NOW, "oncall"));
        one.outbox().append(notification("waits", NOW, "oncall"));
        Delivery head = one.queue().head("oncall").orElseThrow();
        one.queue()
                .record(
                        acquire(one),
                        new AttemptResult(
                                head,
                                DeliveryState.PARKED,
                                NOW,
                                NOW,
                                FailureReason.EXPIRED,
                                "old",
                                RateLimitState.FRESH));

        assertThat(one.store().purgeDelivered(NOW.plusSeconds(1), 100)).isZero();
        assertThat(status(one, "oncall").parked()).isEqualTo(1);
    }

    @Test
    void what_expired_in_a_line_that_nobody_drains_is_parked_and_makes_room() {
        Instant old = NOW.minus(Duration.ofDays(31));
        one.outbox().append(notification("old", old, "oncall", "ops-mail"));
        one.outbox().append(notification("older", old, "oncall"));
        one.outbox().append(notification("fresh", NOW, "oncall"));

        assertThat(one.store().parkExpired("oncall", NOW.minus(Duration.ofHours(24)), NOW, 1))
                .isEqualTo(1);
        assertThat(one.store().parkExpired("oncall", NOW.minus(Duration.ofHours(24)), NOW, 100))
                .isEqualTo(1);
        assertThat(one.store().parkExpired("oncall", NOW.minus(Duration.ofHours(24)), NOW, 100))
                .isZero();

        assertThat(status(one, "oncall").pending()).isEqualTo(1);
        assertThat(status(one, "oncall").parked()).isEqualTo(2);
        assertThat(status(one, "ops-mail").pending()).isEqualTo(1);
        assertThat(one.queue().head("oncall").orElseThrow().content()).isEqualTo(content("fresh"));
        assertThat(one.ledger()
                        .delivery(new DeliveryId("oncall", 1))
                        .orElseThrow()
                        .entry())
                .satisfies(entry -> assertThat(entry.state()).isEqualTo(DeliveryState.PARKED))
                .satisfies(entry -> assertThat(entry.reason()).isEqualTo("expired"));
        assertThat(one.resends().resendParked("oncall", "alice", NOW).resent()).isEqualTo(2);
    }

    @Test
    void what_another_replica_still_sends_is_not_parked_for_it() throws Exception {
        one.outbox().append(notification("old", NOW.minus(Duration.ofDays(2)), "oncall"));
        Lease held = acquire(second());

        assertThat(one.store().parkExpired("oncall", NOW, NOW, 100)).isZero();
        assertThat(one.store().parkExpired("oncall", NOW, held.until(), 100)).isEqualTo(1);
    }

    @Test
    void a_notification_for_an_unknown_target_fails_alone() throws Exception {
        List<Boolean> stored = concurrently(40, n -> {
            try {
                one.outbox().append(notification("n" + n, NOW, n == 7 ? "unknown" : "oncall"));
                return true;
            } catch (OutboxException e) {
                return false;
            }
        });

        assertThat(stored).filteredOn(ok -> !ok).hasSize(1);
        assertThat(status(one, "oncall").pending()).isEqualTo(39);
    }

    @Test
    void the_purge_takes_what_is_old_and_finished_and_nothing_else() {
        Instant old = NOW.minus(Duration.ofDays(31));
        one.outbox().append(notification("sent", old, "oncall"));
        one.outbox().append(notification("parked", old, "oncall"));
        one.outbox().append(notification("waits", old, "oncall"));
        one.outbox().append(notification("fresh", NOW, "ops-mail"));
        one.queue().record(acquire(one), delivered(one.queue().head("oncall").orElseThrow()));
        Delivery second = one.queue().head("oncall").orElseThrow();
        one.queue()
                .record(
                        acquire(one),
                        new AttemptResult(
                                second,
                                DeliveryState.PARKED,
                                NOW,
                                NOW,
                                FailureReason.EXPIRED,
                                "old",
                                RateLimitState.FRESH));

        assertThat(one.store().purge(NOW.minus(Duration.ofDays(30)), 100)).isEqualTo(2);
        assertThat(one.store().purge(NOW.minus(Duration.ofDays(30)), 100)).isZero();
        assertThat(status(one, "oncall").parked()).isZero();
        assertThat(one.queue().head("oncall").orElseThrow().content()).isEqualTo(content("waits"));
        assertThat(one.queue().head("ops-mail")).isPresent();
    }

    @Test
    void what_was_acknowledged_is_there_after_reopening() throws Exception {
        one.outbox().append(notification("a", NOW, "oncall"));
        one.queue().record(acquire(one), delivered(one.queue().head("oncall").orElseThrow()));
        one.outbox().append(notification("b", NOW, "oncall"));
        one.close();
        replicas.remove(one);

        Replica reopened = replica();
        assertThat(reopened.queue().head("oncall").orElseThrow().content()).isEqualTo(content("b"));
        assertThat(reopened.outbox().append(notification("a", NOW, "oncall"))).isInstanceOf(Duplicate.class);
    }

    @Test
    void an_error_fails_its_own_write_and_the_next_one_is_committed() {
        CompletableFuture<Object> write = one.commits().write(() -> {
            throw new StackOverflowError("of a test");
        });
        assertThat(write)
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableThat()
                .withCauseInstanceOf(Error.class);

        assertThat(one.outbox().append(notification("a", NOW, "oncall"))).isInstanceOf(Stored.class);
        assertThat(one.store().failing()).isFalse();
    }

    @Test
    void a_probe_is_a_commit() {
        clock.advance(Duration.ofSeconds(10));
        one.store().probe(clock.instant());
        assertThat(one.store().lastCommit()).isEqualTo(clock.instant());
        assertThat(one.store().failing()).isFalse();
    }

    private static List<String> drain(Replica replica, String target) {
        Lease lease = replica.queue().acquire(target, NOW, NOW.plusSeconds(60)).orElseThrow();
        List<String> names = new ArrayList<>();
        while (replica.queue().head(target).isPresent()) {
            Delivery head = replica.queue().head(target).orElseThrow();
            names.add(head.content().alerts().get(0).name());
            assertThat(head.sequence()).isEqualTo(names.size());
            assertThat(replica.queue().record(lease, delivered(head))).isTrue();
        }
        return names;
    }
}
