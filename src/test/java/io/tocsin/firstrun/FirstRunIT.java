package io.tocsin.firstrun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What README.md promises for the first minutes. */
class FirstRunIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String OPERATOR = "Basic "
            + Base64.getEncoder()
                    .encodeToString(("operator:" + FirstRun.OPERATOR_PASSWORD).getBytes(StandardCharsets.UTF_8));

    @TempDir
    private static Path home;

    private static FirstRun run;

    @BeforeAll
    static void start() throws IOException {
        run = FirstRun.start(
                "--server.port=0", "--first-run.port=0", "--tocsin.delivery.store.path=" + home.resolve("outbox.db"));
    }

    @AfterAll
    static void stop() {
        run.close();
    }

    private static HttpResponse<String> post(String url, HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + FirstRun.WEBHOOK_TOKEN)
                .header("Content-Type", "application/x-www-form-urlencoded") // as curl says
                .POST(body)
                .build();
        return HTTP.send(request, BodyHandlers.ofString());
    }

    private static void postSample(String name, String host) throws IOException, InterruptedException {
        String sample = Files.readString(Path.of("docs/samples/alertmanager-" + name + ".json"));
        // Another host is another alert, which another test's must not pass for within the de-duplication window.
        String alert = sample.replace("db-1:9100", host)
                .replace("6f1c5be2a3d04c11", String.format("%016x", Integer.toUnsignedLong(host.hashCode())));
        HttpResponse<String> answer = post(run.tocsinUrl() + "/webhooks/alertmanager", BodyPublishers.ofString(alert));
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    /** Waits until each stand-in has so many messages more than before. */
    private static void awaitMessages(String before, int more) {
        String expected = Stream.of(before.split(" "))
                .map(count -> String.valueOf(Integer.parseInt(count) + more))
                .collect(Collectors.joining(" "));
        await().atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> assertThat(state()).isEqualTo(expected));
    }

    private static String state() throws IOException, InterruptedException {
        return get(run.pageUrl() + "state");
    }

    private static String get(String url) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                .body();
    }

    @Test
    void a_posted_sample_arrives_in_all_three_places_and_so_does_its_end() throws Exception {
        String before = state();
        assertThat(get(run.tocsinUrl() + "/health/ready")).contains("UP");
        postSample("firing", "db-1:9100");
        awaitMessages(before, 1);
        assertThat(get(run.pageUrl()))
                .contains("[FIRING:2 critical] DiskWillFillSoon", "over TLS")
                .contains("Disk of db-1:9100 is 91 % full", "告警", "mentions 13800000000");
        postSample("resolved", "db-1:9100");
        awaitMessages(before, 2);
        assertThat(get(run.pageUrl())).contains("[RESOLVED:2 critical] DiskWillFillSoon", "恢复");
    }

    @Test
    void a_stand_in_that_is_told_to_fail_gets_the_alert_later() throws Exception {
        String before = state();
        post(run.pageUrl() + "slack/fail?times=1&status=500", BodyPublishers.noBody());
        post(run.pageUrl() + "dingtalk/fail?times=1&errcode=-1", BodyPublishers.noBody());
        post(run.pageUrl() + "mail/fail?times=1&stage=rcpt&status=450", BodyPublishers.noBody());
        postSample("firing", "db-3:9100");
        awaitMessages(before, 1);
        assertThat(get(run.tocsinUrl() + "/metrics"))
                .contains(
                        "tocsin_delivery_attempts_total{channel=\"email\",reason=\"recipient_refused\",target=\"ops-mail\"} 1.0");
    }

    @Test
    void the_logs_of_a_shop_can_be_asked_about() throws Exception {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> logs("/summary").contains("\"type\":\"java.lang.IllegalStateException\""));
        assertThat(logs("/summary")).contains("\"isNew\":true", "Payment # was declined", "Caused by: ");
        assertThat(logs("/errors?size=1&service=payments")).contains("was declined", "\"next\":");
        assertThat(logs("/search?q=timed+out")).contains("com.example.shop.order.Checkout");
    }

    private static String logs(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(run.tocsinUrl() + "/api/v1/logs" + path))
                .header("Authorization", OPERATOR)
                .build();
        return HTTP.send(request, BodyHandlers.ofString()).body();
    }

    @Test
    void a_port_that_is_taken_is_named() {
        int taken = URI.create(run.pageUrl()).getPort();
        assertThatThrownBy(() -> FirstRun.start("--server.port=0", "--first-run.port=" + taken))
                .isInstanceOf(IOException.class)
                .hasMessage("port " + taken + " is in use");
    }
}
