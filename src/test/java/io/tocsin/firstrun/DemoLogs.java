package io.tocsin.firstrun;

import io.tocsin.backing.ElasticsearchServer;
import io.tocsin.backing.ElasticsearchServer.Version;
import io.tocsin.logs.LogDocuments;
import io.tocsin.proof.FreePort;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** An Elasticsearch with the logs of a small shop, of the last six hours; one thing in it fails since half an hour. */
final class DemoLogs implements AutoCloseable {

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu.MM.dd").withZone(ZoneOffset.UTC);
    private static final Duration PAST = Duration.ofHours(6);

    private static final String TRACE = """
            java.lang.IllegalStateException: Stock of item %1$d is not known
            \tat com.example.shop.stock.StockClient.available(StockClient.java:48)
            \tat com.example.shop.order.Checkout.reserve(Checkout.java:112)
            \tat com.example.shop.order.CheckoutController.submit(CheckoutController.java:37)
            Caused by: java.net.SocketTimeoutException: Read timed out
            \tat java.base/sun.nio.ch.NioSocketImpl.timedRead(NioSocketImpl.java:288)
            \t... 41 more
            """;

    private final Version version = Version.newest();
    private final int port = FreePort.next();
    private final CompletableFuture<ElasticsearchServer> server =
            CompletableFuture.supplyAsync(() -> ElasticsearchServer.start(version, port, "256m"));

    /** What makes Tocsin read them; it need not wait for the server. */
    Map<String, String> properties() {
        return Map.of(
                "spring.elasticsearch.uris",
                "http://127.0.0.1:" + port,
                "tocsin.logs.compatibility",
                String.valueOf(version.major()));
    }

    /** Loads the logs once Tocsin has arranged the store. */
    CompletableFuture<Void> load() {
        return server.thenAcceptAsync(running -> {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> running.send("GET", "/_index_template/tocsin-app-logs", "")
                            .path("index_templates")
                            .has(0));
            byDay(Instant.now()).forEach((day, documents) -> running.bulk("app-logs-" + day, documents));
        });
    }

    /** The same each time but for the time. */
    private static Map<String, List<String>> byDay(Instant now) {
        Random random = new Random(42);
        Map<String, List<String>> days = new TreeMap<>();
        for (Instant time = now.minus(PAST);
                time.isBefore(now);
                time = time.plusMillis(5_000 + random.nextInt(10_000))) {
            boolean failing = time.isAfter(now.minus(Duration.ofMinutes(30)));
            days.computeIfAbsent(DAY.format(time), added -> new ArrayList<>()).add(entry(time, random, failing));
        }
        return days;
    }

    private static String entry(Instant time, Random random, boolean failing) {
        int item = 1_000 + random.nextInt(9_000);
        int chance = random.nextInt(100);
        if (failing && chance < 12) {
            return LogDocuments.thrown(
                    time,
                    "orders",
                    "com.example.shop.order.Checkout",
                    "Stock of item " + item + " is not known",
                    "java.lang.IllegalStateException",
                    TRACE.formatted(item));
        }
        if (chance < 15) {
            return LogDocuments.ecs(
                    time, "ERROR", "payments", "com.example.shop.pay.Gateway", "Payment " + item + " was declined");
        }
        if (chance < 25) {
            return LogDocuments.ecs(
                    time, "WARN", "stock", "com.example.shop.stock.Cache", "Cache is stale for " + chance + " s");
        }
        return LogDocuments.ecs(
                time, "INFO", chance < 60 ? "orders" : "web", "com.example.shop.Access", "GET /items/" + item + " 200");
    }

    @Override
    public void close() {
        server.orTimeout(2, TimeUnit.MINUTES)
                .thenAccept(ElasticsearchServer::close)
                .join();
    }
}
