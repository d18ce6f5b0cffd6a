package io.tocsin.delivery.jdbc;

import static io.tocsin.delivery.Notifications.alert;
import static io.tocsin.delivery.Notifications.notification;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.AlertStatus;
import io.tocsin.channel.FailureReason;
import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.fallback.FallbackStore;
import io.tocsin.delivery.fallback.FallbackStore.HandOver;
import io.tocsin.delivery.history.AttemptFailure;
import io.tocsin.delivery.history.DeliveryEntry;
import io.tocsin.delivery.history.DeliveryEntry.HandedOn;
import io.tocsin.delivery.history.DeliveryFilter;
import io.tocsin.delivery.queue.AttemptResult;
import io.tocsin.delivery.queue.Delivery;
import io.tocsin.delivery.queue.DigestResult;
import io.tocsin.delivery.queue.DigestResult.End;
import io.tocsin.delivery.queue.Lease;
import io.tocsin.delivery.queue.RateLimitState;
import io.tocsin.delivery.resend.ResendResult;
import io.tocsin.delivery.resend.ResendResult.Queued;
import io.tocsin.delivery.resend.Resends;
import io.tocsin.delivery.worker.WorkerWakeups;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** What every store must keep of deliveries that took another way: in a digest, to a fallback, a second time. */
abstract class DetourContractTests extends ResendContractTests {

    private void append(String group, String severity, Instant at, String target) {
        String key = group + severity + target;
        one.outbox().append(notification(key, at, alert(group, "a-" + group, severity, AlertStatus.FIRING), target));
    }

    private int digests;

    private void digest(End end, FailureReason reason) {
        Lease lease = acquire(one);
        List<Long> members = List.of(1L, 2L);
        assertThat(one.digests().plan(lease, members)).isTrue();
        FailureReason why = end == End.DELIVERED ? null : reason;
        Instant at = NOW.plusMillis(digests++);
        DigestResult attempt =
                new DigestResult("oncall", members, end, at, at, why, why == null ? null : "no", RateLimitState.FRESH);
        assertThat(one.digests().record(lease, attempt)).isTrue();
    }

    private static AttemptResult failed(Delivery head, DeliveryState state) {
        return new AttemptResult(head, state, NOW, NOW, FailureReason.MESSAGE_REFUSED, "no", RateLimitState.FRESH);
    }

    private void park() {
        Delivery head = one.queue().head("oncall").orElseThrow();
        assertThat(one.queue().record(acquire(one), failed(head, DeliveryState.PARKED)))
                .isTrue();
    }

    private List<Integer> failures(String target, long sequence) {
        return one.ledger().delivery(new DeliveryId(target, sequence)).orElseThrow().failures().stream()
                .map(AttemptFailure::number)
                .toList();
    }

    private List<String> parked() {
        DeliveryFilter filter = new DeliveryFilter(null, DeliveryState.PARKED, null, null, null);
        return one.ledger().deliveries(filter, null, 10).items().stream()
                .map(entry -> entry.id().toString())
                .toList();
    }

    @Test
    void what_is_parked_after_its_digest_was_refused_is_found_and_sent_again() {
        append("a", "warning", NOW, "oncall");
        append("b", "warning", NOW, "oncall");
        digest(End.DISSOLVED, FailureReason.MESSAGE_REFUSED);
        park();
        park();

        assertThat(parked()).containsExactly("oncall-2", "oncall-1");
        assertThat(failures("oncall", 1)).containsExactly(1, 2);
        assertThat(failures("oncall", 2)).containsExactly(1);
        assertThat(status(one, "oncall").parked()).isEqualTo(2);
        assertThat(one.resends().resendParked("oncall", "alice", NOW)).isEqualTo(new Resends.Outcome(2, 0));
        assertThat(parked()).isEmpty();
    }

    @Test
    void what_is_parked_because_its_digest_waited_too_long_is_found_and_sent_again() {
        append("a", "warning", NOW, "oncall");
        append("b", "warning", NOW, "oncall");
        digest(End.KEPT, FailureReason.TIMEOUT);
        digest(End.DISSOLVED, FailureReason.EXPIRED);
        park();

        assertThat(parked()).containsExactly("oncall-1");
        assertThat(failures("oncall", 1)).containsExactly(1, 2, 3);
        assertThat(one.resends().resend(new DeliveryId("oncall", 1), null, "alice", NOW))
                .isEqualTo(new Queued(new DeliveryId("oncall", 3)));
    }

    /** As after a commit whose answer was lost. */
    @Test
    void an_attempt_that_is_recorded_already_is_not_recorded_again() {
        append("a", "warning", NOW, "oncall");
        AttemptResult attempt = failed(one.queue().head("oncall").orElseThrow(), DeliveryState.PENDING);
        Lease lease = acquire(one);
        assertThat(one.queue().record(lease, attempt)).isTrue();
        assertThat(one.queue().record(lease, attempt)).isFalse();

        assertThat(failures("oncall", 1)).containsExactly(1);
        assertThat(one.queue().head("oncall").orElseThrow().attempts()).isEqualTo(1);
    }

    @Test
    void what_is_sent_again_stays_as_urgent_as_it_was_and_in_its_group() {
        append("db", "critical", NOW, "oncall");
        park();
        append("web", "warning", NOW, "oncall");
        append("db", "warning", NOW, "oncall");
        assertThat(one.resends().resend(new DeliveryId("oncall", 1), null, "alice", NOW))
                .isInstanceOf(Queued.class);

        assertThat(one.digests().urgent("oncall")).containsExactly(3L, 4L);
    }

    private void handOn() {
        StoreWriter writer = one.writer();
        JdbcTemplate jdbc = new JdbcTemplate(one.database().dataSource());
        FallbackStore store =
                new JdbcFallbackStore(jdbc, writer, JsonMapper.builder().build(), new WorkerWakeups());
        store.register(List.of("oncall"));
        assertThat(store.handOn(new HandOver("oncall", "ops-mail", true, NOW, NOW.plusSeconds(9)))
                        .deliveries())
                .isEqualTo(1);
    }

    @Test
    void what_goes_to_a_fallback_stays_as_urgent_as_it_was_and_in_its_group() {
        append("db", "critical", NOW, "oncall");
        append("web", "warning", NOW, "ops-mail");
        append("db", "warning", NOW, "ops-mail");
        handOn();

        assertThat(one.digests().urgent("ops-mail")).containsExactly(2L, 3L);
    }

    @Test
    void what_is_sent_again_is_marked_so_and_stays_in_the_place_of_the_target_it_was_meant_for() {
        append("a", "warning", NOW, "oncall");
        handOn();
        for (long sequence = 1; sequence <= 3; sequence++) {
            Delivery head = one.queue().head("ops-mail").orElseThrow();
            assertThat(head.fallbackOf()).isEqualTo("oncall");
            assertThat(head.again()).isEqualTo(sequence > 1);
            Lease lease =
                    one.queue().acquire("ops-mail", NOW, NOW.plusSeconds(30)).orElseThrow();
            assertThat(one.queue().record(lease, failed(head, DeliveryState.PARKED)))
                    .isTrue();
            assertThat(one.resends()
                            .resend(
                                    new DeliveryId("ops-mail", sequence),
                                    null,
                                    "alice",
                                    NOW.plusSeconds(60 * sequence)))
                    .isEqualTo(new Queued(new DeliveryId("ops-mail", sequence + 1)));
        }
        assertThat(entry("ops-mail", 4).fallbackOf()).isEqualTo(new DeliveryId("oncall", 1));
        assertThat(entry("ops-mail", 4).resendOf()).isEqualTo(new DeliveryId("ops-mail", 3));
    }

    /** One delivery as it is told alone, of which every list must tell the same. */
    private DeliveryEntry entry(String target, long sequence) {
        DeliveryId id = new DeliveryId(target, sequence);
        DeliveryEntry alone = one.ledger().delivery(id).orElseThrow().entry();
        for (DeliveryFilter filter : List.of(
                DeliveryFilter.ALL,
                new DeliveryFilter(null, alone.state(), null, null, null),
                new DeliveryFilter(null, null, alone.notificationId(), null, null))) {
            assertThat(one.ledger().deliveries(filter, null, 10).items())
                    .as(filter.toString())
                    .contains(alone);
        }
        assertThat(one.ledger()
                        .notification(alone.notificationId())
                        .orElseThrow()
                        .deliveries())
                .contains(alone);
        return alone;
    }

    @Test
    void each_delivery_of_a_digest_names_the_one_that_carried_it() {
        append("a", "warning", NOW, "oncall");
        append("b", "warning", NOW, "oncall");
        append("c", "warning", NOW, "oncall");
        digest(End.DELIVERED, FailureReason.TIMEOUT);
        DeliveryId lead = new DeliveryId("oncall", 1);

        assertThat(entry("oncall", 1).carriedBy()).isEqualTo(lead);
        assertThat(entry("oncall", 2).carriedBy()).isEqualTo(lead);
        assertThat(entry("oncall", 2).state()).isEqualTo(DeliveryState.SUPERSEDED);
        assertThat(entry("oncall", 3).carriedBy()).isNull();
    }

    @Test
    void the_id_of_what_carried_a_delivery_stays_when_that_is_purged_first() {
        append("a", "warning", NOW.minus(Duration.ofDays(31)), "oncall");
        append("b", "warning", NOW, "oncall");
        digest(End.DELIVERED, FailureReason.TIMEOUT);
        assertThat(one.store().purge(NOW.minus(Duration.ofDays(30)), 100)).isEqualTo(1);

        DeliveryId lead = new DeliveryId("oncall", 1);
        assertThat(one.ledger().delivery(lead)).isEmpty();
        assertThat(entry("oncall", 2).carriedBy()).isEqualTo(lead);
        assertThat(one.resends().resend(lead, null, "alice", NOW)).isEqualTo(new ResendResult.Unknown());
        assertThat(one.resends().resend(new DeliveryId("oncall", 2), null, "alice", NOW))
                .isInstanceOf(Queued.class);
        assertThat(entry("oncall", 3).carriedBy()).isNull();
    }

    @Test
    void a_delivery_and_what_it_became_at_the_fallback_name_each_other() {
        append("a", "warning", NOW, "ops-mail");
        append("a", "warning", NOW, "oncall");
        handOn();
        assertThat(entry("oncall", 1).handedOnTo()).as("while it waits").isNotNull();
        park();

        DeliveryEntry original = entry("oncall", 1);
        DeliveryEntry copy = entry("ops-mail", 2);
        assertThat(original.handedOnTo()).isEqualTo(new HandedOn(copy.id(), NOW.plusSeconds(9)));
        assertThat(original.fallbackOf()).isNull();
        assertThat(copy.fallbackOf()).isEqualTo(original.id());
        assertThat(copy.handedOnTo()).isNull();
        assertThat(entry("ops-mail", 1).fallbackOf()).isNull();
    }
}
