package io.tocsin.intake.watchdog;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final @Nullable URI url;
    private final Supplier<String> trouble;
    private final MeterRegistry registry;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_LIMIT)
            .build();
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
     * @param trouble why Tocsin is unhealthy, empty while it is healthy
     */
    HeartbeatPing(@Nullable URI url, Supplier<String> trouble, MeterRegistry registry) {
        this.url = url;
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

    /** Why it failed, without the address; empty when it succeeded. The limit holds over the whole exchange. */
    private String request(URI to) {
        CompletableFuture<HttpResponse<Void>> exchange = client.sendAsync(
                HttpRequest.newBuilder(to).header("User-Agent", "Tocsin").GET().build(), BodyHandlers.discarding());
        try {
            int status = exchange.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS).statusCode();
            return status / 100 == 2 ? "" : "the answer was " + status;
        } catch (TimeoutException e) {
            exchange.cancel(true);
            return "no complete answer within " + LIMIT.toSeconds() + " s";
        } catch (InterruptedException e) {
            exchange.cancel(true);
            Thread.currentThread().interrupt();
            return "interrupted";
        } catch (ExecutionException e) {
            return "no connection, or it broke";
        }
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
