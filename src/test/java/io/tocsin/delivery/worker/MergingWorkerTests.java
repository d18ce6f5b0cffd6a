package io.tocsin.delivery.worker;

import static io.tocsin.delivery.Notifications.alert;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.alert.AlertStatus;
import io.tocsin.channel.ChannelType;
import io.tocsin.channel.RateLimit;
import io.tocsin.channel.Target;
import io.tocsin.channel.Targets;
import io.tocsin.delivery.CurrentAlerts;
import io.tocsin.delivery.DeliveryProperties;
import io.tocsin.delivery.MutableClock;
import io.tocsin.delivery.attempt.AttemptRunner;
import io.tocsin.delivery.attempt.DeliveryMeters;
import io.tocsin.delivery.attempt.RetryPolicy;
import io.tocsin.delivery.digest.DigestSender;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A worker on a clock and a line in memory, whose target takes digests. */
abstract class MergingWorkerTests {

    static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    static final RateLimit ONE_A_MINUTE = RateLimit.valueOf("1/m");

    final MutableClock clock = new MutableClock(NOW);
    final InMemoryQueue queue = new InMemoryQueue();
    final MeterRegistry registry = new SimpleMeterRegistry();
    final ExecutorService executor = Executors.newCachedThreadPool();
    final MergingSink sink = new MergingSink();
    CurrentAlerts current = CurrentAlerts.AS_THEY_ARRIVED;
    final DeliveryProperties properties = new DeliveryProperties(
            new DeliveryProperties.Store(Path.of("unused"), null, null, null, 512),
            Duration.ofHours(24),
            Duration.ofDays(30),
            1000,
            Duration.ofSeconds(30),
            Duration.ofMillis(500));

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    TargetWorker worker(@Nullable RateLimit limit) {
        return worker(new Target("oncall", ChannelType.DINGTALK, limit, true, sink));
    }

    TargetWorker worker(Target target) {
        AttemptRunner runner = new AttemptRunner(target, current, executor, Duration.ofSeconds(30));
        DeliveryMeters meters = new DeliveryMeters(registry, new Targets(List.of(() -> List.of(target))));
        RetryPolicy retries = new RetryPolicy(() -> 0);
        DigestSender digests = new DigestSender(target, queue, retries, meters, clock);
        return new TargetWorker(target, queue, digests, runner, retries, properties, meters, clock);
    }

    void add(String name, String severity) {
        queue.add(alert(name, name, severity, AlertStatus.FIRING), clock.instant());
    }

    void warnings(int count) {
        for (int n = 1; n <= count; n++) {
            add("w" + n, "warning");
        }
    }

    void stepFor(TargetWorker worker, Duration time) {
        Instant end = clock.instant().plus(time);
        while (clock.instant().isBefore(end)) {
            Instant next = worker.step();
            if (next.isAfter(clock.instant())) {
                clock.set(next.isBefore(end) ? next : end);
            }
        }
    }
}
