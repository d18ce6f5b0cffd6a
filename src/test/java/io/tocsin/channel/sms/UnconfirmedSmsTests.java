package io.tocsin.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.channel.FailureReason;
import io.tocsin.channel.LogCapture;
import io.tocsin.channel.Message;
import io.tocsin.channel.Notifier;
import io.tocsin.channel.Samples;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.SendResult.Retryable;
import io.tocsin.standin.AliyunSmsStandIn;
import io.tocsin.standin.AliyunSmsStandIn.Sent;
import io.tocsin.standin.StandInAnswer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sends of unknown outcome, and messages to several numbers. */
class UnconfirmedSmsTests {

    private static final String PHONE = "13800000000";
    private static final String OTHER = "13911112222";
    private static final String OUT_ID = "7.oncall-42." + Samples.RECEIVED.toEpochMilli();
    private static final Message MESSAGE = Samples.message(Samples.firing("a", "critical"));
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** In China the day after. */
    private final InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-22T22:30:00Z"));

    private final AliyunSmsStandIn sms = new AliyunSmsStandIn(clock);

    @AfterEach
    void close() {
        sms.close();
    }

    private Notifier notifier(String... numbers) {
        return SmsFixture.notifier(sms.webhookUrl(), LIMIT, clock, numbers);
    }

    @Test
    void a_message_that_was_taken_although_no_answer_came_is_not_sent_again() {
        Notifier notifier = notifier(PHONE);
        sms.answerNext(1, StandInAnswer.hangUp());
        assertThat(notifier.send(MESSAGE))
                .isEqualTo(
                        SendResult.retryable(FailureReason.CONNECTION, Duration.ofSeconds(15), "the connection broke"));
        sms.take(PHONE, OUT_ID);

        assertThat(notifier.send(MESSAGE)).isEqualTo(SendResult.delivered());

        assertThat(sms.queries()).isEqualTo(1);
        assertThat(sms.sent()).hasSize(1);
    }

    @Test
    void a_message_that_the_provider_does_not_know_is_sent_again() {
        Notifier notifier = notifier(PHONE);
        sms.answerNext(1, StandInAnswer.hangUp());
        notifier.send(MESSAGE);
        sms.take(PHONE, "another-1.1");
        sms.take(OTHER, OUT_ID);

        assertThat(notifier.send(MESSAGE)).isEqualTo(SendResult.delivered());

        assertThat(sms.queries()).isEqualTo(1);
        assertThat(sms.sent()).hasSize(3);
    }

    @Test
    void after_three_sends_of_unknown_outcome_the_number_is_given_up() {
        Notifier notifier = notifier(PHONE);
        for (int send = 0; send < SmsNotifier.MOST_UNCERTAIN; send++) {
            // The query before each send but the first fails as well.
            sms.answerNext(send == 0 ? 1 : 2, StandInAnswer.of(502, "<html>Bad Gateway</html>"));
            assertThat(notifier.send(MESSAGE)).isInstanceOf(Retryable.class);
        }
        assertThat(notifier.send(MESSAGE))
                .isEqualTo(SendResult.rejected(
                        FailureReason.TIMEOUT, "sent 3 times without learning whether it was taken"));
        assertThat(sms.sent()).isEmpty();
        assertThat(sms.queries()).isEqualTo(1);
    }

    @Test
    void what_certainly_never_left_may_be_tried_as_often_as_it_takes() {
        Notifier nobody;
        try (AliyunSmsStandIn gone = new AliyunSmsStandIn()) {
            nobody = SmsFixture.notifier(gone.webhookUrl(), LIMIT, clock, PHONE);
        }
        for (int send = 0; send < 5; send++) {
            assertThat(nobody.send(MESSAGE)).isInstanceOf(Retryable.class);
        }
    }

    @Test
    void an_error_of_the_providers_own_words_is_no_uncertainty() {
        Notifier notifier = notifier(PHONE);
        sms.answerNext(5, AliyunSmsStandIn.code("isp.SYSTEM_ERROR", "try again"));
        for (int send = 0; send < 5; send++) {
            assertThat(notifier.send(MESSAGE)).isInstanceOf(Retryable.class);
        }
        assertThat(notifier.send(MESSAGE)).isEqualTo(SendResult.delivered());
        assertThat(sms.queries()).isZero();
    }

    @Test
    void each_number_gets_a_message_and_a_bad_one_stops_nobody() {
        sms.refuse(PHONE);
        try (LogCapture log = new LogCapture()) {
            assertThat(notifier(PHONE, OTHER).send(MESSAGE)).isEqualTo(SendResult.delivered());
            assertThat(log.lines())
                    .anyMatch(line -> line.contains("Delivery oncall-42: 138****0000 does not get it"))
                    .noneMatch(line -> line.contains(PHONE) || line.contains(OTHER));
        }
        assertThat(sms.sent()).extracting(Sent::phone).containsExactly(OTHER);
    }

    @Test
    void an_attempt_after_a_partial_failure_writes_only_to_those_who_do_not_have_it() {
        Notifier notifier = notifier(PHONE, OTHER);
        sms.answerNext(1, AliyunSmsStandIn.code("isv.BUSINESS_LIMIT_CONTROL", "触发分钟级流控Permits:1"));

        assertThat(notifier.send(MESSAGE))
                .isEqualTo(SendResult.retryable(
                        FailureReason.THROTTLED,
                        Duration.ofMinutes(1),
                        "isv.BUSINESS_LIMIT_CONTROL: 触发分钟级流控Permits:1"));
        assertThat(notifier.send(MESSAGE)).isEqualTo(SendResult.delivered());

        assertThat(sms.sent()).extracting(Sent::phone).containsExactly(OTHER, PHONE);
    }

    @Test
    void a_refused_key_is_tried_with_one_number_only() {
        sms.answerNext(1, AliyunSmsStandIn.code("SignatureDoesNotMatch", "no"));

        assertThat(notifier(PHONE, OTHER).send(MESSAGE)).isInstanceOf(Retryable.class);

        assertThat(sms.requests()).isEqualTo(1);
    }

    @Test
    void a_refused_number_is_told_masked() {
        sms.refuse(PHONE);

        assertThat(notifier(PHONE).send(MESSAGE))
                .isEqualTo(SendResult.rejected(
                        FailureReason.RECIPIENT_REFUSED,
                        "isv.MOBILE_NUMBER_ILLEGAL: 138****0000 isv.MOBILE_NUMBER_ILLEGAL"));
    }
}
