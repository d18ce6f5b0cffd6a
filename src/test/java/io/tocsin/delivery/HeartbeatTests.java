package io.tocsin.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HeartbeatTests {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Duration LONG = Duration.ofMinutes(5);

    @Test
    void silence_adds_up_and_an_arrival_ends_it() {
        Heartbeat quiet = Heartbeat.first(NOW)
                .quiet(NOW.plusSeconds(30), Duration.ofSeconds(30), LONG)
                .quiet(NOW.plusSeconds(90), Duration.ofSeconds(20), LONG);
        assertThat(quiet.silent()).isEqualTo(Duration.ofSeconds(50));
        assertThat(quiet.judgedAt()).isEqualTo(NOW.plusSeconds(90));

        Heartbeat heard = quiet.heard(NOW.plusSeconds(91), NOW.plusSeconds(95), false);
        assertThat(heard)
                .isEqualTo(new Heartbeat(NOW.plusSeconds(91), Duration.ofSeconds(4), NOW.plusSeconds(95), null));
    }

    @Test
    void during_an_alarm_it_is_back_since_the_first_arrival_until_it_is_silent_again() {
        Heartbeat back = Heartbeat.first(NOW)
                .heard(NOW.plusSeconds(600), NOW.plusSeconds(601), true)
                .heard(NOW.plusSeconds(660), NOW.plusSeconds(661), true);
        assertThat(back.backSince()).isEqualTo(NOW.plusSeconds(600));
        assertThat(back.quiet(NOW.plusSeconds(900), Duration.ofSeconds(239), LONG)
                        .backSince())
                .isEqualTo(NOW.plusSeconds(600));
        assertThat(back.quiet(NOW.plusSeconds(961), LONG, LONG).backSince()).isNull();
        assertThat(back.heard(NOW.plusSeconds(720), NOW.plusSeconds(720), false).backSince())
                .isNull();
    }

    @Test
    void a_clock_that_runs_behind_makes_no_negative_silence() {
        assertThat(Heartbeat.first(NOW)
                        .heard(NOW.plusSeconds(10), NOW.plusSeconds(9), false)
                        .silent())
                .isZero();
    }
}
