package io.tocsin.delivery.attempt;

import io.tocsin.channel.FailureReason;
import io.tocsin.channel.SendResult.Retryable;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/** When to try again: exponential backoff with jitter, slower for what only time or an operator can mend. */
public final class RetryPolicy {

    private static final Duration CAP = Duration.ofMinutes(5);
    /** DingTalk shuts a robot that sent too much for ten minutes; nobody asks for longer. */
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
     * Whether another attempt makes no sense.
     *
     * @param unexplained how many failed for a reason that nobody knows, this one included; others do not count, or what a
     *     long outage held up would be given up at the first odd answer
     */
    public boolean givesUp(FailureReason reason, int unexplained) {
        return reason.isUnexplained() && unexplained >= TRIES_OF_THE_UNEXPLAINED;
    }

    /**
     * How long to wait after the failed attempt. What the provider asked for is honoured up to an hour; a provider that
     * throttles again is given twice as long.
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
        // What may have arrived is not to arrive again and again within seconds.
        boolean slowly = reason.needsOperator() || reason == FailureReason.UNCLEAR_ANSWER;
        return slowly ? Duration.ofSeconds(30) : Duration.ofSeconds(1);
    }

    /** Between the wait and half as much again: never earlier, so that a penalty is always sat out. */
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
