package io.tocsin.delivery.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.channel.ChannelType;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.Target;
import io.tocsin.channel.Targets;
import io.tocsin.delivery.CurrentAlerts;
import io.tocsin.delivery.DeliveryProperties;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.Notifications;
import io.tocsin.delivery.attempt.DeliveryMeters;
import io.tocsin.delivery.queue.AttemptResult;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class DeliveryWorkersTests {

    private final InMemoryQueue queue = new InMemoryQueue();
    private final CountDownLatch underWay = new CountDownLatch(1);
    private final CountDownLatch answered = new CountDownLatch(1);
    private final WorkerWakeups signals = new WorkerWakeups();
    private Targets targets = new Targets(List.of());

    private DeliveryWorkers workers() {
        return workers(Duration.ofMinutes(1));
    }

    private DeliveryWorkers workers(Duration pollInterval) {
        Target target = new Target("oncall", ChannelType.SLACK, null, true, message -> {
            underWay.countDown();
            await(answered);
            return SendResult.delivered();
        });
        targets = new Targets(List.of(() -> List.of(target)));
        DeliveryProperties properties = new DeliveryProperties(
                new DeliveryProperties.Store(Path.of("unused"), null, null, null, 512),
                Duration.ofHours(24),
                Duration.ofDays(30),
                1000,
                Duration.ofSeconds(30),
                pollInterval);
        DeliveryMeters meters = new DeliveryMeters(new SimpleMeterRegistry(), targets);
        return new DeliveryWorkers(
                targets, queue, queue, properties, meters, signals, CurrentAlerts.AS_THEY_ARRIVED, Clock.systemUTC());
    }

    @Test
    void what_another_replica_accepted_is_found_and_so_is_a_lease_that_it_gave_up() {
        answered.countDown();
        queue.heldElsewhere = true;
        DeliveryWorkers workers = workers(Duration.ofMillis(50));
        workers.start();
        try {
            queue.add(Notifications.content("accepted elsewhere"), Instant.now());
            queue.heldElsewhere = false;
            Awaitility.await().until(() -> queue.recorded.size() == 1);
            queue.add(Notifications.content("and another"), Instant.now());
            Awaitility.await().until(() -> queue.recorded.size() == 2);
        } finally {
            workers.stop();
        }
    }

    private static boolean runs(String target) {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("deliver-" + target));
    }

    private static Targets with(String... names) {
        return new Targets(List.of(() -> Stream.of(names)
                .map(name -> new Target(name, ChannelType.SLACK, null, true, message -> SendResult.delivered()))
                .toList()));
    }

    @Test
    void a_reload_while_the_store_does_not_answer_starts_the_new_worker_afterwards() {
        DeliveryWorkers workers = workers(Duration.ofMillis(50));
        workers.start();
        try {
            queue.down = true;
            targets.replaceBy(with("oncall", "late"));
            workers.configurationReplaced();
            assertThat(runs("late")).isFalse();
            queue.down = false;
            Awaitility.await().until(() -> runs("late"));
            targets.replaceBy(with("oncall"));
            workers.configurationReplaced();
            Awaitility.await().until(() -> !runs("late"));
        } finally {
            workers.stop();
        }
        targets.replaceBy(with("oncall", "too-late"));
        workers.configurationReplaced();
        assertThat(runs("too-late")).as("after the stop").isFalse();
    }

    @Test
    void a_shutdown_lets_the_attempt_under_way_end_and_leaves_the_rest() throws Exception {
        queue.add(Notifications.content("under way"), Instant.now());
        queue.add(Notifications.content("waits"), Instant.now());
        DeliveryWorkers workers = workers();
        workers.start();
        assertThat(underWay.await(1, TimeUnit.MINUTES)).isTrue();

        Thread stopping = new Thread(workers::stop);
        stopping.start();
        Awaitility.await().until(() -> stopping.getState() == Thread.State.TIMED_WAITING);
        answered.countDown();
        stopping.join(TimeUnit.MINUTES.toMillis(1));

        assertThat(queue.recorded).extracting(AttemptResult::state).containsExactly(DeliveryState.DELIVERED);
        assertThat(queue.line).hasSize(1);
        assertThat(queue.releases).isEqualTo(1);
        assertThat(workers.isRunning()).isFalse();
    }

    @Test
    void a_signal_wakes_a_worker_that_would_sleep_for_a_minute() {
        answered.countDown();
        DeliveryWorkers workers = workers();
        workers.start();
        Awaitility.await().until(() -> queue.acquisitions == 1);
        queue.add(Notifications.content("new"), Instant.now());
        signals.raise(List.of("oncall"));
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> queue.recorded.size() == 1);
        workers.stop();
    }

    @Test
    void an_error_makes_a_worker_wait_and_not_end() {
        answered.countDown();
        queue.add(Notifications.content("a"), Instant.now());
        queue.error = new StackOverflowError("of a test");
        DeliveryWorkers workers = workers();
        workers.start();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> queue.recorded.size() == 1);
        workers.stop();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
