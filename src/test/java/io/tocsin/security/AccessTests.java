package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.intake.webhook.IntakeServer;
import io.tocsin.intake.webhook.Payloads;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class AccessTests {

    private static final String WEBHOOK = "/webhooks/alertmanager";
    private static final String OPERATOR = IntakeServer.basic("operator", IntakeServer.PASSWORD);
    private static final String PROBLEM = "{\"title\":\"Unauthorized\",\"status\":401}";

    private static IntakeServer server;

    @BeforeAll
    static void start() {
        server = IntakeServer.start("tocsin.security.scrape-token=scrape-token-of-the-test");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<String> post(String authorization, String body) {
        return server.send(
                server.request(WEBHOOK).header("Authorization", authorization).POST(BodyPublishers.ofString(body)));
    }

    @Test
    void a_webhook_comes_in_with_the_token_as_bearer_or_as_anyones_password() {
        assertThat(post("Bearer " + IntakeServer.TOKEN, "{}").statusCode()).isEqualTo(200);
        assertThat(post("bearer   " + IntakeServer.TOKEN, "{}").statusCode()).isEqualTo(200);
        assertThat(post(IntakeServer.basic("webhook", IntakeServer.TOKEN), "{}").statusCode())
                .isEqualTo(200);
        assertThat(post(IntakeServer.basic("", IntakeServer.TOKEN), "{}").statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer ",
                "Bearer wrong",
                "Bearer webhook-token-of-the-test2",
                "Basic",
                "Basic !!!",
                "Basic d2ViaG9vaw==",
                "Basic d2ViaG9vazo=",
                "Digest x",
                "webhook-token-of-the-test"
            })
    void a_webhook_without_the_token_is_a_401_and_counted(String authorization) {
        double before = server.counted("unauthorized");
        HttpResponse<String> answer = post(authorization, Payloads.alertmanager());
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.headers().allValues("WWW-Authenticate"))
                .containsExactly("Bearer realm=\"tocsin\"", "Basic realm=\"tocsin\", charset=\"UTF-8\"");
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(answer.body()).isEqualTo(PROBLEM);
        await().untilAsserted(() -> assertThat(server.counted("unauthorized")).isGreaterThanOrEqualTo(before + 1));
        assertThat(server.outbox().stored()).isEmpty();
    }

    @Test
    void the_operator_and_the_scraper_are_no_webhook_senders() {
        assertThat(post(OPERATOR, "{}").statusCode()).isEqualTo(401);
        assertThat(post("Bearer scrape-token-of-the-test", "{}").statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({"POST,application/json", "PUT,application/x-www-form-urlencoded", "POST,multipart/form-data; boundary=x"
    })
    void nothing_of_a_body_is_read_from_a_stranger(String method, String contentType) throws IOException {
        // It announces a body, sends none of it, and has its answer all the same.
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(30_000);
            OutputStream out = socket.getOutputStream();
            out.write((method + " " + WEBHOOK + " HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\nContent-Type: "
                            + contentType + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 401");
        }
    }

    @Test
    void probes_are_open_to_all() {
        // The machine of the test may be too busy for its thresholds; that is an answer too.
        assertThat(server.get("/health").statusCode()).isIn(200, 503);
        assertThat(server.get("/health/live").statusCode()).isEqualTo(200);
        assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void a_scrape_token_closes_the_metrics() {
        HttpResponse<String> refused = server.get("/metrics");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate")).isPresent();
        assertThat(server.get("/metrics", "Authorization", OPERATOR).statusCode())
                .isEqualTo(401);
        HttpResponse<String> answer =
                server.get("/metrics", "Authorization", IntakeServer.basic("prometheus", "scrape-token-of-the-test"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains(
                        "# HELP tocsin_webhook_notifications_total Webhooks answered, by what became of them",
                        "tocsin_webhook_notifications_total{outcome=\"stored\"} 0.0")
                .doesNotContain(IntakeServer.TOKEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/error",
                "/nothing",
                "/api/v1/targets",
                "/actuator",
                "/prometheus",
                "/webhooks",
                "/metricsx"
            })
    void everything_else_is_the_operators(String path) {
        HttpResponse<String> answer = server.get(path);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(answer.body()).isEqualTo(PROBLEM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/error", "/nothing", "/actuator"})
    void the_operator_learns_that_nothing_is_there(String path) {
        for (String accept : new String[] {"text/html", "application/json", "image/png"}) {
            HttpResponse<String> answer = server.get(path, "Authorization", OPERATOR, "Accept", accept);
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).doesNotContain("999", "Whitelabel");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "operator,wrong",
        "Operator,operator-password-of-the-test",
        "operator,",
        "webhook,webhook-token-of-the-test"
    })
    void the_operator_needs_name_and_password(String name, String password) {
        HttpResponse<String> answer =
                server.get("/", "Authorization", IntakeServer.basic(name, password == null ? "" : password));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo(PROBLEM);
    }

    @ParameterizedTest
    @CsvSource({
        "HEAD,/health,200",
        "OPTIONS,/health,200",
        "POST,/health,405",
        "HEAD,/,401",
        "OPTIONS,/,401",
        "HEAD,/webhooks/alertmanager,401",
        "OPTIONS,/webhooks/alertmanager,401",
        "TRACE,/webhooks/alertmanager,4xx",
        "TRACE,/,4xx",
        "BREW,/,4xx",
        "GET,/webhooks/..%2fhealth,4xx",
        "GET,/webhooks//alertmanager,4xx",
        "GET,/webhooks/alertmanager;x=1,4xx"
    })
    void odd_requests_get_sane_answers(String method, String path, String status) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write((method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer)
                    .matches(Pattern.compile("HTTP/1\\.1 " + status.replace("x", "\\d") + " .*", Pattern.DOTALL));
            assertThat(answer).doesNotContain("Exception", "Apache Tomcat");
        }
    }

    @Test
    void secrets_left_unset_are_made_up_and_kept_beside_the_store(CapturedOutput output, @TempDir Path folder)
            throws IOException {
        try (IntakeServer fresh = IntakeServer.start(
                "tocsin.delivery.store.path=" + folder.resolve("data/outbox.db"),
                "tocsin.security.webhook-token=",
                "tocsin.security.operator.password=",
                "tocsin.security.operator.username=me")) {
            String token = Files.readString(folder.resolve("data/tocsin.security.webhook-token"));
            String password = Files.readString(folder.resolve("data/tocsin.security.operator.password"));
            assertThat(output).doesNotContain(token, password);
            assertThat(token).hasSizeGreaterThanOrEqualTo(32).isNotEqualTo(password);
            assertThat(fresh.send(fresh.request(WEBHOOK)
                                    .header("Authorization", "Bearer " + token)
                                    .POST(BodyPublishers.ofString("{}")))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(fresh.get("/", "Authorization", IntakeServer.basic("me", password))
                            .statusCode())
                    .isEqualTo(404);
            assertThat(fresh.get("/metrics").statusCode()).isEqualTo(200);
        }
        assertThat(output).doesNotContain("Using generated security password");
    }

    @Test
    void secrets_that_are_set_are_never_printed(CapturedOutput output) {
        try (IntakeServer fresh =
                IntakeServer.start("debug=true", "logging.level.org.springframework.security=TRACE")) {
            assertThat(fresh.get("/", "Authorization", OPERATOR).statusCode()).isEqualTo(404);
            assertThat(fresh.send(fresh.request(WEBHOOK)
                                    .header("Authorization", "Bearer " + IntakeServer.TOKEN)
                                    .POST(BodyPublishers.ofString("{}")))
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(output).doesNotContain(IntakeServer.TOKEN, IntakeServer.PASSWORD);
    }
}
