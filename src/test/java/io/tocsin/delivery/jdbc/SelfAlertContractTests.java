package io.tocsin.delivery.jdbc;

import static io.tocsin.delivery.Notifications.notification;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.channel.FailureReason;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.Heartbeat;
import io.tocsin.delivery.HeartbeatStore;
import io.tocsin.delivery.queue.AttemptResult;
import io.tocsin.delivery.queue.RateLimitState;
import io.tocsin.delivery.selfalert.SelfAlertStore;
import io.tocsin.delivery.selfalert.SelfAlertStore.Firing;
import io.tocsin.delivery.worker.WorkerWakeups;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** What every store must keep of what Tocsin noticed by itself, for all replicas and over restarts. */
abstract class SelfAlertContractTests extends ThreadStoreContractTests {

    private static StoreWriter writer(Replica replica) {
        return replica.writer();
    }

    private static JdbcTemplate jdbc(Replica replica) {
        return new JdbcTemplate(replica.database().dataSource());
    }

    private static SelfAlertStore alerts(Replica replica) {
        return new JdbcSelfAlertStore(
                jdbc(replica), writer(replica), JsonMapper.builder().build(), new WorkerWakeups());
    }

    private static HeartbeatStore heartbeats(Replica replica) {
        return new JdbcHeartbeatStore(jdbc(replica), writer(replica));
    }

    @Test
    void an_own_alert_is_told_once_however_many_raise_it() throws Exception {
        Replica two = second();
        List<Boolean> raised = concurrently(
                16,
                n -> alerts(n % 2 == 0 ? one : two)
                        .raise("blocked", NOW, () -> true, notification("by-" + n, NOW, "ops-mail", "ops-slack")));

        assertThat(raised).filteredOn(first -> first).hasSize(1);
        assertThat(status(one, "ops-mail").pending()).isEqualTo(1);
        assertThat(alerts(two).firing())
                .containsExactly(Map.entry("blocked", new Firing(NOW, NOW, List.of("ops-mail", "ops-slack"))));
    }

    @Test
    void an_own_alert_is_resolved_once_and_can_then_be_raised_again() throws Exception {
        Replica two = second();
        alerts(one).raise("blocked", NOW, () -> true, notification("firing", NOW, "ops-mail"));
        List<Boolean> resolved = concurrently(
                16,
                n -> alerts(n % 2 == 0 ? one : two)
                        .resolve("blocked", () -> true, notification("by-" + n, NOW, "ops-mail")));

        assertThat(resolved).filteredOn(first -> first).hasSize(1);
        assertThat(alerts(one).firing()).isEmpty();
        assertThat(alerts(two).raise("blocked", NOW, () -> true, notification("again", NOW, "ops-mail")))
                .isTrue();
        assertThat(status(one, "ops-mail").pending()).isEqualTo(3);
    }

    @Test
    void an_own_alert_is_repeated_once_for_what_was_known() {
        alerts(one).raise("silent", NOW, () -> true, notification("firing", NOW, "ops-mail"));
        Firing known = alerts(one).firing().get("silent");

        assertThat(alerts(one).repeat("silent", known, notification("1", NOW.plusSeconds(60), "ops-mail")))
                .isTrue();
        assertThat(alerts(one).repeat("silent", known, notification("2", NOW.plusSeconds(60), "ops-mail")))
                .isFalse();
        assertThat(alerts(one).firing())
                .containsEntry("silent", new Firing(NOW, NOW.plusSeconds(60), List.of("ops-mail")));
        assertThat(status(one, "ops-mail").pending()).isEqualTo(2);
    }

    @Test
    void an_own_alert_finds_room_in_a_full_outbox() {
        for (int n = 0; n < CAP; n++) {
            one.outbox().append(notification("n" + n, NOW, "oncall"));
        }
        assertThat(alerts(one).raise("blocked", NOW, () -> true, notification("blocked", NOW, "ops-mail")))
                .isTrue();
        assertThat(status(one, "ops-mail").pending()).isEqualTo(1);
    }

    @Test
    void an_own_alert_that_nobody_can_be_told_is_kept() {
        assertThat(alerts(one).raise("blocked", NOW, () -> true, notification("blocked", NOW)))
                .isTrue();
        assertThat(alerts(one).firing()).containsEntry("blocked", new Firing(NOW, NOW, List.of()));
    }

    @Test
    void of_several_replicas_only_the_first_replaces_a_heartbeat() throws Exception {
        Replica two = second();
        Heartbeat first = Heartbeat.first(NOW);
        List<Boolean> begun =
                concurrently(16, n -> heartbeats(n % 2 == 0 ? one : two).replace("Watchdog", null, first));
        assertThat(begun).filteredOn(done -> done).hasSize(1);

        Heartbeat quiet = first.quiet(NOW.plusSeconds(30), Duration.ofSeconds(30), Duration.ofMinutes(5));
        List<Boolean> judged =
                concurrently(16, n -> heartbeats(n % 2 == 0 ? one : two).replace("Watchdog", first, quiet));
        assertThat(judged).filteredOn(done -> done).hasSize(1);
        assertThat(heartbeats(two).read("Watchdog")).contains(quiet);
        assertThat(heartbeats(two).read("Other")).isEmpty();

        Heartbeat back = quiet.heard(NOW.plusSeconds(31), NOW.plusSeconds(32), true);
        assertThat(heartbeats(two).replace("Watchdog", quiet, back)).isTrue();
        assertThat(heartbeats(one).read("Watchdog")).contains(back);
    }

    @Test
    void why_a_target_fails_is_known_from_the_first_that_waits() {
        one.outbox().append(notification("a", NOW, "oncall"));
        assertThat(one.store().lastFailure("oncall")).isEmpty();
        AttemptResult failed = new AttemptResult(
                one.queue().head("oncall").orElseThrow(),
                DeliveryState.PENDING,
                NOW,
                NOW,
                FailureReason.CREDENTIALS,
                "invalid_token",
                RateLimitState.FRESH);
        one.queue().record(acquire(one), failed);
        assertThat(one.store().lastFailure("oncall")).contains("credentials: invalid_token");
    }

    @Test
    void what_the_store_no_longer_confirms_changes_nothing() {
        assertThat(alerts(one).raise("blocked", NOW, () -> false, notification("firing", NOW, "ops-mail")))
                .isFalse();
        assertThat(alerts(one).firing()).isEmpty();
        alerts(one).raise("blocked", NOW, () -> true, notification("firing", NOW, "ops-mail"));
        assertThat(alerts(one).resolve("blocked", () -> false, notification("resolved", NOW, "ops-mail")))
                .isFalse();
        assertThat(alerts(one).firing()).containsOnlyKeys("blocked");
    }
}
