package io.tocsin.delivery.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.channel.ChannelType;
import io.tocsin.channel.FailureReason;
import io.tocsin.channel.Message;
import io.tocsin.channel.Notifier;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.SendResult.Delivered;
import io.tocsin.channel.SendResult.Retryable;
import io.tocsin.channel.Target;
import io.tocsin.delivery.CurrentAlerts;
import io.tocsin.delivery.Notifications;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AttemptRunnerTests {

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final Message message = new Message("oncall-1", 1, Instant.EPOCH, Notifications.content("a"));

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void an_attempt_that_hangs_is_a_timeout_and_keeps_the_next_one_from_overtaking_it() {
        CountDownLatch hang = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        Notifier notifier = one -> {
            calls.incrementAndGet();
            awaitUninterruptibly(hang);
            return SendResult.delivered();
        };
        AttemptRunner runner = new AttemptRunner(
                new Target("oncall", ChannelType.SLACK, null, true, notifier),
                CurrentAlerts.AS_THEY_ARRIVED,
                executor,
                Duration.ofMillis(50));

        assertThat(runner.send(message))
                .isInstanceOfSatisfying(
                        Retryable.class, late -> assertThat(late.reason()).isEqualTo(FailureReason.TIMEOUT));
        assertThat(runner.send(message)).isInstanceOf(Retryable.class);
        assertThat(calls).hasValue(1);

        hang.countDown();
        Awaitility.await().until(() -> runner.send(message) instanceof Delivered);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                // A client that ignores interruption is what the test is about.
            }
        }
    }
}
