package io.tocsin.proof;

import static io.tocsin.proof.Measurements.median;
import static io.tocsin.proof.Measurements.report;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tocsin.backing.ElasticsearchServer;
import io.tocsin.backing.ElasticsearchServer.Version;
import io.tocsin.logs.LogDocuments;
import io.tocsin.logs.LogsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/**
 * What Tocsin adds to a question put to Elasticsearch directly, on {@code tocsin.benchmark.documents} (1,000,000) entries. It
 * judges nothing: docs/performance.md says how to run it and what it printed.
 */
class LogsBenchmark {

    private static final int DOCUMENTS = Integer.getInteger("tocsin.benchmark.documents", 1_000_000);
    private static final int BULK = 10_000;
    private static final int WARM_UP = 10;
    private static final int ROUNDS = 30;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** What Tocsin asked Elasticsearch for one question. */
    private record Asked(String method, String path, String contentType, String body) {}

    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    @Test
    void questions() throws Exception {
        Version version = Version.newest();
        Instant now = Instant.now();
        String from = now.minusSeconds(6 * 3_600).toString();
        String to = now.toString();
        try (ElasticsearchServer elasticsearch = ElasticsearchServer.start(version, 0, "2g")) {
            fill(elasticsearch, now);
            HttpServer recorder = recorder(elasticsearch);
            String[] search = {"from", from, "to", to, "q", "item 4711"};
            String[] summary = {"from", from, "to", to};
            compare("search", elasticsearch, recorder, "/search", search);
            compare("errors", elasticsearch, recorder, "/errors", summary);
            compare("summary", elasticsearch, recorder, "/summary", summary);
            recorder.stop(0);
        }
    }

    private void compare(
            String what, ElasticsearchServer elasticsearch, HttpServer recorder, String path, String[] parameters)
            throws Exception {
        List<Asked> exchanges = recorded(elasticsearch, recorder, path, parameters);
        List<Double> ours = new ArrayList<>();
        List<Double> direct = new ArrayList<>();
        try (LogsServer tocsin = LogsServer.reading(elasticsearch, "app-logs-*", "tocsin.logs.timeout=1m")) {
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                double took = millis(() -> tocsin.json(path, parameters));
                double tookDirectly = millis(() -> {
                    for (Asked one : exchanges) {
                        send(elasticsearch.url(), one);
                    }
                });
                if (round >= 0) {
                    ours.add(took);
                    direct.add(tookDirectly);
                }
            }
        }
        report(
                "Logs: " + what + ", p50 on " + DOCUMENTS + " entries, against the same sent to Elasticsearch",
                "%.1f ms, %.1f ms: %.2f",
                median(ours),
                median(direct),
                median(ours) / median(direct));
    }

    private interface Work {
        void run() throws Exception;
    }

    private static double millis(Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e6;
    }

    /** Asks once through a recorder, to learn what is asked. */
    private List<Asked> recorded(
            ElasticsearchServer elasticsearch, HttpServer recorder, String path, String[] parameters) {
        try (LogsServer through = LogsServer.start(
                "spring.elasticsearch.uris=http://127.0.0.1:"
                        + recorder.getAddress().getPort(),
                "tocsin.logs.compatibility=" + elasticsearch.version().major(),
                "tocsin.logs.setup.enabled=false",
                "tocsin.logs.counts.enabled=false",
                "tocsin.logs.timeout=1m")) {
            asked.clear();
            through.json(path, parameters);
            return List.copyOf(asked);
        }
    }

    private HttpServer recorder(ElasticsearchServer elasticsearch) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", exchange -> pass(exchange, elasticsearch.url()));
        server.start();
        return server;
    }

    private void pass(HttpExchange exchange, String url) throws IOException {
        try (exchange) {
            Asked one = new Asked(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    exchange.getRequestHeaders().getFirst("Content-Type"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            asked.add(one);
            HttpResponse<byte[]> answer = send(url, one);
            exchange.getResponseHeaders()
                    .set(
                            "Content-Type",
                            answer.headers().firstValue("Content-Type").orElse("application/json"));
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    private HttpResponse<byte[]> send(String url, Asked one) throws IOException {
        try {
            return client.send(
                    HttpRequest.newBuilder(URI.create(url + one.path()))
                            .header("Content-Type", one.contentType())
                            .header("Accept", one.contentType().replace("x-ndjson", "json"))
                            .method(one.method(), BodyPublishers.ofString(one.body()))
                            .build(),
                    BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Over twelve hours and fifty services; two of a hundred entries are errors. */
    private static void fill(ElasticsearchServer elasticsearch, Instant now) {
        try (LogsServer installsTheTemplate = LogsServer.reading(elasticsearch, "app-logs-*")) {
            org.awaitility.Awaitility.await()
                    .until(() -> elasticsearch
                            .send("GET", "/_index_template/tocsin-app-logs", "")
                            .path("index_templates")
                            .has(0));
            installsTheTemplate.json("/errors");
        }
        Random random = new Random(1);
        long step = 12L * 3_600_000 / DOCUMENTS;
        List<String> documents = new ArrayList<>(BULK);
        for (int n = 0; n < DOCUMENTS; n++) {
            documents.add(document(now.minusMillis(n * step), random));
            if (documents.size() == BULK || n == DOCUMENTS - 1) {
                elasticsearch.bulk("app-logs-2026.11.22", documents);
                documents.clear();
            }
        }
        elasticsearch.send("POST", "/app-logs-*/_forcemerge?max_num_segments=5", "");
    }

    private static String document(Instant time, Random random) {
        int item = 1_000 + random.nextInt(9_000);
        String service = "service-" + random.nextInt(50);
        int chance = random.nextInt(100);
        if (chance == 0) {
            String type = "com.example.Failure" + random.nextInt(40);
            return LogDocuments.thrown(
                    time,
                    service,
                    "com.example.Shop" + random.nextInt(20),
                    "item " + item,
                    type,
                    type + "\n\tat a.b(C)");
        }
        return LogDocuments.ecs(
                time, chance == 1 ? "ERROR" : "INFO", service, "com.example.Shop", "GET /items item " + item + " 200");
    }
}
