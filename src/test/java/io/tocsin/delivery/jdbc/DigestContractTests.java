package io.tocsin.delivery.jdbc;

import static io.tocsin.delivery.Notifications.alert;
import static io.tocsin.delivery.Notifications.notification;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.AlertStatus;
import io.tocsin.channel.FailureReason;
import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.fallback.FallbackStore;
import io.tocsin.delivery.queue.Delivery;
import io.tocsin.delivery.queue.DigestResult;
import io.tocsin.delivery.queue.DigestResult.End;
import io.tocsin.delivery.queue.Lease;
import io.tocsin.delivery.queue.QueueHead;
import io.tocsin.delivery.queue.RateLimitState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** What every store must keep of digests. */
abstract class DigestContractTests extends FallbackContractTests {

    private int results;

    private void warnings(int count) {
        IntStream.range(0, count).forEach(n -> append("g" + n, "warning", AlertStatus.FIRING));
    }

    private void append(String group, String severity, AlertStatus status) {
        String key = group + status + severity;
        one.outbox().append(notification(key, NOW, alert(group, "a-" + group, severity, status), "oncall"));
    }

    /** Each is another attempt, and so has another time of the next one. */
    private DigestResult attempt(End end, Long... members) {
        FailureReason reason = end == End.DELIVERED ? null : FailureReason.TIMEOUT;
        RateLimitState pace = new RateLimitState(List.of(NOW), NOW.plusSeconds(9), NOW);
        Instant next = NOW.plusSeconds(5).plusMillis(results++);
        return new DigestResult("oncall", List.of(members), end, NOW, next, reason, null, pace);
    }

    private List<Map<String, Object>> rows() {
        return new JdbcTemplate(one.database().dataSource())
                .queryForList("SELECT seq, state, digest_of, attempts FROM delivery WHERE target = 'oncall'"
                        + " ORDER BY seq");
    }

    private List<Object> column(String name) {
        return rows().stream()
                .map(row -> row.get(name) instanceof Number number ? (Object) number.longValue() : row.get(name))
                .toList();
    }

    @Test
    void the_front_says_how_many_wait() {
        warnings(3);
        QueueHead front = one.queue().front("oncall").orElseThrow();
        assertThat(front.waiting()).isEqualTo(3);
        assertThat(front.head().sequence()).isEqualTo(1);
    }

    @Test
    void the_line_is_read_in_pages_without_what_has_ended() {
        warnings(5);
        one.queue().record(acquire(one), delivered(one.queue().head("oncall").orElseThrow()));

        assertThat(one.digests().behind("oncall", 0, 2))
                .extracting(Delivery::sequence)
                .containsExactly(2L, 3L);
        assertThat(one.digests().behind("oncall", 3, 9))
                .extracting(Delivery::sequence)
                .containsExactly(4L, 5L);
        assertThat(one.digests().at("oncall", List.of(5L, 1L, 3L)))
                .extracting(Delivery::sequence)
                .containsExactly(3L, 5L);
    }

    @Test
    void critical_ones_go_ahead_with_the_past_of_their_group_and_nothing_else() {
        append("db", "warning", AlertStatus.FIRING);
        warnings(2);
        append("db", "warning", AlertStatus.RESOLVED);
        append("web", "critical", AlertStatus.RESOLVED);
        append("db", "critical", AlertStatus.FIRING);
        append("db", "critical", AlertStatus.RESOLVED);

        assertThat(one.digests().urgent("oncall")).containsExactly(1L, 4L, 6L);
        assertThat(one.digests().isUrgentBehind("oncall", 5)).isTrue();
        assertThat(one.digests().isUrgentBehind("oncall", 6)).isFalse();
        assertThat(one.digests().urgent("ops-mail")).isEmpty();
    }

    /** As a worker does that has not learned whether its first record was committed. */
    @ParameterizedTest
    @EnumSource(
            value = End.class,
            names = {"KEPT", "DISSOLVED"})
    void a_failed_digest_that_is_recorded_twice_counts_once(End end) {
        warnings(3);
        Lease lease = acquire(one);
        assertThat(one.digests().plan(lease, List.of(1L, 2L))).isTrue();

        DigestResult result = attempt(end, 1L, 2L);
        assertThat(one.digests().record(lease, result)).isTrue();
        assertThat(one.digests().record(lease, result)).isTrue();

        assertThat(column("attempts")).containsExactly(1L, 0L, 0L);
        assertThat(one.ledger()
                        .delivery(new DeliveryId("oncall", 1))
                        .orElseThrow()
                        .failures())
                .hasSize(1);
    }

    @Test
    void a_delivered_digest_ends_its_deliveries_wherever_they_stood() {
        warnings(5);
        Lease lease = acquire(one);
        assertThat(one.digests().plan(lease, List.of(2L, 4L))).isTrue();
        assertThat(one.digests().planned("oncall")).containsExactly(2L, 4L);

        assertThat(one.digests().record(lease, attempt(End.DELIVERED, 2L, 4L))).isTrue();
        assertThat(one.digests().record(lease, attempt(End.DELIVERED, 2L, 4L)))
                .as("a second time")
                .isFalse();

        assertThat(column("state")).containsExactly("PENDING", "DELIVERED", "PENDING", "SUPERSEDED", "PENDING");
        assertThat(column("digest_of")).containsExactly(null, 2L, null, 2L, null);
        assertThat(status(one, "oncall").pending()).isEqualTo(3);
        assertThat(one.digests().planned("oncall")).isEmpty();
        one.queue().record(lease, delivered(one.queue().head("oncall").orElseThrow()));
        assertThat(one.queue().head("oncall").orElseThrow().sequence()).isEqualTo(3);
        one.queue().record(lease, delivered(one.queue().head("oncall").orElseThrow()));
        assertThat(one.queue().head("oncall").orElseThrow().sequence()).isEqualTo(5);
        one.queue().record(lease, delivered(one.queue().head("oncall").orElseThrow()));
        assertThat(one.queue().front("oncall")).isEmpty();
        append("new", "warning", AlertStatus.FIRING);
        assertThat(one.queue().head("oncall").orElseThrow().sequence()).isEqualTo(6);
    }

    @Test
    void what_a_digest_told_is_found_afterwards() {
        warnings(2);
        Lease lease = acquire(one);
        one.digests().plan(lease, List.of(1L, 2L));
        one.digests().record(lease, attempt(End.DELIVERED, 1L, 2L));

        assertThat(one.digests().find("oncall", 2).orElseThrow().id()).isEqualTo("oncall-2");
        assertThat(one.digests().find("oncall", 3)).isEmpty();
    }

    @Test
    void a_digest_of_the_whole_line_leaves_it_ready_for_what_comes() {
        warnings(3);
        Lease lease = acquire(one);
        one.digests().plan(lease, List.of(1L, 2L, 3L));
        one.digests().record(lease, attempt(End.DELIVERED, 1L, 2L, 3L));
        assertThat(one.queue().front("oncall")).isEmpty();
        append("new", "warning", AlertStatus.FIRING);
        assertThat(one.queue().front("oncall").orElseThrow().head().sequence()).isEqualTo(4);
    }

    @Test
    void a_failed_digest_is_kept_or_dissolved_and_counts_for_its_lead() {
        warnings(3);
        Lease lease = acquire(one);
        one.digests().plan(lease, List.of(1L, 2L));
        one.digests().record(lease, attempt(End.KEPT, 1L, 2L));

        assertThat(one.digests().planned("oncall")).containsExactly(1L, 2L);
        assertThat(column("attempts")).containsExactly(1L, 0L, 0L);
        Delivery lead = one.queue().head("oncall").orElseThrow();
        assertThat(lead.nextAttemptAt()).isEqualTo(NOW.plusSeconds(5));
        assertThat(status(one, "oncall").throttledUntil()).isEqualTo(NOW.plusSeconds(9));
        assertThat(status(one, "oncall").blockedSince()).isEqualTo(NOW);

        one.digests().record(lease, attempt(End.DISSOLVED, 1L, 2L));
        assertThat(one.digests().planned("oncall")).isEmpty();
        assertThat(column("attempts")).containsExactly(2L, 0L, 0L);
        assertThat(status(one, "oncall").pending()).isEqualTo(3);
    }

    @Test
    void critical_ones_go_in_the_order_of_their_arrival_however_old_the_past_of_their_group_is() {
        append("db", "warning", AlertStatus.FIRING);
        append("web", "critical", AlertStatus.FIRING);
        append("db", "critical", AlertStatus.FIRING);

        assertThat(one.digests().urgent("oncall")).containsExactly(2L, 1L, 3L);
    }

    @Test
    void a_digest_that_is_parked_parks_all_its_deliveries_and_the_fallback_gets_them_at_once() {
        FallbackStore fallbacks = registered();
        warnings(4);
        Lease lease = acquire(one);
        one.digests().plan(lease, List.of(1L, 2L, 3L));
        assertThat(one.digests().record(lease, attempt(End.PARKED, 1L, 2L, 3L))).isTrue();
        assertThat(one.digests().record(lease, attempt(End.PARKED, 1L, 2L, 3L)))
                .as("a second time")
                .isFalse();

        assertThat(column("state")).containsExactly("PARKED", "PARKED", "PARKED", "PENDING");
        assertThat(column("digest_of")).containsOnlyNulls();
        assertThat(column("attempts")).containsExactly(1L, 1L, 1L, 0L);
        assertThat(status(one, "oncall").pending()).isEqualTo(1);
        assertThat(status(one, "oncall").parked()).isEqualTo(3);
        assertThat(one.queue().head("oncall").orElseThrow().sequence()).isEqualTo(4);
        assertThat(new JdbcTemplate(one.database().dataSource())
                        .queryForList(
                                "SELECT a.seq FROM attempt a JOIN delivery d ON d.target = a.target AND d.seq = a.seq"
                                        + " WHERE d.state = 'PARKED' AND a.reason = 'timeout' ORDER BY a.seq",
                                Long.class))
                .containsExactly(1L, 2L, 3L);
        assertThat(handOn(fallbacks, NOW)).isEqualTo(3);
    }

    @Test
    void a_lost_lease_neither_plans_nor_records() throws Exception {
        warnings(2);
        Lease lost = acquire(one);
        Instant later = NOW.plusSeconds(31);
        assertThat(second().queue().acquire("oncall", later, later.plusSeconds(60)))
                .isPresent();

        assertThat(one.digests().plan(lost, List.of(1L, 2L))).isFalse();
        assertThat(one.digests().record(lost, attempt(End.DELIVERED, 1L, 2L))).isFalse();
        assertThat(column("state")).containsOnly("PENDING");
        assertThat(column("digest_of")).containsOnlyNulls();
    }

    @Test
    void what_has_ended_is_not_planned() {
        warnings(2);
        Lease lease = acquire(one);
        one.queue().record(lease, delivered(one.queue().head("oncall").orElseThrow()));
        assertThat(one.digests().plan(lease, List.of(1L, 2L))).isFalse();
        assertThat(column("digest_of")).containsOnlyNulls();
    }
}
