package io.tocsin.proof;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * Many senders that behave as Alertmanager does: each fires a group, and resolves it once the firing was acknowledged;
 * after a 5xx answer or a broken connection the same is sent again until it is acknowledged.
 */
final class WebhookLoad implements AutoCloseable {

    private static final Duration RETRY_PAUSE = Duration.ofMillis(200);

    private final IntFunction<URI> receivers;
    private final ExecutorService senders;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Semaphore groups = new Semaphore(0);
    private final AtomicInteger sends = new AtomicInteger();
    private final AtomicInteger nextGroup = new AtomicInteger();
    private final AtomicInteger finishedGroups = new AtomicInteger();
    private final AtomicInteger retries = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger cutOff = new AtomicInteger();
    private final Set<Marker> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<String> surprises = ConcurrentHashMap.newKeySet();

    /**
     * Starts the senders; they wait for {@link #add}.
     *
     * @param senderCount how many senders, at least 1
     * @param receivers where the n-th request goes
     */
    WebhookLoad(int senderCount, IntFunction<URI> receivers) {
        this.receivers = receivers;
        this.senders = Executors.newFixedThreadPool(senderCount);
        for (int i = 0; i < senderCount; i++) {
            senders.execute(this::run);
        }
    }

    /** Has so many more groups fired and resolved. */
    void add(int count) {
        groups.release(count);
    }

    /** How many groups were fired and resolved, both acknowledged. */
    int finishedGroups() {
        return finishedGroups.get();
    }

    /** What was answered with 200. */
    Set<Marker> acknowledged() {
        return Set.copyOf(acknowledged);
    }

    /** How often something had to be sent again. */
    int retries() {
        return retries.get();
    }

    /** How many requests were answered 503. */
    int refused() {
        return refused.get();
    }

    /** How many requests were under way when their connection ended. */
    int cutOff() {
        return cutOff.get();
    }

    /** Answers that a webhook receiver must not give to these requests. */
    List<String> surprises() {
        return List.copyOf(surprises);
    }

    /** Sends nothing more. */
    void stop() {
        stopped.countDown();
        senders.shutdownNow();
    }

    @Override
    public void close() {
        stop();
    }

    private void run() {
        try {
            while (stopped.getCount() > 0) {
                groups.acquire();
                int group = nextGroup.incrementAndGet();
                if (deliver(new Marker(group, false)) && deliver(new Marker(group, true))) {
                    finishedGroups.incrementAndGet();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends until acknowledged; false when the load ends before. */
    private boolean deliver(Marker marker) throws InterruptedException {
        while (!attempt(marker)) {
            retries.incrementAndGet();
            if (stopped.await(RETRY_PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        acknowledged.add(marker);
        return true;
    }

    private boolean attempt(Marker marker) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(receivers.apply(sends.getAndIncrement()))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + TocsinProcess.TOKEN)
                .POST(BodyPublishers.ofString(marker.body()))
                .build();
        try {
            int status = client.send(request, BodyHandlers.discarding()).statusCode();
            if (status == 503) {
                refused.incrementAndGet();
            } else if (status != 200) {
                surprises.add(status + " to " + marker);
            }
            return status == 200;
        } catch (ConnectException e) {
            return false;
        } catch (IOException e) {
            cutOff.incrementAndGet();
            return false;
        }
    }
}
