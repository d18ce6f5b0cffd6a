package io.tocsin.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.tocsin.channel.LogCapture;
import io.tocsin.metrics.RunningService;
import io.tocsin.standin.SlackStandIn;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the libraries log at their finest level, which an operator may switch on for all of them. */
class FinestLogTests {

    private static final String PASSWORD = "operator-password-of-the-test";
    private static final String BASIC =
            Base64.getEncoder().encodeToString(("operator:" + PASSWORD).getBytes(StandardCharsets.US_ASCII));
    private static final String PING = "ping-secret-of-the-test";
    private static final String BODY = """
            {"version":"4","status":"firing","alerts":[
            {"status":"firing","labels":{"alertname":"Watchdog"},"startsAt":"2026-01-02T03:04:05Z"},
            {"status":"firing","labels":{"alertname":"HighCpu"},"startsAt":"2026-01-02T03:04:05Z"}]}
            """;

    @TempDir
    Path folder;

    @Test
    void no_library_logs_a_secret_even_at_its_finest_level() throws Exception {
        AtomicInteger pings = new AtomicInteger();
        HttpServer monitor = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        monitor.createContext("/", exchange -> {
            pings.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        monitor.start();
        try (SlackStandIn slack = new SlackStandIn();
                RunningService service = RunningService.start(
                        folder,
                        "tocsin.channel.slack.ops.webhook-url=" + slack.webhookUrl(),
                        "tocsin.alert.routes[0].targets=ops",
                        "tocsin.security.operator.password=" + PASSWORD,
                        "tocsin.alert.watchdog.heartbeat-url=http://127.0.0.1:"
                                + monitor.getAddress().getPort() + "/" + PING);
                LogCapture log = new LogCapture()) {
            service.post("/webhooks/alertmanager", RunningService.WEBHOOK_TOKEN, BODY);
            service.send(service.request("/api/v1/deliveries").header("Authorization", "Basic " + BASIC));
            await().atMost(Duration.ofMinutes(1)).until(() -> !slack.received().isEmpty() && pings.get() > 0);

            assertThat(log.lines()).hasSizeGreaterThan(100);
            for (String secret : List.of(
                    RunningService.WEBHOOK_TOKEN,
                    PASSWORD,
                    BASIC,
                    PING,
                    slack.webhookUrl().getPath())) {
                assertThat(log.lines().stream()
                                .filter(line -> line.contains(secret))
                                .toList())
                        .as(secret)
                        .isEmpty();
            }
        } finally {
            monitor.stop(0);
        }
    }
}
