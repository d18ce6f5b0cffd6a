package io.tocsin.proof;

import static io.tocsin.proof.Measurements.quantile;
import static io.tocsin.proof.Measurements.report;
import static org.awaitility.Awaitility.await;

import io.tocsin.backing.ElasticsearchServer;
import io.tocsin.backing.ElasticsearchServer.Version;
import io.tocsin.logs.LogDocuments;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long the console's pages take, and how much they weigh. It judges nothing: docs/performance.md says what it printed. */
class ConsoleBenchmark {

    /** Notifications, of three deliveries each. */
    private static final int HISTORY = 33_334;

    private static final int WARM_UP = 200;
    private static final int MEASURED = 200;
    private static final Pattern ASSET = Pattern.compile("(?:href|src)=\"(/(?:assets|webjars)/[^\"]+)\"");
    private static final String AUTHORIZATION = "Basic "
            + Base64.getEncoder().encodeToString("operator:password-of-the-benchmark".getBytes(StandardCharsets.UTF_8));

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    Path folder;

    @Test
    void pages_with_100_000_deliveries() throws Exception {
        Path store = FilledStore.create(folder.resolve("store"), HISTORY, 0);
        Map<String, String> properties = new HashMap<>(Map.of(
                "tocsin.delivery.store.path",
                store.toString(),
                "tocsin.security.operator.password",
                "password-of-the-benchmark"));
        for (String target : FilledStore.TARGETS) {
            properties.put(
                    "tocsin.channel.slack." + target + ".webhook-url", "http://127.0.0.1/services/T0000/B0000/unused");
        }
        properties.put("tocsin.alert.routes[0].targets", String.join(",", FilledStore.TARGETS));
        ElasticsearchServer logs = ElasticsearchServer.shared(Version.newest());
        properties.put("spring.elasticsearch.uris", logs.url());
        properties.put(
                "tocsin.logs.compatibility", Integer.toString(logs.version().major()));
        try (TocsinProcess tocsin = new TocsinProcess(folder, properties)
                .withJvmFlags(List.of("-XX:+UseSerialGC", "-Xmx512m"))
                .start()) {
            await("the index template")
                    .until(() -> logs.send("GET", "/_index_template/tocsin-app-logs", "")
                            .path("index_templates")
                            .has(0));
            logs.bulk(LogDocuments.today("app-logs"), entries());
            Map<String, String> pages = new LinkedHashMap<>();
            pages.put("Overview", "/");
            pages.put("Alerts", "/alerts");
            pages.put("One group", "/alerts/" + newest(tocsin, "group"));
            pages.put("Deliveries", "/deliveries");
            pages.put("Deliveries of a target that are parked", "/deliveries?target=oncall&state=PARKED");
            pages.put("One delivery", "/deliveries/oncall-16000");
            pages.put("Targets", "/targets");
            pages.put("Preview of a sample", "/targets/oncall/preview");
            pages.put("Logs, of 10,000 entries", "/logs");
            for (Map.Entry<String, String> page : pages.entrySet()) {
                measure(tocsin, page.getKey(), page.getValue());
            }
        }
    }

    /** Of the last three hours; each tenth is an error. */
    private static List<String> entries() {
        Instant now = Instant.now();
        return IntStream.range(0, 10_000)
                .mapToObj(n -> {
                    Instant time = now.minusSeconds(n);
                    String service = "service-" + n % 20;
                    String type = "com.example.Failure" + n % 7;
                    return n % 10 == 0
                            ? LogDocuments.thrown(
                                    time, service, "com.example.Shop", "item " + n, type, type + "\n\tat a.b(C)")
                            : LogDocuments.ecs(time, "INFO", service, "com.example.Shop", "GET /items/" + n);
                })
                .toList();
    }

    private String newest(TocsinProcess tocsin, String field) throws IOException, InterruptedException {
        String body =
                new String(get(tocsin, "/api/v1/notifications?limit=1", false).body(), StandardCharsets.UTF_8);
        return Pattern.compile("\"" + field + "\":\"([^\"]+)\"")
                .matcher(body)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    private void measure(TocsinProcess tocsin, String name, String path) throws IOException, InterruptedException {
        double[] times = new double[MEASURED];
        for (int n = 0; n < WARM_UP + MEASURED; n++) {
            long start = System.nanoTime();
            get(tocsin, path, false);
            if (n >= WARM_UP) {
                times[n - WARM_UP] = (System.nanoTime() - start) / 1e6;
            }
        }
        report(
                "Console: " + name,
                "p50 %.1f ms, p99 %.1f ms; first load %.0f kB",
                quantile(times, 0.5),
                quantile(times, 0.99),
                firstLoad(tocsin, path) / 1000.0);
    }

    /** Bytes of the page and of what it loads, bodies only, compressed as browsers get them. */
    private double firstLoad(TocsinProcess tocsin, String path) throws IOException, InterruptedException {
        String page = new String(get(tocsin, path, false).body(), StandardCharsets.UTF_8);
        Set<String> parts = ASSET.matcher(page)
                .results()
                .map(asset -> asset.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        double bytes = get(tocsin, path, true).body().length;
        for (String part : parts) {
            bytes += get(tocsin, part, true).body().length;
        }
        return bytes;
    }

    private HttpResponse<byte[]> get(TocsinProcess tocsin, String path, boolean compressed)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(tocsin.uri(path))
                .header("Authorization", AUTHORIZATION)
                .header("Accept", "text/html,*/*");
        if (compressed) {
            request.header("Accept-Encoding", "gzip");
        }
        HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + ": " + answer.statusCode());
        }
        return answer;
    }
}
