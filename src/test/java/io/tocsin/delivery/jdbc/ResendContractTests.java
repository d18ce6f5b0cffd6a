package io.tocsin.delivery.jdbc;

import static io.tocsin.delivery.Notifications.content;
import static io.tocsin.delivery.Notifications.notification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tocsin.channel.FailureReason;
import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.NewNotification;
import io.tocsin.delivery.history.DeliveryEntry;
import io.tocsin.delivery.history.DeliveryFilter;
import io.tocsin.delivery.maintenance.ReplicaStore;
import io.tocsin.delivery.queue.AttemptResult;
import io.tocsin.delivery.queue.Delivery;
import io.tocsin.delivery.queue.Lease;
import io.tocsin.delivery.queue.RateLimitState;
import io.tocsin.delivery.resend.RemovedQueues;
import io.tocsin.delivery.resend.RemovedQueues.Moved;
import io.tocsin.delivery.resend.ResendResult;
import io.tocsin.delivery.resend.ResendResult.Queued;
import io.tocsin.delivery.resend.ResendResult.Repeated;
import io.tocsin.delivery.resend.Resends;
import io.tocsin.delivery.worker.WorkerWakeups;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What every store must do when something is sent again. */
abstract class ResendContractTests extends LedgerContractTests {

    private static final DeliveryId FIRST = new DeliveryId("oncall", 1);
    private static final DeliveryId SECOND = new DeliveryId("oncall", 2);

    private void end(DeliveryState state) {
        Delivery head = one.queue().head("oncall").orElseThrow();
        boolean failed = state != DeliveryState.DELIVERED;
        AttemptResult attempt = new AttemptResult(
                head,
                state,
                NOW,
                NOW,
                failed ? FailureReason.MESSAGE_REFUSED : null,
                failed ? "no" : null,
                RateLimitState.FRESH);
        assertThat(one.queue().record(acquire(one), attempt)).isTrue();
    }

    private ResendResult resend(DeliveryId id, String key, Instant now) {
        return one.resends().resend(id, key, "alice", now);
    }

    @Test
    void who_asked_stands_beside_the_resend() {
        one.outbox().append(notification("k", NOW, "oncall"));
        end(DeliveryState.DELIVERED);
        assertThat(one.resends().resend(FIRST, null, "alice", NOW)).isInstanceOf(Queued.class);
        assertThat(entry(FIRST).requestedBy()).isNull();
        assertThat(entry(SECOND).requestedBy()).isEqualTo("alice");
    }

    private DeliveryEntry entry(DeliveryId id) {
        return one.ledger().delivery(id).orElseThrow().entry();
    }

    @Test
    void a_parked_delivery_goes_to_the_end_of_the_line_and_is_parked_no_longer() {
        one.outbox()
                .append(new NewNotification(
                        "k",
                        Duration.ofMinutes(4),
                        NOW,
                        content("a", 3),
                        List.of(new NewDelivery("oncall", List.of(1)))));
        end(DeliveryState.PARKED);
        Instant later = NOW.plusSeconds(60);

        assertThat(resend(FIRST, null, later)).isEqualTo(new Queued(SECOND));

        Delivery head = one.queue().head("oncall").orElseThrow();
        assertThat(head.sequence()).isEqualTo(2);
        assertThat(head.createdAt()).isEqualTo(later);
        assertThat(head.content().alerts())
                .extracting(alert -> alert.labels().get("instance"))
                .containsExactly("host-1");
        assertThat(entry(FIRST).state()).isEqualTo(DeliveryState.SUPERSEDED);
        assertThat(entry(FIRST).resentAs()).isEqualTo(SECOND);
        assertThat(entry(SECOND).resendOf()).isEqualTo(FIRST);
        assertThat(status(one, "oncall").parked()).isZero();
        assertThat(status(one, "oncall").pending()).isEqualTo(1);
    }

    @Test
    void a_delivered_one_stays_delivered() {
        one.outbox().append(notification("a", NOW, "oncall"));
        end(DeliveryState.DELIVERED);
        assertThat(resend(FIRST, null, NOW)).isInstanceOf(Queued.class);
        assertThat(entry(FIRST).state()).isEqualTo(DeliveryState.DELIVERED);
        end(DeliveryState.DELIVERED);
        assertThat(status(one, "oncall").pending()).isZero();
    }

    @Test
    void a_double_click_sends_once() throws Exception {
        one.outbox().append(notification("a", NOW, "oncall"));
        end(DeliveryState.PARKED);
        Replica two = second();
        List<ResendResult> results =
                concurrently(16, n -> (n % 2 == 0 ? one : two).resends().resend(FIRST, null, "alice", NOW));
        assertThat(results).filteredOn(Queued.class::isInstance).hasSize(1);
        assertThat(results).filteredOn(Repeated.class::isInstance).hasSize(15);

        end(DeliveryState.DELIVERED);
        assertThat(resend(FIRST, null, NOW.plusSeconds(29))).isEqualTo(new Repeated(SECOND));
        assertThat(resend(FIRST, null, NOW.plusSeconds(30))).isEqualTo(new Queued(new DeliveryId("oncall", 3)));
        // As long as it waits, another one would only be the same again.
        assertThat(resend(FIRST, null, NOW.plusSeconds(300))).isEqualTo(new Repeated(new DeliveryId("oncall", 3)));
    }

    @Test
    void a_wish_with_a_name_counts_once_however_late_it_is_repeated() {
        one.outbox().append(notification("a", NOW, "oncall"));
        end(DeliveryState.DELIVERED);
        assertThat(resend(FIRST, "wish", NOW)).isEqualTo(new Queued(SECOND));
        end(DeliveryState.DELIVERED);
        assertThat(resend(FIRST, "wish", NOW.plusSeconds(3600))).isEqualTo(new Repeated(SECOND));
        assertThat(resend(FIRST, "other", NOW.plusSeconds(3600))).isInstanceOf(Queued.class);
    }

    @Test
    void what_waits_or_is_unknown_is_not_sent_again() {
        one.outbox().append(notification("a", NOW, "oncall"));
        assertThat(resend(FIRST, null, NOW)).isEqualTo(new ResendResult.StillPending());
        assertThat(resend(SECOND, null, NOW)).isEqualTo(new ResendResult.Unknown());
        assertThat(resend(new DeliveryId("nobody", 1), null, NOW)).isEqualTo(new ResendResult.Unknown());
    }

    @Test
    void a_full_outbox_takes_no_resend() {
        one.outbox().append(notification("a", NOW, "oncall"));
        end(DeliveryState.PARKED);
        IntStream.range(0, CAP).forEach(n -> one.outbox().append(notification("n" + n, NOW, "ops-mail")));
        assertThat(resend(FIRST, null, NOW)).isEqualTo(new ResendResult.Full());
        assertThat(one.resends().resendParked("oncall", "alice", NOW)).isEqualTo(new Resends.Outcome(0, 1));
        assertThat(status(one, "oncall").parked()).isEqualTo(1);
    }

    @Test
    void all_parked_of_a_target_are_sent_again_in_their_order() {
        IntStream.range(0, 250).forEach(n -> one.outbox().append(notification("n" + n, NOW, "oncall", "ops-mail")));
        IntStream.range(0, 240).forEach(n -> end(n % 2 == 0 ? DeliveryState.PARKED : DeliveryState.DELIVERED));

        assertThat(one.resends().resendParked("oncall", "alice", NOW)).isEqualTo(new Resends.Outcome(120, 0));
        assertThat(one.resends().resendParked("oncall", "alice", NOW)).isEqualTo(new Resends.Outcome(0, 0));
        assertThat(one.resends().resendParked("nobody", "alice", NOW)).isEqualTo(new Resends.Outcome(0, 0));

        assertThat(status(one, "oncall").parked()).isZero();
        assertThat(status(one, "oncall").pending()).isEqualTo(130);
        IntStream.range(0, 10).forEach(n -> end(DeliveryState.DELIVERED));
        for (int n = 0; n < 120; n++) {
            Delivery head = one.queue().head("oncall").orElseThrow();
            assertThat(head.sequence()).isEqualTo(251 + n);
            assertThat(head.content()).isEqualTo(content("n" + 2 * n));
            end(DeliveryState.DELIVERED);
        }
        assertThat(one.queue().head("oncall")).isEmpty();
    }

    /** Between the look for what is old and finished, and its end. */
    @Test
    void what_is_sent_again_is_not_purged() {
        Instant old = NOW.minus(Duration.ofDays(31));
        one.outbox().append(notification("a", old, "oncall"));
        end(DeliveryState.PARKED);
        resend(FIRST, null, NOW);
        assertThat(one.store().purge(NOW, 100)).isZero();
        assertThat(one.queue().head("oncall")).isPresent();
        end(DeliveryState.DELIVERED);
        assertThat(one.store().purge(NOW, 100)).isEqualTo(1);
    }

    private RemovedQueues removed(long maxPending) {
        return new JdbcRemovedQueues(
                new JdbcTemplate(one.database().dataSource()), one.writer(), new WorkerWakeups(), maxPending);
    }

    private AttemptResult parked() {
        Delivery head = one.queue().head("oncall").orElseThrow();
        return new AttemptResult(
                head, DeliveryState.PARKED, NOW, NOW, FailureReason.MESSAGE_REFUSED, "no", RateLimitState.FRESH);
    }

    @Test
    void what_waits_for_a_removed_target_goes_to_another_one_in_its_order_unless_that_has_it() {
        one.outbox().append(notification("parked", NOW, "oncall"));
        Lease held = acquire(one);
        assertThat(one.queue().record(held, parked())).isTrue();
        one.outbox().append(notification("first", NOW, "oncall"));
        one.outbox().append(notification("both", NOW, "oncall", "ops-mail"));
        one.outbox().append(notification("last", NOW, "oncall"));
        assertThat(removed(100).sendElsewhere("oncall", "ops-mail", true, "alice", NOW))
                .as("while a worker has the lease")
                .isEqualTo(new Moved(0, 0, true, false));
        one.queue().release(held);
        assertThat(removed(4).sendElsewhere("oncall", "ops-mail", true, "alice", NOW))
                .as("no room")
                .isEqualTo(new Moved(0, 0, false, true));

        assertThat(removed(100).sendElsewhere("oncall", "ops-mail", true, "alice", NOW))
                .isEqualTo(new Moved(3, 2, false, false));
        assertThat(removed(100).sendElsewhere("oncall", "ops-mail", true, "alice", NOW))
                .as("parked ones after those that wait")
                .isEqualTo(new Moved(1, 1, false, false));
        assertThat(removed(100).sendElsewhere("oncall", "ops-mail", true, "alice", NOW))
                .isEqualTo(new Moved(0, 0, false, false));

        assertThat(status(one, "oncall").pending()).isZero();
        assertThat(status(one, "oncall").parked()).isZero();
        assertThat(status(one, "ops-mail").pending()).isEqualTo(4);
        assertThat(entry(SECOND).state()).isEqualTo(DeliveryState.SUPERSEDED);
        assertThat(entry(SECOND).detail()).isEqualTo("sent to ops-mail instead, by alice");
        assertThat(one.ledger()
                        .deliveries(new DeliveryFilter("ops-mail", null, null, null, null), null, 10)
                        .items())
                .extracting(entry -> entry.summary().alertnames().get(0))
                .containsExactlyInAnyOrder("both", "first", "last", "parked");
    }

    @Test
    void what_waits_for_a_removed_target_is_discarded_and_stays_in_the_history() {
        one.outbox().append(notification("a", NOW, "oncall"));
        one.outbox().append(notification("b", NOW, "oncall"));
        assertThat(removed(100).discard("oncall", "alice", NOW)).isEqualTo(new Moved(2, 0, false, false));
        assertThat(status(one, "oncall").pending()).isZero();
        assertThat(entry(FIRST).state()).isEqualTo(DeliveryState.SUPERSEDED);
        assertThat(entry(FIRST).detail()).isEqualTo("discarded by alice");
        one.outbox().append(notification("c", NOW, "oncall"));
        assertThat(one.queue().head("oncall").orElseThrow().sequence()).isEqualTo(3);
    }

    @Test
    void replicas_know_each_other_while_they_report() {
        JdbcClient jdbc = JdbcClient.create(one.database().dataSource());
        ReplicaStore shared = new JdbcReplicaStore(jdbc, one.writer(), false);
        shared.report(new ReplicaStore.Replica("1", "host-a", "x", NOW));
        shared.report(new ReplicaStore.Replica("2", "host-b", "x", NOW));
        shared.report(new ReplicaStore.Replica("1", "host-a", "y", NOW.plusSeconds(60)));
        assertThat(shared.replicas(NOW.plusSeconds(60)))
                .extracting(ReplicaStore.Replica::name, ReplicaStore.Replica::configuration)
                .containsExactly(tuple("host-a", "y"), tuple("host-b", "x"));
        assertThat(shared.replicas(NOW.plusSeconds(200)))
                .extracting(ReplicaStore.Replica::name)
                .containsExactly("host-a");
        shared.report(new ReplicaStore.Replica("3", "host-c", "y", NOW.plus(Duration.ofHours(1))));
        assertThat(shared.replicas(NOW.plusSeconds(60)))
                .as("old ones are deleted")
                .extracting(ReplicaStore.Replica::name)
                .containsExactly("host-c");
    }
}
