package io.tocsin.delivery.attempt;

import io.tocsin.channel.FailureReason;
import io.tocsin.channel.SendResult.Retryable;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/** When to try again: exponential back-off with jitter, slower for failures that only time or an operator can fix. */
public final class RetryPolicy {

    private static final Duration CAP = Duration.ofMinutes(5);
    /** DingTalk blocks a robot that sent too much for ten minutes; no provider asks for longer. */
    private static final Duration THROTTLED_CAP = Duration.ofMinutes(10);

    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);
    /** No delay is longer, jitter included. */
    public static final Duration LONGEST = LONGEST_RETRY_AFTER.multipliedBy(3).dividedBy(2);

    private static final int TRIES_OF_THE_UNEXPLAINED = 5;

    private final DoubleSupplier random;

    /**
     * @param random uniform in [0, 1)
     */
    public RetryPolicy(DoubleSupplier random) {
        this.random = random;
    }

    /**
     * Whether another attempt is pointless.
     *
     * @param unexplained how many failed for an unknown reason, this one included; others do not count, or what a long outage
     *     delayed would be given up at the first unexpected answer
     */
    public boolean givesUp(FailureReason reason, int unexplained) {
        return reason.isUnexplained() && unexplained >= TRIES_OF_THE_UNEXPLAINED;
    }

    /**
     * How long to wait after the failed attempt. A provider's Retry-After is honoured up to an hour; when a provider throttles
     * repeatedly the delay doubles.
     */
    public Duration delay(Retryable failure, int attempts) {
        Duration asked = failure.after() == null ? Duration.ZERO : shorter(failure.after(), LONGEST_RETRY_AFTER);
        return jittered(longer(asked, backoff(failure.reason(), asked, attempts)));
    }

    private static Duration backoff(FailureReason reason, Duration asked, int attempts) {
        Duration base = base(reason, asked);
        Duration cap = reason == FailureReason.THROTTLED ? THROTTLED_CAP : CAP;
        int doublings = Math.min(attempts - 1, 20);
        return shorter(base.multipliedBy(1L << doublings), cap);
    }

    private static Duration base(FailureReason reason, Duration asked) {
        if (reason == FailureReason.THROTTLED) {
            return asked.isZero() ? Duration.ofMinutes(1) : asked;
        }
        // A message that may have arrived should not be repeated within seconds.
        boolean slowly = reason.needsOperator() || reason == FailureReason.UNCLEAR_ANSWER;
        return slowly ? Duration.ofSeconds(30) : Duration.ofSeconds(1);
    }

    /** Between the delay and 1.5 times the delay: never earlier, so that a provider's penalty is over. */
    private Duration jittered(Duration wait) {
        return wait.plusMillis((long) (wait.toMillis() * random.getAsDouble() / 2));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
