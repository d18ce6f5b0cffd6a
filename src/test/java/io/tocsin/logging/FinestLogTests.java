package io.tocsin.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.channel.LogCapture;
import io.tocsin.metrics.RunningService;
import io.tocsin.standin.ProxyStandIn;
import io.tocsin.standin.SlackStandIn;
import io.tocsin.standin.TlsStandIn;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the libraries log at their finest level, which an operator may switch on for all of them. */
class FinestLogTests {

    private static final String PASSWORD = "operator-password-of-the-test";
    private static final String BASIC =
            Base64.getEncoder().encodeToString(("operator:" + PASSWORD).getBytes(StandardCharsets.US_ASCII));
    private static final String PING = "ping-secret-of-the-test";
    private static final String SECRET = "provider-secret-of-the-test";
    private static final String PROXY_PASSWORD = "proxy-password-of-the-test";
    private static final Set<String> WAYS =
            Set.of("/slack", "/api/chat.postMessage", "/robot/send", "/hook/feishu", "/wecom", "/ticket", "/", "/ping");
    private static final String BODY = """
            {"version":"4","status":"firing","alerts":[
            {"status":"firing","labels":{"alertname":"Watchdog"},"startsAt":"2026-01-02T03:04:05Z"},
            {"status":"firing","labels":{"alertname":"HighCpu"},"startsAt":"2026-01-02T03:04:05Z"}]}
            """;

    @TempDir
    Path folder;

    /** Each way to a provider: through a proxy that asks for a password, over TLS that a private authority has signed. */
    private static List<String> targets(TlsStandIn provider) {
        String origin = provider.origin();
        List<String> targets = List.of(
                "slack.hook.webhook-url=" + origin + "/slack-" + SECRET,
                "slack.app.token=xoxb-" + SECRET,
                "slack.app.channel=C0123456789",
                "slack.app.api-url=" + origin + "/api",
                "dingtalk.robot.webhook-url=" + origin + "/robot/send?access_token=" + SECRET,
                "dingtalk.robot.secret=SEC" + SECRET,
                "feishu.bot.webhook-url=" + origin + "/hook/feishu-" + SECRET,
                "wecom.wx.webhook-url=" + origin + "/wecom?key=" + SECRET,
                "webhook.ticket.url=" + origin + "/ticket-" + SECRET,
                "webhook.ticket.bearer-token=bearer-" + SECRET,
                "sms.phone.endpoint=" + origin,
                "sms.phone.access-key-id=id-" + SECRET,
                "sms.phone.access-key-secret=key-" + SECRET,
                "sms.phone.sign-name=Tocsin",
                "sms.phone.template-code=SMS_1",
                "sms.phone.phone-numbers=13800000000");
        return targets.stream().map(target -> "tocsin.channel." + target).toList();
    }

    @Test
    void no_library_logs_a_secret_even_at_its_finest_level() throws Exception {
        try (SlackStandIn slack = new SlackStandIn();
                TlsStandIn provider = new TlsStandIn();
                ProxyStandIn proxy = new ProxyStandIn("tocsin:" + PROXY_PASSWORD)) {
            List<String> settings = new ArrayList<>(targets(provider));
            settings.add("tocsin.channel.slack.ops.webhook-url=" + slack.webhookUrl());
            settings.add("tocsin.channel.slack.ops.proxy=none");
            settings.add("tocsin.channel.proxy=http://tocsin:" + PROXY_PASSWORD + "@127.0.0.1:" + proxy.port());
            settings.add("tocsin.channel.ssl-bundle=corporate");
            settings.add("spring.ssl.bundle.pem.corporate.truststore.certificate=" + provider.pem());
            settings.add("tocsin.alert.routes[0].targets=ops,hook,app,robot,bot,wx,ticket,phone");
            settings.add("tocsin.security.operator.password=" + PASSWORD);
            settings.add("tocsin.alert.watchdog.heartbeat-url=" + provider.origin() + "/" + PING);
            try (RunningService service = RunningService.start(folder, settings.toArray(String[]::new));
                    LogCapture log = new LogCapture()) {
                service.post("/webhooks/alertmanager", RunningService.WEBHOOK_TOKEN, BODY);
                service.send(service.request("/api/v1/deliveries").header("Authorization", "Basic " + BASIC));
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> !slack.received().isEmpty()
                                && provider.paths().stream()
                                        .map(FinestLogTests::start)
                                        .collect(Collectors.toSet())
                                        .containsAll(WAYS));

                assertThat(proxy.tunnels()).isNotEmpty();
                assertThat(proxy.refused()).isZero();
                assertThat(log.lines()).hasSizeGreaterThan(100);
                for (String secret : List.of(
                        RunningService.WEBHOOK_TOKEN,
                        PASSWORD,
                        BASIC,
                        PING,
                        SECRET,
                        PROXY_PASSWORD,
                        slack.webhookUrl().getPath())) {
                    assertThat(log.lines().stream()
                                    .filter(line -> line.contains(secret))
                                    .toList())
                            .as(secret)
                            .isEmpty();
                }
            }
        }
    }

    /** The first part of a path. */
    private static String start(String path) {
        return path.split("[-?]", 2)[0];
    }
}
