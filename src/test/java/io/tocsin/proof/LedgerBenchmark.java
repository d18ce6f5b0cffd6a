package io.tocsin.proof;

import static io.tocsin.proof.Measurements.quantile;
import static io.tocsin.proof.Measurements.report;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long the ledger takes to answer when it holds much. It judges nothing: docs/performance.md says what it printed. */
class LedgerBenchmark {

    /** Notifications, of three deliveries each. */
    private static final int HISTORY = 166_667;

    private static final int WARM_UP = 100;
    private static final int MEASURED = 200;
    private static final String AUTHORIZATION = "Basic "
            + Base64.getEncoder().encodeToString("operator:password-of-the-benchmark".getBytes(StandardCharsets.UTF_8));

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    Path folder;

    @Test
    void pages_with_500_000_deliveries() throws Exception {
        Path store = FilledStore.create(folder.resolve("store"), HISTORY, 0);
        park(store);
        Map<String, String> properties = Map.of(
                "tocsin.delivery.store.path",
                store.toString(),
                "tocsin.security.operator.password",
                "password-of-the-benchmark");
        try (TocsinProcess tocsin = new TocsinProcess(folder, properties)
                .withJvmFlags(List.of("-XX:+UseSerialGC", "-Xmx512m"))
                .start()) {
            for (Map.Entry<String, String> question : questions().entrySet()) {
                double[] times = times(tocsin, question.getValue());
                report(
                        question.getKey(),
                        "p50 %.1f ms, p90 %.1f ms, p99 %.1f ms",
                        quantile(times, 0.5),
                        quantile(times, 0.9),
                        quantile(times, 0.99));
            }
        }
    }

    private static Map<String, String> questions() {
        Map<String, String> questions = new LinkedHashMap<>();
        questions.put("Newest 50 notifications", "/api/v1/notifications");
        questions.put("50 notifications half way down", "/api/v1/notifications?cursor=n1s1k");
        questions.put("Notifications of one rule in 200", "/api/v1/notifications?alertname=Old7");
        questions.put(
                "One alert of a rule, by another label",
                "/api/v1/notifications?matcher=alertname=Old7,instance=10.0.0.7:9100");
        questions.put("A label that none has (2,000 read)", "/api/v1/notifications?matcher=team=none");
        questions.put("An expression that none matches (2,000 read)", "/api/v1/notifications?matcher=team%3D~no.*");
        questions.put("Resolved ones, of which there are none", "/api/v1/notifications?status=resolved");
        questions.put("One notification with its deliveries", "/api/v1/notifications/83000");
        questions.put("Newest 50 deliveries", "/api/v1/deliveries");
        questions.put("Newest 50 deliveries of a target", "/api/v1/deliveries?target=oncall");
        questions.put("Parked deliveries, 30 among 500,000", "/api/v1/deliveries?state=PARKED");
        questions.put("Superseded ones, of which there are none", "/api/v1/deliveries?state=SUPERSEDED");
        questions.put("Deliveries of an hour long ago", "/api/v1/deliveries?from={hour}&to={next}");
        questions.put("One delivery", "/api/v1/deliveries/oncall-83000");
        questions.put("All targets", "/api/v1/targets");
        return questions;
    }

    private double[] times(TocsinProcess tocsin, String question) throws IOException, InterruptedException {
        Instant hour = Instant.now().minusSeconds(HISTORY / 2);
        String path = question.replace("{hour}", hour.toString())
                .replace("{next}", hour.plusSeconds(3600).toString());
        List<Double> times = new ArrayList<>();
        for (int n = 0; n < WARM_UP + MEASURED; n++) {
            long start = System.nanoTime();
            HttpRequest request = HttpRequest.newBuilder(tocsin.uri(path))
                    .header("Authorization", AUTHORIZATION)
                    .method("GET", BodyPublishers.noBody())
                    .build();
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
            }
            if (n >= WARM_UP) {
                times.add((System.nanoTime() - start) / 1e6);
            }
        }
        return times.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Ten of each target, far apart. */
    private static void park(Path store) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store);
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE delivery SET state = 'PARKED' WHERE seq % 16000 = 7");
            statement.execute("UPDATE target SET parked ="
                    + " (SELECT COUNT(*) FROM delivery WHERE state = 'PARKED' AND target = name)");
        }
    }
}
