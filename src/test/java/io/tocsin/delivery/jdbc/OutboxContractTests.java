package io.tocsin.delivery.jdbc;

import static io.tocsin.delivery.Notifications.content;
import static io.tocsin.delivery.Notifications.notification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.channel.FailureReason;
import io.tocsin.channel.MessageAlert;
import io.tocsin.delivery.AppendResult;
import io.tocsin.delivery.AppendResult.Duplicate;
import io.tocsin.delivery.AppendResult.Stored;
import io.tocsin.delivery.Attempt;
import io.tocsin.delivery.Delivery;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.Lease;
import io.tocsin.delivery.MutableClock;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.NewNotification;
import io.tocsin.delivery.OutboxException;
import io.tocsin.delivery.StoreStatus.TargetStatus;
import io.tocsin.delivery.TargetPace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store must keep, whatever database it is. */
abstract class OutboxContractTests {

    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    static final int CAP = 2_000;

    final MutableClock clock = new MutableClock(NOW);
    final List<Replica> replicas = new ArrayList<>();
    Replica one;

    /** Opens another replica on the same, at first empty, database. */
    abstract Replica open() throws Exception;

    @BeforeEach
    void openFirst() throws Exception {
        one = replica();
        one.queue().register(List.of("oncall", "ops-mail", "ops-slack"));
    }

    @AfterEach
    void closeAll() throws Exception {
        for (Replica replica : replicas) {
            replica.close();
        }
    }

    Replica replica() throws Exception {
        Replica replica = open();
        replicas.add(replica);
        return replica;
    }

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

        List<MessageAlert> alerts =
                one.queue().head("oncall").orElseThrow().content().alerts();
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
    void a_lease_is_exclusive_until_it_ends_or_is_given_back() throws Exception {
        Replica two = second();
        Lease mine = acquire(one);

        assertThat(two.queue().acquire("oncall", NOW, NOW.plusSeconds(60))).isEmpty();
        Lease after = two.queue()
                .acquire("oncall", NOW.plusSeconds(30), NOW.plusSeconds(60))
                .orElseThrow();
        assertThat(after.epoch()).isGreaterThan(mine.epoch());
        assertThat(after.takenOver()).isTrue();
        two.queue().release(after);
        assertThat(acquire(one).takenOver()).isFalse();
    }

    @Test
    void what_a_lost_lease_reports_is_not_recorded() throws Exception {
        Replica two = second();
        one.outbox().append(notification("a", NOW, "oncall"));
        Lease lost = acquire(one);
        Delivery head = one.queue().head("oncall").orElseThrow();
        assertThat(two.queue().acquire("oncall", NOW.plusSeconds(31), NOW.plusSeconds(90)))
                .isPresent();

        assertThat(one.queue().record(lost, delivered(head))).isFalse();
        assertThat(one.queue().renew(lost, NOW.plusSeconds(90))).isFalse();
        assertThat(two.queue().head("oncall")).isPresent();
        assertThat(status(one, "oncall").pending()).isEqualTo(1);
    }

    /** A commit that came after the worker had given up waiting for it, and made the attempt again. */
    @Test
    void a_result_that_is_recorded_twice_counts_once() {
        one.outbox().append(notification("a", NOW, "oncall"));
        one.outbox().append(notification("b", NOW, "oncall"));
        Lease lease = acquire(one);
        Delivery head = one.queue().head("oncall").orElseThrow();

        assertThat(one.queue().record(lease, delivered(head))).isTrue();
        assertThat(one.queue().record(lease, delivered(head))).isFalse();

        assertThat(status(one, "oncall").pending()).isEqualTo(1);
        assertThat(one.queue().head("oncall").orElseThrow().content()).isEqualTo(content("b"));
    }

    @Test
    void a_failed_attempt_keeps_its_place_and_says_when_to_try_again() {
        one.outbox().append(notification("a", NOW, "oncall"));
        one.outbox().append(notification("b", NOW, "oncall"));
        Delivery head = one.queue().head("oncall").orElseThrow();
        Instant next = NOW.plusSeconds(5);
        TargetPace pace = new TargetPace(List.of(NOW.minusSeconds(1), NOW), next, NOW);
        Attempt failed =
                new Attempt(head, DeliveryState.PENDING, NOW, next, FailureReason.SERVER_ERROR, "status 500", pace);

        assertThat(one.queue().record(acquire(one), failed)).isTrue();

        Delivery again = one.queue().head("oncall").orElseThrow();
        assertThat(again.sequence()).isEqualTo(head.sequence());
        assertThat(again.attempts()).isEqualTo(1);
        assertThat(again.nextAttemptAt()).isEqualTo(next);
        assertThat(acquire(one).pace()).isEqualTo(pace);
        assertThat(status(one, "oncall").blockedSince()).isEqualTo(NOW);
    }

    @Test
    void a_parked_delivery_leaves_the_line_and_is_counted() {
        one.outbox().append(notification("a", NOW, "oncall"));
        one.outbox().append(notification("b", NOW.plusSeconds(1), "oncall"));
        Delivery head = one.queue().head("oncall").orElseThrow();
        Attempt parked = new Attempt(
                head,
                DeliveryState.PARKED,
                NOW,
                NOW,
                FailureReason.MESSAGE_REFUSED,
                "invalid_payload",
                TargetPace.FRESH);

        one.queue().record(acquire(one), parked);

        assertThat(status(one, "oncall").parked()).isEqualTo(1);
        assertThat(status(one, "oncall").pending()).isEqualTo(1);
        assertThat(status(one, "oncall").oldestPending()).isEqualTo(NOW.plusSeconds(1));
        assertThat(one.queue().head("oncall").orElseThrow().sequence()).isEqualTo(2);
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
    void a_notification_for_an_unknown_target_fails_alone() throws Exception {
        List<Boolean> stored = concurrently(40, n -> {
            try {
                one.outbox().append(notification("n" + n, NOW, n == 7 ? "unheard-of" : "oncall"));
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
                        new Attempt(
                                second,
                                DeliveryState.PARKED,
                                NOW,
                                NOW,
                                FailureReason.EXPIRED,
                                "old",
                                TargetPace.FRESH));

        assertThat(one.store().purge(NOW.minus(Duration.ofDays(30)))).isEqualTo(2);
        assertThat(one.store().purge(NOW.minus(Duration.ofDays(30)))).isZero();
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
    void a_probe_is_a_commit() {
        clock.advance(Duration.ofSeconds(10));
        one.store().probe(clock.instant());
        assertThat(one.store().lastCommit()).isEqualTo(clock.instant());
        assertThat(one.store().failing()).isFalse();
    }

    /** A second replica where the store can be shared, the same one where it cannot. */
    Replica second() throws Exception {
        return replica();
    }

    Lease acquire(Replica replica) {
        return replica.queue().acquire("oncall", NOW, NOW.plusSeconds(30)).orElseThrow();
    }

    static TargetStatus status(Replica replica, String target) {
        return replica.store().status(NOW).targets().get(target);
    }

    static Attempt delivered(Delivery delivery) {
        return new Attempt(delivery, DeliveryState.DELIVERED, NOW, NOW, null, null, TargetPace.FRESH);
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

    interface Step<T> {
        T run(int n);
    }

    static <T> List<T> concurrently(int count, Step<T> step) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(16);
        try {
            List<Callable<T>> calls = IntStream.range(0, count)
                    .mapToObj(n -> (Callable<T>) () -> step.run(n))
                    .toList();
            List<T> results = new ArrayList<>();
            for (Future<T> result : pool.invokeAll(calls, 60, TimeUnit.SECONDS)) {
                results.add(result.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }
}
