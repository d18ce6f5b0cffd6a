package io.tocsin.security.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.metrics.RunningService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Alerts, probes and scrapes get their answers while clients hold connections and read or write as slowly as they like. */
class ClientConnectionsIT {

    private static final int MANY = 250;
    private static final int MOST_CONNECTIONS = 1000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String HOST = " HTTP/1.1\r\nHost: localhost\r\n";
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: ";
    private static final String TOKEN = "Authorization: Bearer " + RunningService.WEBHOOK_TOKEN + "\r\n";

    private static final AtomicInteger alerts = new AtomicInteger();

    @TempDir
    private static Path folder;

    private static RunningService service;

    @BeforeAll
    static void start() {
        service = RunningService.start(folder, "server.tomcat.max-connections=" + MOST_CONNECTIONS);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    static Arguments[] strangers() {
        String get = "GET %s" + HOST + "\r\n";
        return new Arguments[] {
            Arguments.of("short forms that never end", "POST /sign-in" + HOST + FORM + "8000\r\n\r\na=b", "&c=d"),
            Arguments.of("long forms", "POST /sign-in" + HOST + FORM + "100000\r\n\r\na=b", "&c=d"),
            Arguments.of(
                    "forms without a length",
                    "POST /sign-in" + HOST + FORM.replace("Content-Length: ", "Transfer-Encoding: chunked")
                            + "\r\n\r\n4\r\na=bc\r\n",
                    "1\r\nd\r\n"),
            Arguments.of("other bodies", "POST /api/v1/targets" + HOST + "Content-Length: 100000\r\n\r\n{", " "),
            Arguments.of("bodies of pages", "GET /sign-in" + HOST + "Content-Length: 100000\r\n\r\n{", " "),
            Arguments.of(
                    "webhooks without the token",
                    "POST /webhooks/alertmanager" + HOST + "Content-Length: 100000\r\n\r\n{",
                    " "),
            Arguments.of("bodies of probes", "GET /health/ready" + HOST + "Content-Length: 100000\r\n\r\n{", " "),
            Arguments.of(
                    "pages that are not read",
                    get.formatted("/webjars/htmx.org/2.0.8/dist/htmx.min.js").repeat(300),
                    ""),
            Arguments.of("probes that are not read", get.formatted("/health").repeat(1000), ""),
            Arguments.of(
                    "pages, then probes that are not read",
                    get.formatted("/webjars/htmx.org/2.0.8/dist/htmx.min.js").repeat(8),
                    get.formatted("/health")),
            Arguments.of(
                    "refusals that are not read",
                    ("POST /webhooks/alertmanager" + HOST + "Content-Length: 0\r\n\r\n").repeat(1000),
                    ""),
            Arguments.of("headers that never end", "GET / HTTP/1.1\r\nHost: localhost\r\n", "X-A: b\r\n"),
        };
    }

    @Tag("drill")
    @ParameterizedTest(name = "{0}")
    @MethodSource("strangers")
    void alerts_probes_and_scrapes_go_on_while_strangers_send(String what, String beginning, String drip)
            throws IOException {
        try (Strangers strangers = new Strangers(service.port(), beginning, drip).come(MANY)) {
            while (strangers.rounds() < 12) {
                assertThat(answer(post())).as("webhook, with " + what).startsWith("HTTP/1.1 200");
                probeAndScrape(what);
            }
        }
    }

    static Arguments[] scrapers() {
        return new Arguments[] {
            Arguments.of("bodies of scrapes", "GET /metrics" + HOST + "Content-Length: 100000\r\n\r\n{", " "),
            Arguments.of("scrapes that are not read", ("GET /metrics" + HOST + "\r\n").repeat(300), "")
        };
    }

    /** Each scrape costs the processor something, and they come again: this is a flood, too. */
    @Tag("drill")
    @ParameterizedTest(name = "{0}")
    @MethodSource("scrapers")
    void scrapes_from_one_address_do_not_keep_another_from_scraping(String what, String beginning, String drip)
            throws IOException {
        try (Strangers strangers =
                new Strangers(service.port(), beginning, drip).from("127.0.0.2").come(MANY)) {
            while (strangers.rounds() < 12) {
                assertThat(answer(post())).as("webhook, with " + what).startsWith("HTTP/1.1 200");
                probeAndScrape(what);
            }
        }
    }

    @Test
    void alerts_and_people_come_in_while_strangers_send_slow_forms() throws IOException {
        String form = "POST /sign-in" + HOST + FORM + "8000\r\n\r\na=b";
        try (Strangers strangers = new Strangers(service.port(), form, "&c=d").come(MANY)) {
            await().atMost(PATIENCE)
                    .until(() -> answer("GET /sign-in" + HOST + "Connection: close\r\n\r\n")
                            .startsWith("HTTP/1.1 200"));
            assertThat(answer(post())).startsWith("HTTP/1.1 200");
            probeAndScrape("slow forms");
            assertThat(strangers.comings()).isGreaterThanOrEqualTo(MANY);
        }
    }

    /** Who has the token can slow other senders down, but not stop them, and has no part in probes and scrapes. */
    @Tag("drill")
    @Test
    void slow_senders_with_the_token_stop_no_other_sender() throws IOException {
        String slow = "POST /webhooks/alertmanager" + HOST + TOKEN + "Content-Length: 100000\r\n\r\n{";
        try (Strangers senders = new Strangers(service.port(), slow, " ").come(MANY)) {
            while (senders.rounds() < 12) {
                await().atMost(PATIENCE).until(() -> answer(post()).startsWith("HTTP/1.1 200"));
                probeAndScrape("slow senders");
            }
        }
    }

    @Tag("drill")
    @ParameterizedTest
    @MethodSource("idle")
    void connections_that_do_nothing_keep_nobody_out(String beginning) throws IOException {
        try (Strangers idle = new Strangers(service.port(), beginning, "").come(MOST_CONNECTIONS + 500)) {
            while (idle.rounds() < 12) {
                assertThat(answer(post())).startsWith("HTTP/1.1 200");
                probeAndScrape("idle connections");
            }
        }
    }

    static String[] idle() {
        return new String[] {"", "GET /sign-in" + HOST + "\r\n", "GET /nothing" + HOST + "\r\n"};
    }

    @Test
    void the_sender_of_a_body_that_is_too_large_is_told_so() throws IOException {
        String body = " ".repeat(5 * 1024 * 1024);
        assertThat(answer("POST /webhooks/alertmanager" + HOST + TOKEN + "Connection: close\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body))
                .startsWith("HTTP/1.1 413");
    }

    @Test
    void a_long_form_of_nobody_is_told_so_and_a_short_one_is_read() throws IOException {
        String head = "POST /sign-in" + HOST + "Connection: close\r\n" + FORM;
        assertThat(answer(head + "8193\r\n\r\n" + "a".repeat(100))).startsWith("HTTP/1.1 413");
        assertThat(answer(head + "8192\r\n\r\n" + "a".repeat(8192))).startsWith("HTTP/1.1 403");
    }

    private static void probeAndScrape(String what) throws IOException {
        assertThat(answer("GET /health/ready" + HOST + "\r\n"))
                .as("probe, with " + what)
                .startsWith("HTTP/1.1 200");
        assertThat(answer("GET /metrics" + HOST + "\r\n"))
                .as("scrape, with " + what)
                .startsWith("HTTP/1.1 200")
                .contains("tocsin_");
    }

    private static String post() {
        String body = "{\"version\":\"4\",\"status\":\"firing\",\"groupKey\":\"g" + alerts.incrementAndGet()
                + "\",\"alerts\":[{\"status\":\"firing\",\"labels\":{\"alertname\":\"A\"}}]}";
        return "POST /webhooks/alertmanager" + HOST + TOKEN + "Connection: close\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
    }

    /** What is answered on a connection of its own, until the server ends that. */
    private static String answer(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
