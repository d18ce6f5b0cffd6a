package io.tocsin.proof;

import static io.tocsin.proof.Measurements.median;
import static io.tocsin.proof.Measurements.quantile;
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
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What Tocsin adds to a question put to Elasticsearch directly, on {@code tocsin.benchmark.documents} (1,000,000) entries: on
 * connections that are kept, and with a curl started for each. It judges nothing: docs/performance.md says how to run it and what it printed.
 */
class LogsBenchmark {

    private static final int DOCUMENTS = Integer.getInteger("tocsin.benchmark.documents", 1_000_000);
    private static final int BULK = 10_000;
    private static final int FIRST = 10;
    /** Until the compiler has done most of its work, as in a service that runs for weeks; the node has indexed everything by then. */
    private static final int WARM_UP = 2_000;

    private static final int WARM_UP_OF_OTHERS = 400; // the first kind has warmed most of it

    private static final int ROUNDS = 100;
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z");
    private static final Duration RANGE = Duration.ofHours(6);

    private final Instant end = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusMillis(1);
    private final Instant begin = end.minus(RANGE);
    private int later;

    @TempDir
    Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** What Tocsin asked Elasticsearch for one question. */
    record Asked(String method, String path, String contentType, String body) {

        String accepted() {
            return contentType.replace("x-ndjson", "json");
        }

        /** The same of other times. */
        Asked with(Map<String, String> times) {
            Matcher given = TIME.matcher(body);
            return new Asked(
                    method,
                    path,
                    contentType,
                    given.replaceAll(time -> times.getOrDefault(time.group(), time.group())));
        }
    }

    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    @Test
    void questions() throws Exception {
        Version version = Version.newest();
        try (ElasticsearchServer elasticsearch = ElasticsearchServer.start(version, 0, "2g")) {
            fill(elasticsearch, end);
            HttpServer recorder = recorder(elasticsearch);
            compare("search", WARM_UP, elasticsearch, recorder, "/search", "q", "item 4711");
            compare("errors", WARM_UP_OF_OTHERS, elasticsearch, recorder, "/errors");
            compare("summary", WARM_UP_OF_OTHERS, elasticsearch, recorder, "/summary");
            recorder.stop(0);
        }
    }

    private void compare(
            String what,
            int warmUp,
            ElasticsearchServer elasticsearch,
            HttpServer recorder,
            String path,
            String... text)
            throws Exception {
        List<Asked> exchanges = recorded(elasticsearch, recorder, path, parameters(0, text));
        try (LogsServer tocsin = LogsServer.reading(elasticsearch, "app-logs-*", "tocsin.logs.timeout=1m")) {
            Side ours = later -> {
                String[] question = parameters(later, text);
                return () -> answered(tocsin.get(path, question).statusCode());
            };
            Side direct = later -> {
                List<Asked> same = later(exchanges, later);
                return () -> sendAll(elasticsearch.url(), same);
            };
            alternate(what + ", the first " + FIRST + " after a start", FIRST, ours, direct);
            alternate(null, warmUp, ours, direct);
            alternate(what + ", on kept connections", ROUNDS, ours, direct);
            Side oursByCurl = later -> {
                List<String> command = DirectCurl.command(tocsin.uri(path, parameters(later, text)));
                return () -> DirectCurl.run(command);
            };
            Side directByCurl = later -> {
                List<String> command = DirectCurl.command(folder, elasticsearch.url(), later(exchanges, later));
                return () -> DirectCurl.run(command);
            };
            alternate(what + ", a curl started for each", ROUNDS, oursByCurl, directByCurl);
        }
    }

    /** Prepares a question, so many milliseconds later than the first one. */
    private interface Side {
        Work prepared(int later) throws Exception;
    }

    private interface Work {
        void run() throws Exception;
    }

    private void alternate(@Nullable String what, int rounds, Side ours, Side direct) throws Exception {
        List<Double> times = new ArrayList<>();
        List<Double> directTimes = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            times.add(millis(ours.prepared(later++)));
            directTimes.add(millis(direct.prepared(later++)));
        }
        if (what != null) {
            report(
                    "Logs: " + what + ", p50 on " + DOCUMENTS + " entries, against the same sent to Elasticsearch",
                    "%.1f ms, %.1f ms: %.2f (p10 %.1f ms, %.1f ms)",
                    median(times),
                    median(directTimes),
                    median(times) / median(directTimes),
                    tenth(times),
                    tenth(directTimes));
        }
    }

    /** What it takes in the moments when nothing else runs beside it. */
    private static double tenth(List<Double> times) {
        return quantile(times.stream().mapToDouble(Double::doubleValue).toArray(), 0.1);
    }

    private static double millis(Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e6;
    }

    /** Each question is of another time than all before, or Elasticsearch would answer it out of its cache. */
    private String[] parameters(int later, String... text) {
        List<String> all = new ArrayList<>(List.of(
                "from",
                begin.plusMillis(later).toString(),
                "to",
                end.plusMillis(later).toString()));
        all.addAll(List.of(text));
        return all.toArray(String[]::new);
    }

    private List<Asked> later(List<Asked> exchanges, int later) {
        return exchanges.stream()
                .map(one -> one.with(Stream.of(begin.minus(RANGE), begin, end)
                        .collect(Collectors.toMap(
                                Instant::toString,
                                time -> time.plusMillis(later).toString()))))
                .toList();
    }

    private static void answered(int status) {
        if (status != 200) {
            throw new IllegalStateException("answered " + status);
        }
    }

    private void sendAll(String url, List<Asked> exchanges) throws IOException {
        for (Asked one : exchanges) {
            answered(send(url, one).statusCode());
        }
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
            exchange.getResponseHeaders().set("X-Elastic-Product", "Elasticsearch");
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    private HttpResponse<byte[]> send(String url, Asked one) throws IOException {
        try {
            return client.send(
                    HttpRequest.newBuilder(URI.create(url + one.path()))
                            .header("Content-Type", one.contentType())
                            .header("Accept", one.accepted())
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
                elasticsearch.bulk(LogDocuments.today("app-logs"), documents);
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
