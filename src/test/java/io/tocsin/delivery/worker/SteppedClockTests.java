package io.tocsin.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.channel.FailureReason;
import io.tocsin.channel.RateLimit;
import io.tocsin.channel.SendResult;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of a target when the clock turns out to have been ahead. */
class SteppedClockTests extends MergingWorkerTests {

    private void stepBack(Duration step) {
        clock.set(clock.instant().minus(step));
    }

    @Test
    void a_time_that_no_delay_can_have_set_holds_nothing_up() {
        TargetWorker worker = worker((RateLimit) null);
        warnings(1);
        sink.answers.add(SendResult.retryable(FailureReason.THROTTLED, Duration.ofHours(1), "130101"));
        stepFor(worker, Duration.ofSeconds(1));
        stepBack(Duration.ofDays(1));
        stepFor(worker, Duration.ofSeconds(1));
        assertThat(sink.requests).isEqualTo(2);
    }

    @Test
    void a_rate_limit_goes_on_with_what_is_sent_now() {
        TargetWorker worker = worker(ONE_A_MINUTE);
        warnings(1);
        stepFor(worker, Duration.ofSeconds(1));
        stepBack(Duration.ofDays(1));
        warnings(3);
        stepFor(worker, Duration.ofMinutes(2));
        assertThat(queue.line).isEmpty();
    }

    @Test
    void what_a_provider_asked_for_is_waited_for_all_the_same() {
        TargetWorker worker = worker((RateLimit) null);
        warnings(1);
        sink.answers.add(SendResult.retryable(FailureReason.THROTTLED, Duration.ofHours(1), "130101"));
        stepFor(worker, Duration.ofMinutes(59));
        assertThat(sink.requests).isEqualTo(1);
    }
}
