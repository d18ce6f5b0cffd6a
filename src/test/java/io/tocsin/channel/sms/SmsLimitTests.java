package io.tocsin.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.channel.FailureReason;
import io.tocsin.channel.Notifier;
import io.tocsin.channel.Samples;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.SendResult.Rejected;
import io.tocsin.delivery.MutableClock;
import io.tocsin.standin.AliyunSmsStandIn;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With the provider's limits for each number switched on. */
class SmsLimitTests {

    private static final String PHONE = "13800000000";
    private static final String OTHER = "13800000001";
    private static final int NO_LIMIT = Integer.MAX_VALUE;

    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-22T10:00:00Z"));
    private final AliyunSmsStandIn sms = new AliyunSmsStandIn(clock);

    @AfterEach
    void close() {
        sms.close();
    }

    private Notifier notifier(String... numbers) {
        return SmsFixture.notifier(sms.webhookUrl(), Duration.ofSeconds(10), clock, numbers);
    }

    private static SendResult send(Notifier notifier) {
        return notifier.send(Samples.message(Samples.firing("10.0.0.1:9100", "critical")));
    }

    @Test
    void the_wait_that_is_told_for_a_minutes_limit_is_enough() {
        sms.limit(1, NO_LIMIT, NO_LIMIT);
        Notifier notifier = notifier(PHONE);

        assertThat(send(notifier)).isEqualTo(SendResult.delivered());
        Duration wait = ((SendResult.Retryable) send(notifier)).after();
        assertThat(wait).isEqualTo(Duration.ofMinutes(1));
        clock.advance(wait);
        assertThat(send(notifier)).isEqualTo(SendResult.delivered());
    }

    @Test
    void an_hours_limit_is_over_after_at_most_six_waits() {
        sms.limit(NO_LIMIT, 1, NO_LIMIT);
        Notifier notifier = notifier(PHONE);

        assertThat(send(notifier)).isEqualTo(SendResult.delivered());
        for (int n = 0; n < 6; n++) {
            Duration wait = ((SendResult.Retryable) send(notifier)).after();
            assertThat(wait).isEqualTo(Duration.ofMinutes(10));
            clock.advance(wait);
        }
        assertThat(send(notifier)).isEqualTo(SendResult.delivered());
    }

    @Test
    void who_had_enough_for_the_day_stops_nobody_else() {
        sms.limit(NO_LIMIT, NO_LIMIT, 1);
        assertThat(send(notifier(PHONE))).isEqualTo(SendResult.delivered());

        assertThat(send(notifier(PHONE)))
                .isInstanceOfSatisfying(
                        Rejected.class, refusal -> assertThat(refusal.reason()).isEqualTo(FailureReason.THROTTLED));
        assertThat(send(notifier(PHONE, OTHER))).isEqualTo(SendResult.delivered());
        assertThat(sms.sent()).extracting(AliyunSmsStandIn.Sent::phone).containsExactly(PHONE, OTHER);
    }

    @Test
    void who_waits_for_the_minute_to_end_gets_it_then_and_the_others_do_not_get_it_twice() {
        sms.limit(1, NO_LIMIT, NO_LIMIT);
        send(notifier(PHONE));
        Notifier both = notifier(PHONE, OTHER);

        assertThat(send(both)).isInstanceOf(SendResult.Retryable.class);
        clock.advance(Duration.ofMinutes(1));
        assertThat(send(both)).isEqualTo(SendResult.delivered());
        assertThat(sms.sent()).extracting(AliyunSmsStandIn.Sent::phone).containsExactly(PHONE, OTHER, PHONE);
    }
}
