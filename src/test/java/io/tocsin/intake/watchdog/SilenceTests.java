package io.tocsin.intake.watchdog;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.GroupKey;
import io.tocsin.channel.ChannelType;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.Target;
import io.tocsin.channel.Targets;
import io.tocsin.delivery.Heartbeat;
import io.tocsin.delivery.HeartbeatStore;
import io.tocsin.delivery.MutableClock;
import io.tocsin.delivery.selfalert.InMemorySelfAlerts;
import io.tocsin.delivery.selfalert.SelfAlerts;
import io.tocsin.intake.IncomingNotification;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SilenceTests {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final String FIRING =
            "FIRING [ops-mail] No Watchdog alert has arrived for 5m:" + " the alarm path is broken before Tocsin";
    private static final String RESOLVED = "RESOLVED [ops-mail] Watchdog alerts arrive again";

    private final MutableClock clock = new MutableClock(NOW);
    private final InMemorySelfAlerts told = new InMemorySelfAlerts();
    private final Map<String, Heartbeat> rows = new HashMap<>();
    private int writes;

    private final HeartbeatStore store = new HeartbeatStore() {
        @Override
        public Optional<Heartbeat> read(String name) {
            return Optional.ofNullable(rows.get(name));
        }

        @Override
        public boolean replace(String name, @Nullable Heartbeat known, Heartbeat next) {
            if (!Objects.equals(rows.get(name), known)) {
                return false;
            }
            rows.put(name, next);
            writes++;
            return true;
        }
    };

    /** One start of one replica. */
    private final class Replica {

        final Watchdog watchdog = new Watchdog("Watchdog", () -> {});
        final Silence silence;

        Replica(@Nullable Duration repeatInterval) {
            Targets targets = new Targets(List.of(() ->
                    List.of(new Target("ops-mail", ChannelType.EMAIL, null, true, message -> SendResult.delivered()))));
            WatchdogProperties properties =
                    new WatchdogProperties(null, Duration.ofMinutes(5), null, repeatInterval, null);
            SelfAlerts alerts = new SelfAlerts(told, targets, clock, new SimpleMeterRegistry());
            SilenceAlarm alarm =
                    new SilenceAlarm(properties, new WatchdogReceivers(List.of("ops-mail"), List::of), alerts, clock);
            silence = new Silence(properties, watchdog, store, alarm, clock);
        }

        Replica() {
            this(null);
        }

        void hear() {
            watchdog.hear(notification(clock.instant()));
        }

        /** Lets time pass as the schedule does, with an arrival every minute when it arrives at all. */
        void run(Duration time, boolean arrivals) {
            Duration interval = silence.interval();
            for (long n = 1; n <= time.dividedBy(interval); n++) {
                clock.advance(interval);
                if (arrivals && n % 2 == 0) {
                    hear();
                }
                silence.judge();
            }
        }
    }

    private static IncomingNotification notification(Instant at) {
        Map<String, String> labels = Map.of("alertname", "Watchdog");
        Alert alert = new Alert(AlertStatus.FIRING, labels, Map.of(), NOW, null, null, null, null, "f");
        return new IncomingNotification(
                "key",
                at,
                new GroupKey("g"),
                "tocsin",
                labels,
                labels,
                Map.of(),
                List.of(alert),
                0,
                null,
                Map.of(),
                "");
    }

    @Test
    void before_the_first_arrival_silence_is_no_alarm() {
        Replica replica = new Replica();
        replica.run(Duration.ofHours(2), false);
        assertThat(told.texts()).isEmpty();
        assertThat(replica.silence.lastSeen()).isNull();
        assertThat(writes).isZero();
    }

    @Test
    void an_alarm_whose_heartbeat_was_deleted_is_over() {
        Replica replica = new Replica();
        replica.run(Duration.ofMinutes(20), true);
        replica.run(Duration.ofMinutes(20), false);
        rows.clear();

        new Replica().run(Duration.ofMinutes(20), false);
        assertThat(told.texts()).containsExactly(FIRING, "RESOLVED [ops-mail] Tocsin no longer monitors this");
    }

    @Test
    void silence_is_alarmed_once_and_resolved_once_after_it_was_back_for_as_long() {
        Replica replica = new Replica();
        replica.run(Duration.ofMinutes(20), true);
        assertThat(told.texts()).isEmpty();

        replica.run(Duration.ofMinutes(4), false);
        assertThat(told.texts()).isEmpty();
        replica.run(Duration.ofMinutes(60), false);
        assertThat(told.texts()).containsExactly(FIRING);
        assertThat(told.told.get(0).content().alerts().get(0).startsAt()).isEqualTo(NOW.plus(Duration.ofMinutes(20)));

        replica.run(Duration.ofMinutes(5), true);
        assertThat(told.texts()).containsExactly(FIRING);
        replica.run(Duration.ofMinutes(2), true);
        assertThat(told.texts()).containsExactly(FIRING, RESOLVED);
        replica.run(Duration.ofMinutes(20), true);
        assertThat(told.texts()).hasSize(2);
    }

    @Test
    void one_that_comes_and_goes_is_one_alarm() {
        Replica replica = new Replica();
        replica.run(Duration.ofMinutes(10), true);
        for (int n = 0; n < 10; n++) {
            replica.run(Duration.ofMinutes(7), false);
            replica.run(Duration.ofMinutes(4), true);
        }
        assertThat(told.texts()).containsExactly(FIRING);
    }

    @Test
    void a_restart_after_a_long_downtime_is_no_alarm_when_it_arrives_again() {
        new Replica().run(Duration.ofMinutes(10), true);
        clock.advance(Duration.ofHours(3));
        Replica restarted = new Replica();
        restarted.run(Duration.ofMinutes(4), false);
        restarted.run(Duration.ofMinutes(30), true);
        assertThat(told.texts()).isEmpty();
    }

    @Test
    void a_restart_does_not_hide_a_silence_that_goes_on() {
        new Replica().run(Duration.ofMinutes(10), true);
        clock.advance(Duration.ofHours(3));
        Replica restarted = new Replica();
        restarted.run(Duration.ofMinutes(5), false);
        assertThat(told.texts()).isEmpty();
        restarted.run(Duration.ofMinutes(2), false);
        assertThat(told.texts()).containsExactly(FIRING);
    }

    @Test
    void a_service_that_restarts_again_and_again_still_notices() {
        new Replica().run(Duration.ofMinutes(10), true);
        for (int n = 0; n < 5; n++) {
            clock.advance(Duration.ofSeconds(20));
            new Replica().run(Duration.ofSeconds(150), false);
        }
        assertThat(told.texts()).containsExactly(FIRING);
    }

    @Test
    void an_alarm_stays_out_over_a_restart_and_is_resolved_by_it() {
        Replica first = new Replica();
        first.run(Duration.ofMinutes(10), true);
        first.run(Duration.ofMinutes(10), false);
        Replica second = new Replica();
        second.run(Duration.ofMinutes(30), false);
        assertThat(told.texts()).containsExactly(FIRING);
        second.run(Duration.ofMinutes(3), true);
        Replica third = new Replica();
        third.run(Duration.ofMinutes(4), true);
        assertThat(told.texts()).containsExactly(FIRING, RESOLVED);
    }

    @Test
    void replicas_share_what_each_of_them_heard_and_one_of_them_tells() {
        Replica one = new Replica();
        Replica two = new Replica();
        for (int n = 0; n < 40; n++) {
            one.run(Duration.ofSeconds(30), n % 2 == 0);
            if (n % 4 == 0) {
                one.hear();
            }
            two.silence.judge();
        }
        assertThat(told.texts()).isEmpty();
        assertThat(two.silence.lastSeen()).isEqualTo(one.silence.lastSeen());

        for (int n = 0; n < 40; n++) {
            one.run(Duration.ofSeconds(30), false);
            two.silence.judge();
        }
        assertThat(told.texts()).containsExactly(FIRING);
    }

    @Test
    void it_is_told_again_when_asked_for() {
        Replica replica = new Replica(Duration.ofHours(1));
        replica.run(Duration.ofMinutes(10), true);
        replica.run(Duration.ofMinutes(150), false);
        assertThat(told.texts()).containsExactly(FIRING, FIRING, FIRING);
    }

    @Test
    void it_costs_one_write_per_interval_however_many_arrive() {
        Replica replica = new Replica();
        for (int n = 0; n < 10_000; n++) {
            clock.advance(Duration.ofMillis(3));
            replica.hear();
        }
        replica.silence.judge();
        assertThat(writes).isEqualTo(1);
        assertThat(replica.silence.interval()).isEqualTo(Duration.ofSeconds(30));
    }
}
