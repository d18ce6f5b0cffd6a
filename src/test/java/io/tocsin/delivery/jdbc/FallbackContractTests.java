package io.tocsin.delivery.jdbc;

import static io.tocsin.delivery.Notifications.content;
import static io.tocsin.delivery.Notifications.notification;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.Notification;
import io.tocsin.channel.FailureReason;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.NewNotification;
import io.tocsin.delivery.fallback.FallbackStore;
import io.tocsin.delivery.fallback.FallbackStore.HandOver;
import io.tocsin.delivery.fallback.FallbackStore.HandedOn;
import io.tocsin.delivery.jdbc.JdbcFallbackStore.Waiting;
import io.tocsin.delivery.queue.AttemptResult;
import io.tocsin.delivery.queue.Delivery;
import io.tocsin.delivery.queue.Lease;
import io.tocsin.delivery.queue.RateLimitState;
import io.tocsin.delivery.worker.WorkerWakeups;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** What every store must keep of what goes to a fallback: {@code ops-mail} takes over for {@code oncall}. */
abstract class FallbackContractTests extends SelfAlertContractTests {

    private static final Duration AFTER = Duration.ofMinutes(5);

    private static FallbackStore fallbacks(Replica replica) {
        StoreWriter writer = replica.writer();
        JdbcTemplate jdbc = new JdbcTemplate(replica.database().dataSource());
        return new JdbcFallbackStore(jdbc, writer, JsonMapper.builder().build(), new WorkerWakeups());
    }

    final FallbackStore registered() {
        FallbackStore store = fallbacks(one);
        store.register(List.of("oncall"));
        return store;
    }

    static int handOn(FallbackStore store, Instant now) {
        return store.handOn(new HandOver("oncall", "ops-mail", true, now.minus(AFTER), now))
                .deliveries();
    }

    private @Nullable Delivery fallbackHead() {
        return one.queue().head("ops-mail").orElse(null);
    }

    private void end(DeliveryState state) {
        Delivery head = one.queue().head("oncall").orElseThrow();
        FailureReason reason = state == DeliveryState.PARKED ? FailureReason.MESSAGE_REFUSED : null;
        Lease lease = acquire(one);
        assertThat(one.queue()
                        .record(lease, new AttemptResult(head, state, NOW, NOW, reason, null, RateLimitState.FRESH)))
                .isTrue();
    }

    @Test
    void what_waits_too_long_goes_to_the_fallback_once_and_stays_in_its_own_line() throws Exception {
        FallbackStore store = registered();
        one.outbox().append(notification("a", NOW, "oncall"));

        assertThat(handOn(store, NOW.plus(AFTER).minusMillis(1))).isZero();
        Instant due = NOW.plus(AFTER);
        assertThat(handOn(store, due)).isEqualTo(1);
        assertThat(handOn(store, due)).isZero();
        assertThat(handOn(fallbacks(second()), due)).isZero();

        Delivery copy = fallbackHead();
        assertThat(copy.content()).isEqualTo(content("a"));
        assertThat(copy.fallbackOf()).isEqualTo("oncall");
        assertThat(copy.createdAt()).isEqualTo(due);
        assertThat(copy.notificationId())
                .isEqualTo(one.queue().head("oncall").orElseThrow().notificationId());
        assertThat(one.queue().head("oncall").orElseThrow().fallbackOf()).isNull();
        assertThat(status(one, "oncall").pending()).isEqualTo(1);
        assertThat(status(one, "ops-mail").pending()).isEqualTo(1);
    }

    @Test
    void what_was_parked_goes_at_once_and_what_arrived_never() {
        FallbackStore store = registered();
        for (String name : List.of("arrived", "refused", "waits", "young")) {
            one.outbox().append(notification(name, name.equals("young") ? NOW.plusSeconds(1) : NOW, "oncall"));
        }
        end(DeliveryState.DELIVERED);
        end(DeliveryState.PARKED);

        assertThat(handOn(store, NOW)).isEqualTo(1);
        assertThat(fallbackHead().content()).isEqualTo(content("refused"));
        assertThat(handOn(store, NOW.plus(AFTER))).isEqualTo(1);
        assertThat(handOn(store, NOW.plus(AFTER).plusSeconds(1))).isEqualTo(1);
        assertThat(status(one, "ops-mail").pending()).isEqualTo(3);
    }

    @Test
    void what_the_fallback_was_told_by_a_route_it_is_not_told_again() {
        FallbackStore store = registered();
        one.outbox().append(notification("both", NOW, "oncall", "ops-mail"));
        one.outbox()
                .append(new NewNotification(
                        "some",
                        Duration.ofMinutes(4),
                        NOW,
                        content("some", 3),
                        List.of(new NewDelivery("oncall", List.of(0, 1)), new NewDelivery("ops-mail", List.of(1, 2)))));

        assertThat(handOn(store, NOW.plus(AFTER))).isEqualTo(1);

        List<String> told = drain("ops-mail");
        assertThat(told).containsExactly("both: host-0", "some: host-1 host-2", "some: host-0 via oncall");
    }

    private List<String> drain(String target) {
        Lease lease = one.queue().acquire(target, NOW, NOW.plusSeconds(30)).orElseThrow();
        return IntStream.range(0, (int) status(one, target).pending())
                .mapToObj(n -> {
                    Delivery head = one.queue().head(target).orElseThrow();
                    one.queue().record(lease, delivered(head));
                    return text(head);
                })
                .toList();
    }

    private static String text(Delivery delivery) {
        StringBuilder text =
                new StringBuilder(delivery.content().alerts().get(0).name() + ":");
        delivery.content()
                .alerts()
                .forEach(alert -> text.append(' ').append(alert.labels().get("instance")));
        return text + (delivery.fallbackOf() == null ? "" : " via " + delivery.fallbackOf());
    }

    @Test
    void a_fallback_that_hears_of_nothing_resolved_does_not_here_either() {
        FallbackStore store = registered();
        Notification firing = content("a");
        Alert alert = firing.alerts().get(0);
        Alert over = new Alert(
                AlertStatus.RESOLVED,
                alert.labels(),
                alert.annotations(),
                alert.startsAt(),
                NOW,
                null,
                null,
                null,
                "f0");
        List<NewDelivery> deliveries = List.of(new NewDelivery("oncall", null));
        one.outbox().append(new NewNotification("1", Duration.ZERO, NOW, firing, deliveries));
        one.outbox().append(new NewNotification("2", Duration.ZERO, NOW, firing.withAlerts(List.of(over)), deliveries));

        HandOver handOver = new HandOver("oncall", "ops-mail", false, NOW, NOW);
        assertThat(store.handOn(handOver)).isEqualTo(new HandedOn(1, false));
        assertThat(fallbackHead().content().status()).isEqualTo(AlertStatus.FIRING);
    }

    @Test
    void replicas_that_race_hand_on_each_delivery_once_and_in_order() throws Exception {
        FallbackStore first = registered();
        FallbackStore other = fallbacks(second());
        IntStream.range(0, 450).forEach(n -> one.outbox().append(notification("n" + n, NOW, "oncall")));

        Instant due = NOW.plus(AFTER);
        List<Integer> made = concurrently(32, n -> handOn(n % 2 == 0 ? first : other, due));

        // Who loses a race hands on nothing, and all that came late may have lost: the next sweeps do the rest.
        int all = made.stream().mapToInt(Integer::intValue).sum();
        for (int rest = handOn(first, due); rest > 0; rest = handOn(first, due)) {
            all += rest;
        }
        assertThat(all).isEqualTo(450);
        assertThat(drain("ops-mail"))
                .containsExactlyElementsOf(IntStream.range(0, 450)
                        .mapToObj(n -> "n" + n + ": host-0 via oncall")
                        .toList());
    }

    @Test
    void a_fallback_that_is_new_gets_nothing_that_is_past() {
        one.outbox().append(notification("parked long ago", NOW, "oncall"));
        one.outbox().append(notification("waits", NOW, "oncall"));
        end(DeliveryState.PARKED);

        FallbackStore store = registered();
        assertThat(handOn(store, NOW.plus(AFTER))).isEqualTo(1);
        assertThat(fallbackHead().content()).isEqualTo(content("waits"));

        store.register(List.of());
        one.outbox().append(notification("without a fallback", NOW, "oncall"));
        assertThat(handOn(store, NOW.plus(AFTER))).isZero();
        end(DeliveryState.PARKED);
        end(DeliveryState.PARKED);
        store.register(List.of("oncall"));
        assertThat(handOn(store, NOW.plus(AFTER))).isZero();
    }

    @Test
    void a_long_line_of_what_arrived_is_passed_over_chunk_by_chunk() {
        FallbackStore store = registered();
        IntStream.range(0, 201).forEach(n -> one.outbox().append(notification("n" + n, NOW, "oncall")));
        IntStream.range(0, 200).forEach(n -> end(DeliveryState.DELIVERED));

        HandOver handOver = new HandOver("oncall", "ops-mail", true, NOW, NOW);
        assertThat(store.handOn(handOver)).isEqualTo(new HandedOn(0, true));
        assertThat(store.handOn(handOver)).isEqualTo(new HandedOn(1, false));
    }

    @Test
    void the_purge_forgets_what_was_handed_on_with_the_rest() {
        FallbackStore store = registered();
        Instant old = NOW.minus(Duration.ofDays(31));
        one.outbox().append(notification("a", old, "oncall"));
        assertThat(handOn(store, NOW)).isEqualTo(1);
        end(DeliveryState.DELIVERED);
        Instant limit = NOW.minus(Duration.ofDays(30));
        assertThat(one.store().purge(limit, 100)).as("waits at the fallback").isZero();
        drain("ops-mail");

        assertThat(one.store().purge(limit, 100)).isEqualTo(1);
        JdbcTemplate jdbc = new JdbcTemplate(one.database().dataSource());
        assertThat(jdbc.queryForObject("SELECT COUNT(*) FROM fallback", Integer.class))
                .isZero();
    }

    @Test
    void what_was_purged_after_it_was_looked_at_takes_no_place_at_the_fallback() {
        registered();
        Instant old = NOW.minus(Duration.ofDays(31));
        one.outbox().append(notification("a", old, "oncall"));
        one.outbox().append(notification("b", NOW, "oncall"));
        end(DeliveryState.PARKED);
        List<Waiting> seen = List.of(
                new Waiting(1, 1, 1, null, 0, 1, DeliveryState.PARKED, old),
                new Waiting(1, 2, 2, null, 0, 1, DeliveryState.PENDING, NOW));
        assertThat(one.store().purge(NOW, 100)).isEqualTo(1);

        HandOver handOver = new HandOver("oncall", "ops-mail", true, NOW, NOW);
        JdbcTemplate jdbc = new JdbcTemplate(one.database().dataSource());
        FallbackBatch batch = new FallbackBatch(jdbc, handOver);
        assertThat(one.commits()
                        .write(() -> batch.apply(new FallbackBatch.Step(1, 3, seen)))
                        .join())
                .isEqualTo(1);

        assertThat(status(one, "ops-mail").pending()).isEqualTo(1);
        assertThat(fallbackHead().content()).isEqualTo(content("b"));
        drain("ops-mail");
        assertThat(status(one, "ops-mail").pending()).isZero();
        assertThat(jdbc.queryForObject("SELECT COUNT(*) FROM fallback", Integer.class))
                .isEqualTo(1);
    }
}
