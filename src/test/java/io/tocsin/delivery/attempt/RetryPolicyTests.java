package io.tocsin.delivery.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.channel.FailureReason;
import io.tocsin.channel.SendResult.Retryable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTests {

    private final RetryPolicy policy = new RetryPolicy(() -> 0);

    private static Retryable failure(FailureReason reason, @Nullable Duration after) {
        return new Retryable(reason, after, "");
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,2", "3,4", "9,256", "10,300", "1000000,300"})
    void doubles_from_a_second_to_five_minutes(int attempts, long seconds) {
        assertThat(policy.delay(failure(FailureReason.SERVER_ERROR, null), attempts))
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({"1,30", "2,60", "9,300"})
    void what_needs_an_operator_is_tried_slowly_and_never_given_up_before_its_age(int attempts, long seconds) {
        assertThat(policy.delay(failure(FailureReason.CREDENTIALS, null), attempts))
                .isEqualTo(Duration.ofSeconds(seconds));
        assertThat(policy.givesUp(FailureReason.CREDENTIALS, 1_000)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"1,60", "2,120", "4,480", "5,600", "9,600"})
    void a_throttle_without_a_time_doubles_from_one_to_ten_minutes(int attempts, long seconds) {
        assertThat(policy.delay(failure(FailureReason.THROTTLED, null), attempts))
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @CsvSource({"1,7,7", "2,7,14", "1,900,900", "1,86400,3600"})
    void what_the_provider_asks_for_is_honoured_up_to_an_hour(int attempts, long asked, long seconds) {
        assertThat(policy.delay(failure(FailureReason.THROTTLED, Duration.ofSeconds(asked)), attempts))
                .isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void jitter_only_lengthens_a_wait() {
        RetryPolicy latest = new RetryPolicy(() -> 0.999);
        assertThat(latest.delay(failure(FailureReason.THROTTLED, Duration.ofSeconds(10)), 1))
                .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(15));
    }

    @Test
    void an_answer_that_nobody_can_explain_is_given_up_after_five_attempts() {
        assertThat(policy.givesUp(FailureReason.UNKNOWN_ERROR, 4)).isFalse();
        assertThat(policy.givesUp(FailureReason.UNKNOWN_ERROR, 5)).isTrue();
        assertThat(policy.givesUp(FailureReason.TIMEOUT, 500)).isFalse();
    }
}
