package io.tocsin.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.channel.Digest;
import io.tocsin.channel.FailureReason;
import io.tocsin.channel.RateLimit;
import io.tocsin.channel.SendResult;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.queue.AttemptResult;
import io.tocsin.delivery.queue.DigestResult;
import io.tocsin.delivery.queue.DigestResult.End;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a digest that fails. */
class DigestFailureTests extends MergingWorkerTests {

    @Test
    void after_a_penalty_what_waited_goes_together() {
        TargetWorker worker = worker(RateLimit.valueOf("18/m"));
        warnings(1);
        sink.answers.add(SendResult.retryable(FailureReason.THROTTLED, Duration.ofMinutes(1), "130101"));
        worker.step();
        warnings(3);
        stepFor(worker, Duration.ofSeconds(59));
        assertThat(sink.requests).isEqualTo(1);
        stepFor(worker, Duration.ofSeconds(2));
        assertThat(sink.digests).extracting(Digest::deliveries).containsExactly(4);
    }

    @Test
    void a_throttled_digest_is_made_anew_with_what_came_meanwhile() {
        TargetWorker worker = worker(ONE_A_MINUTE);
        warnings(3);
        sink.answers.add(SendResult.retryable(FailureReason.THROTTLED, Duration.ofMinutes(10), "130101"));
        stepFor(worker, Duration.ofSeconds(1));
        add("c", "critical");
        stepFor(worker, Duration.ofMinutes(10));

        assertThat(queue.digests).extracting(DigestResult::end).containsExactly(End.DISSOLVED, End.DELIVERED);
        assertThat(sink.digests.get(0).lines().get(0).alert().name()).isEqualTo("c");
        assertThat(sink.digests.get(0).deliveries()).isEqualTo(4);
    }

    @Test
    void a_digest_that_may_have_arrived_is_sent_again_as_it_was() {
        TargetWorker worker = worker(ONE_A_MINUTE);
        warnings(3);
        sink.answers.add(SendResult.retryable(FailureReason.TIMEOUT, "no answer"));
        stepFor(worker, Duration.ofSeconds(1));
        warnings(2);
        stepFor(worker, Duration.ofMinutes(1));

        assertThat(queue.digests).extracting(DigestResult::end).containsExactly(End.KEPT, End.DELIVERED);
        assertThat(sink.digests.get(0).deliveries()).isEqualTo(3);
        assertThat(sink.digests.get(0).identity()).isEqualTo(sink.tried.get(0).identity());
    }

    @Test
    void a_digest_that_failed_for_known_reasons_is_not_taken_apart_at_the_first_odd_answer() {
        TargetWorker worker = worker(ONE_A_MINUTE);
        warnings(3);
        for (int n = 0; n < 10; n++) {
            FailureReason reason = n < 5 ? FailureReason.SERVER_ERROR : FailureReason.UNKNOWN_ERROR;
            sink.answers.add(SendResult.retryable(reason, "odd"));
        }
        stepFor(worker, Duration.ofHours(1));

        assertThat(queue.digests.subList(0, 9)).extracting(DigestResult::end).containsOnly(End.KEPT);
        assertThat(queue.digests.get(9).end()).isEqualTo(End.DISSOLVED);
    }

    @Test
    void after_a_crash_between_send_and_record_the_same_digest_is_sent_again() {
        TargetWorker first = worker(ONE_A_MINUTE);
        warnings(3);
        sink.onDigest = () -> queue.broken = true;
        assertThatThrownBy(() -> stepFor(first, Duration.ofSeconds(1))).hasMessage("no commit");
        queue.broken = false;
        sink.onDigest = () -> {};
        warnings(4);

        TargetWorker second = worker(ONE_A_MINUTE);
        stepFor(second, Duration.ofSeconds(1));

        assertThat(sink.digests).extracting(Digest::deliveries).containsExactly(3, 3);
        assertThat(sink.digests.get(1).identity()).isEqualTo(sink.digests.get(0).identity());
    }

    @Test
    void a_plan_that_the_store_did_not_take_is_made_again() {
        TargetWorker worker = worker(ONE_A_MINUTE);
        warnings(3);
        stepFor(worker, Duration.ofSeconds(1));
        assertThat(sink.digests).hasSize(1);
        warnings(2);
        clock.advance(Duration.ofMinutes(2));
        queue.broken = true;
        assertThatThrownBy(() -> stepFor(worker, Duration.ofSeconds(1))).hasMessage("no commit");
        queue.broken = false;
        stepFor(worker, Duration.ofMinutes(1));
        assertThat(sink.digests).extracting(Digest::deliveries).containsExactly(3, 2);
    }

    @Test
    void a_refused_digest_parks_only_the_one_that_is_refused() {
        sink.poison = "w7";
        warnings(12);
        stepFor(worker(RateLimit.valueOf("1/s")), Duration.ofMinutes(2));
        assertThat(queue.line).isEmpty();
        assertThat(queue.recorded)
                .filteredOn(attempt -> attempt.state() == DeliveryState.PARKED)
                .extracting(attempt -> attempt.delivery().sequence())
                .containsExactly(7L);
    }

    @ParameterizedTest
    @EnumSource(names = {"RECIPIENT_REFUSED", "THROTTLED", "TIMEOUT"})
    void a_digest_that_is_refused_whatever_it_tells_is_parked_as_a_whole(FailureReason reason) {
        TargetWorker worker = worker(ONE_A_MINUTE);
        warnings(12);
        sink.answers.add(SendResult.rejected(reason, "isv.MOBILE_NUMBER_ILLEGAL"));
        stepFor(worker, Duration.ofSeconds(1));

        assertThat(sink.requests).isEqualTo(1);
        assertThat(queue.parked).hasSize(12);
        assertThat(queue.line).isEmpty();
        assertThat(registry.get("tocsin.deliveries")
                        .tag("outcome", "parked")
                        .counter()
                        .count())
                .isEqualTo(12);
        warnings(5);
        stepFor(worker, Duration.ofMinutes(1));
        assertThat(sink.digests).extracting(Digest::deliveries).containsExactly(5);
    }

    @Test
    void a_digest_that_fails_for_a_reason_nobody_knows_is_split_after_five_attempts() {
        TargetWorker worker = worker(ONE_A_MINUTE);
        warnings(4);
        for (int attempt = 1; attempt <= 5; attempt++) {
            sink.answers.add(SendResult.retryable(FailureReason.UNKNOWN_ERROR, "errcode 4711"));
        }
        stepFor(worker, Duration.ofMinutes(8));
        assertThat(queue.parked).isEmpty();
        assertThat(sink.digests).extracting(Digest::deliveries).startsWith(2);
        assertThat(queue.line).isEmpty();
    }

    @Test
    void a_digest_whose_oldest_has_expired_is_given_up_for_it_alone() {
        TargetWorker worker = worker(ONE_A_MINUTE);
        warnings(1);
        clock.advance(Duration.ofHours(23));
        warnings(2);
        sink.failing = SendResult.retryable(FailureReason.SERVER_ERROR, "500");
        stepFor(worker, Duration.ofHours(1).plusMinutes(10));
        sink.failing = null;
        stepFor(worker, Duration.ofMinutes(10));
        assertThat(queue.recorded).extracting(AttemptResult::reason).contains(FailureReason.EXPIRED);
        assertThat(queue.recorded)
                .filteredOn(attempt -> attempt.state() == DeliveryState.PARKED)
                .hasSize(1);
        assertThat(queue.line).isEmpty();
    }
}
