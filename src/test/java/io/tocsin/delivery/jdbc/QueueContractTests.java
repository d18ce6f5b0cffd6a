package io.tocsin.delivery.jdbc;

import static io.tocsin.delivery.Notifications.content;
import static io.tocsin.delivery.Notifications.notification;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.channel.FailureReason;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.MutableClock;
import io.tocsin.delivery.maintenance.StoreStatus.TargetStatus;
import io.tocsin.delivery.queue.AttemptResult;
import io.tocsin.delivery.queue.Delivery;
import io.tocsin.delivery.queue.Lease;
import io.tocsin.delivery.queue.RateLimitState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store must keep of a target's line: who may drain it, and what became of an attempt. */
abstract class QueueContractTests {

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
    void replicas_that_start_at_once_share_the_lines_of_new_targets() throws Exception {
        List<Replica> starting = List.of(one, second());
        for (int start = 0; start < 50; start++) {
            List<String> targets = List.of("pager-" + start, "mail-" + start);
            concurrently(2, n -> {
                starting.get(n).queue().register(targets);
                return n;
            });
            assertThat(one.store().status(NOW).targets()).containsKeys(targets.toArray(String[]::new));
        }
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
    void a_delivery_knows_how_many_of_its_attempts_failed_for_a_reason_that_nobody_knows() {
        one.outbox().append(notification("a", NOW, "oncall"));
        Lease lease = acquire(one);
        List<FailureReason> reasons = List.of(
                FailureReason.SERVER_ERROR,
                FailureReason.UNKNOWN_ERROR,
                FailureReason.TIMEOUT,
                FailureReason.INTERNAL_ERROR);
        for (FailureReason reason : reasons) {
            Delivery head = one.queue().head("oncall").orElseThrow();
            AttemptResult failed =
                    new AttemptResult(head, DeliveryState.PENDING, NOW, NOW, reason, "odd", RateLimitState.FRESH);
            assertThat(one.queue().record(lease, failed)).isTrue();
        }

        Delivery head = one.queue().head("oncall").orElseThrow();
        assertThat(head.attempts()).isEqualTo(4);
        assertThat(head.unexplained()).isEqualTo(2);
        assertThat(one.digests().at("oncall", List.of(1L)).get(0).unexplained()).isEqualTo(2);
    }

    @Test
    void a_failed_attempt_keeps_its_place_and_says_when_to_try_again() {
        one.outbox().append(notification("a", NOW, "oncall"));
        one.outbox().append(notification("b", NOW, "oncall"));
        Delivery head = one.queue().head("oncall").orElseThrow();
        Instant next = NOW.plusSeconds(5);
        RateLimitState pace = new RateLimitState(List.of(NOW.minusSeconds(1), NOW), next, NOW);
        AttemptResult failed = new AttemptResult(
                head, DeliveryState.PENDING, NOW, next, FailureReason.SERVER_ERROR, "status 500", pace);

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
        AttemptResult parked = new AttemptResult(
                head,
                DeliveryState.PARKED,
                NOW,
                NOW,
                FailureReason.MESSAGE_REFUSED,
                "invalid_payload",
                RateLimitState.FRESH);

        one.queue().record(acquire(one), parked);

        assertThat(status(one, "oncall").parked()).isEqualTo(1);
        assertThat(status(one, "oncall").pending()).isEqualTo(1);
        assertThat(status(one, "oncall").oldestPending()).isEqualTo(NOW.plusSeconds(1));
        assertThat(one.queue().head("oncall").orElseThrow().sequence()).isEqualTo(2);
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

    static AttemptResult delivered(Delivery delivery) {
        return new AttemptResult(delivery, DeliveryState.DELIVERED, NOW, NOW, null, null, RateLimitState.FRESH);
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
