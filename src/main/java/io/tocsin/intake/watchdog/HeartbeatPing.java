package io.tocsin.intake.watchdog;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.channel.http.ChannelHttp;
import io.tocsin.channel.http.HttpOutcome;
import io.tocsin.channel.http.HttpOutcome.Answer;
import io.tocsin.channel.http.HttpOutcome.NoAnswer;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forwards each arrival to an external service, which raises the alarm when it receives nothing: then Tocsin itself, or
 * everything around it, is down. One request at a time, never on the caller's thread; nothing is forwarded while Tocsin is
 * unhealthy.
 */
final class HeartbeatPing implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(HeartbeatPing.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);
    /** Only the status counts. */
    private static final int MOST_BYTES = 8 * 1024;

    private final @Nullable URI url;
    private final Supplier<String> trouble;
    private final MeterRegistry registry;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private final Supplier<ChannelHttp> http;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(runnable -> {
        Thread daemon = new Thread(runnable, "heartbeat");
        daemon.setDaemon(true);
        return daemon;
    });
    private String lastTrouble = "";

    private enum Outcome {
        PASSED,
        FAILED,
        WITHHELD
    }

    /**
     * @param url the heartbeat URL; a secret; null for none
     * @param http how it connects now
     * @param trouble why Tocsin is unhealthy, empty while it is healthy
     */
    HeartbeatPing(@Nullable URI url, Supplier<ChannelHttp> http, Supplier<String> trouble, MeterRegistry registry) {
        this.url = url;
        this.http = http;
        this.trouble = trouble;
        this.registry = registry;
        for (Outcome outcome : Outcome.values()) {
            counter(outcome);
        }
    }

    /** Forwards an arrival, unless an earlier request is still in progress; returns at once. */
    void passOn() {
        if (url != null && underWay.compareAndSet(false, true)) {
            thread.execute(() -> ping(url));
        }
    }

    private void ping(URI to) {
        try {
            String sick = trouble.get();
            String failure = sick.isEmpty() ? request(to) : sick;
            counter(failure.isEmpty() ? Outcome.PASSED : sick.isEmpty() ? Outcome.FAILED : Outcome.WITHHELD)
                    .increment();
            report(failure);
        } finally {
            underWay.set(false);
        }
    }

    /** Logs only changes. */
    private void report(String failure) {
        if (!failure.isEmpty() && !failure.equals(lastTrouble)) {
            log.warn("The heartbeat is not passed on: {}", failure);
        } else if (failure.isEmpty() && !lastTrouble.isEmpty()) {
            log.info("The heartbeat is passed on again");
        }
        lastTrouble = failure;
    }

    /** Why it failed, without the address; empty when it succeeded. */
    private String request(URI to) {
        HttpOutcome outcome = http.get().get(to, Map.of(), MOST_BYTES, LIMIT);
        if (outcome instanceof Answer answer) {
            return answer.status() / 100 == 2 ? "" : "the answer was " + answer.status();
        }
        return ((NoAnswer) outcome).detail();
    }

    private Counter counter(Outcome outcome) {
        return Counter.builder("tocsin.watchdog.heartbeats")
                .description("Arrivals of the Watchdog alert, by whether they were passed on to the heartbeat URL")
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .register(registry);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
