package io.tocsin.channel.webhook;

import static io.tocsin.channel.FailureReason.BAD_ANSWER;
import static io.tocsin.channel.FailureReason.CONFIGURATION;
import static io.tocsin.channel.FailureReason.CREDENTIALS;
import static io.tocsin.channel.FailureReason.MESSAGE_REFUSED;
import static io.tocsin.channel.FailureReason.MESSAGE_TOO_LARGE;
import static io.tocsin.channel.FailureReason.SERVER_ERROR;
import static io.tocsin.channel.FailureReason.THROTTLED;
import static io.tocsin.channel.FailureReason.UNCLEAR_ANSWER;
import static io.tocsin.channel.FailureReason.UNKNOWN_ERROR;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.Muting;
import io.tocsin.alert.Notification;
import io.tocsin.channel.FailureReason;
import io.tocsin.channel.Message;
import io.tocsin.channel.Notifier;
import io.tocsin.channel.Samples;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.http.WebhookNotifierContractTests;
import io.tocsin.standin.HookStandIn;
import io.tocsin.standin.StandInAnswer;
import io.tocsin.standin.WebhookStandIn;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The built-in JSON, to a receiver that answers with a code. */
class WebhookNotifierTests extends WebhookNotifierContractTests {

    private static final String KEY = "k3y-of-the-body-0123";

    private final HookStandIn hook = new HookStandIn(InstantSource.system());
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @AfterEach
    void close() {
        hook.close();
    }

    @Override
    protected WebhookStandIn standIn() {
        return hook;
    }

    @Override
    protected Notifier notifierTo(URI url) {
        return notifier(url, Map.of());
    }

    private Notifier notifier(URI url, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "url", url.toString(),
                "bearer-token", HookStandIn.BEARER,
                "hmac-secret", HookStandIn.HMAC,
                "success.status[0]", "200",
                "success.pointer", "/code",
                "success.equals[0]", "0",
                "throttled-when.pointer", "/code",
                "throttled-when.equals[0]", "11",
                "rate-limit", "none",
                "timeout", LIMIT.toSeconds() + "s"));
        settings.putAll(Map.of("time-zone", "UTC", "secrets.key", KEY));
        settings.put("refused-when.status[0]", "400");
        settings.put("refused-when.status[1]", "422");
        settings.put("refused-when.pointer", "/code");
        settings.put("refused-when.equals[0]", "12");
        settings.putAll(more);
        return WebhookTargets.oncall(settings, InstantSource.system(), meters).notifier();
    }

    @Override
    protected StandInAnswer refusal() {
        return StandInAnswer.of(400, "{\"code\":12}");
    }

    @Override
    protected String success() {
        return "{\"code\":0}";
    }

    @Override
    protected List<String> otherSuccesses() {
        return List.of("{\"code\":\"0\"}");
    }

    @Override
    protected List<StandInAnswer> unknownErrors() {
        return List.of(StandInAnswer.of(200, "{\"code\":7}"), StandInAnswer.of(409, "what?"));
    }

    @Override
    protected Collection<String> secrets() {
        return List.of(HookStandIn.TOKEN, HookStandIn.BEARER, HookStandIn.HMAC, KEY, "/hook/");
    }

    @Override
    protected List<Failure> failures() {
        List<Failure> failures = new ArrayList<>();
        failures.add(retryable(200, "{\"code\":11}", THROTTLED));
        failures.add(retryable(429, "slow down", THROTTLED));
        failures.add(retryable(200, "{\"code\":7,\"token\":\"" + HookStandIn.BEARER + "\"}", UNKNOWN_ERROR));
        failures.add(retryable(201, "{\"code\":0}", UNKNOWN_ERROR));
        failures.add(retryable(200, "<html>Sign in</html>", BAD_ANSWER));
        for (String body : List.of("", "ok", "[]", "null", "{}", "{\"code\":0", "[".repeat(30_000))) {
            failures.add(retryable(200, body, UNCLEAR_ANSWER));
        }
        failures.add(retryable(200, "{\"code\":{\"0\":0}}", UNKNOWN_ERROR));
        failures.add(retryable(401, "no " + KEY, CREDENTIALS));
        failures.add(retryable(404, "nothing at " + hook.webhookUrl(), CONFIGURATION));
        failures.add(retryable(502, "<html>Bad Gateway</html>", SERVER_ERROR));
        failures.add(rejected(400, "{}", MESSAGE_REFUSED));
        failures.add(rejected(422, "no", MESSAGE_REFUSED));
        failures.add(rejected(200, "{\"code\":12}", MESSAGE_REFUSED));
        failures.add(rejected(413, "too large", MESSAGE_TOO_LARGE));
        return failures;
    }

    private Failure retryable(int status, String body, FailureReason reason) {
        return Failure.retryable(
                status + " " + body.substring(0, Math.min(60, body.length())),
                reason,
                () -> hook.answerNext(reason == UNKNOWN_ERROR ? 2 : 1, StandInAnswer.of(status, body)));
    }

    private Failure rejected(int status, String body, FailureReason reason) {
        return Failure.rejected(status + " " + body, reason, () -> hook.answerNext(2, StandInAnswer.of(status, body)));
    }

    @Test
    void the_built_in_json_tells_all_that_is_known() {
        notifier().send(Samples.message(Samples.firing("10.0.0.1:9100", "critical")));

        JsonNode body = hook.received().get(0).json();
        JsonNode own = body.path("tocsin");
        assertThat(body.path("version").asString()).isEqualTo("4");
        assertThat(body.path("status").asString()).isEqualTo("firing");
        assertThat(body.path("truncatedAlerts").asInt()).isZero();
        assertThat(own.path("version").asInt()).isEqualTo(1);
        assertThat(own.path("target").asString()).isEqualTo("oncall");
        assertThat(own.path("delivery").asString()).isEqualTo("oncall-42");
        assertThat(own.path("title").asString()).isEqualTo("[FIRING:1] HighCPU (critical)");
        assertThat(own.path("groupId").asString()).matches("[0-9a-f]{32}");
        JsonNode alert = body.at("/alerts/0");
        assertThat(alert.at("/labels/instance").asString()).isEqualTo("10.0.0.1:9100");
        assertThat(alert.at("/annotations/summary").asString()).isEqualTo("CPU > 90% on 10.0.0.1:9100");
        assertThat(alert.path("startsAt").asString()).isEqualTo("2026-11-22T09:44:38.294528Z");
        assertThat(alert.path("endsAt").asString()).isEqualTo("0001-01-01T00:00:00Z");
        assertThat(alert.at("/links/0/label").asString()).isEqualTo("Graph");
        assertThat(alert.at("/links/0/url").asString()).startsWith("http://prometheus.example.com:9090/graph");
        assertThat(own.path("omittedAlerts").asInt()).isZero();
        // Names of Alertmanager and Grafana, and none of them twice.
        assertThat(body.propertyNames()).contains("externalURL").doesNotContain("externalUrl");
        assertThat(alert.propertyNames())
                .contains("generatorURL")
                .doesNotContain("generatorUrl", "dashboardUrl", "silenceUrl");
    }

    /** Alerts with equal labels would be one alert to what takes Alertmanager's webhook. */
    @Test
    void shortened_alerts_keep_the_labels_that_distinguish_them() {
        Notifier notifier = notifier(hook.webhookUrl(), Map.of("max-size", "40KB"));
        List<Alert> crashed = IntStream.range(0, 60)
                .mapToObj(n -> Samples.alert(
                        AlertStatus.FIRING,
                        Map.of("alertname", "KubePodCrashLooping", "severity", "warning", "pod", "checkout-" + n),
                        Map.of("summary", "Pod is crash looping.", "description", "x".repeat(1_000))))
                .toList();

        assertThat(notifier.send(Samples.message(crashed, 0))).isEqualTo(SendResult.delivered());

        JsonNode alerts = hook.received().get(0).json().path("alerts");
        assertThat(alerts.valueStream().filter(alert -> alert.path("shortened").asBoolean()))
                .isNotEmpty();
        assertThat(alerts.valueStream().map(alert -> alert.at("/labels/pod").asString()))
                .hasSize(60)
                .doesNotHaveDuplicates();
    }

    @Test
    void labels_that_have_no_room_are_said_to_be_omitted_and_a_muted_alert_to_be_firing_and_muted() {
        Notifier notifier = notifier(hook.webhookUrl(), Map.of("max-size", "2KB"));
        Muting silence = new Muting(Muting.Kind.SILENCED, "ops", null, "deploying");
        Alert muted = Samples.firing("a1", "critical").mutedBy(silence);
        Map<String, String> common = Map.of("long", "x".repeat(900), "other", "y");
        Message message = Samples.message(muted)
                .saying(new Notification("{}", "r", Map.of(), common, Map.of(), List.of(muted), 0, null));

        assertThat(notifier.send(message)).isEqualTo(SendResult.delivered());

        JsonNode body = hook.received().get(0).json();
        assertThat(body.at("/commonLabels/tocsin_omitted").asString()).isEqualTo("2");
        assertThat(body.at("/alerts/0/status").asString()).isEqualTo("firing");
        assertThat(body.at("/alerts/0/muted").asString()).contains("silenced by ops");
    }

    /** Telegram's form, and Discord's. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/parameters/retry_after | {\"ok\":false,\"parameters\":{\"retry_after\":35}} | 35000",
                "/retry_after | {\"message\":\"slow\",\"retry_after\":64.57} | 64570",
                "/retry_after | {\"retry_after\":1e99} | 3600000",
                "/retry_after | {\"retry_after\":-5} | -1",
                "/retry_after | slow down | -1",
            })
    void how_long_to_wait_is_read_from_the_body(String pointer, String body, long millis) {
        hook.answerNext(1, StandInAnswer.of(429, body));

        SendResult result =
                notifier(hook.webhookUrl(), Map.of("retry-after", pointer)).send(sample());

        assertThat(result)
                .isInstanceOfSatisfying(
                        SendResult.Retryable.class,
                        retryable ->
                                assertThat(retryable.after()).isEqualTo(millis < 0 ? null : Duration.ofMillis(millis)));
        assertThat(reason(result)).isEqualTo(THROTTLED);
    }

    @Test
    void each_request_has_the_delivery_as_its_idempotency_key_and_the_method_that_is_set() {
        notifier(hook.webhookUrl(), Map.of("method", "put")).send(sample());

        assertThat(hook.keys()).containsExactly("oncall-42");
        assertThat(hook.methods()).containsExactly("PUT");
    }

    @Test
    void without_a_rule_every_2xx_is_a_success() {
        Notifier notifier = WebhookTargets.oncall(
                        Map.of("url", hook.webhookUrl().toString()), InstantSource.system())
                .notifier();
        for (int status : List.of(200, 201, 202, 204)) {
            hook.answerNext(1, StandInAnswer.of(status, ""));
            assertThat(notifier.send(sample())).as("%d", status).isEqualTo(SendResult.delivered());
        }
    }

    @Test
    void a_secret_of_the_template_is_sent_and_neither_shown_nor_told_to_an_alert_that_names_it(@TempDir Path directory)
            throws IOException {
        Path file = directory.resolve("ticket.ftl");
        Files.writeString(file, """
                {"key": "{{key}}", "delivery": "${deliveryId}", "more": "${more}",
                 "alerts": [<#list full + lines as alert>"${alert.name}: ${alert.summary}"<#sep>, </#list>]}
                """);
        Notifier notifier =
                notifier(hook.webhookUrl(), Map.of("body", file.toUri().toString()));
        var alert = Samples.alert(
                AlertStatus.FIRING, Map.of("alertname", "A\"B\\C"), Map.of("summary", "{{key}} \u0001 ${x}"));

        assertThat(notifier.send(Samples.message(alert))).isEqualTo(SendResult.delivered());

        JsonNode body = hook.received().get(0).json();
        assertThat(body.path("key").asString()).isEqualTo(KEY);
        assertThat(body.at("/alerts/0").asString()).isEqualTo("A\"B\\C: {{key}} ${x}");
        assertThat(notifier.preview(sample()).parts().get(0).body())
                .contains("\"key\": \"***\"")
                .doesNotContain(KEY);
    }

    @Test
    void a_template_that_fails_on_an_alert_tells_it_plainly(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("ticket.ftl");
        Files.writeString(file, """
                {"delivery": "${deliveryId}", "more": "${more}", "alerts": [<#list full + lines as alert>
                "${alert.name} ${alert.instance}<#if alert.summary == "Boom">${nothing.like.this}</#if>"<#sep>, </#list>]}
                """);
        Notifier notifier =
                notifier(hook.webhookUrl(), Map.of("body", file.toUri().toString()));
        var boom = Samples.alert(
                AlertStatus.FIRING, Map.of("alertname", "Down", "instance", "a1"), Map.of("summary", "Boom"));

        assertThat(notifier.send(Samples.message(boom))).isEqualTo(SendResult.delivered());

        assertThat(hook.received().get(0).json().at("/alerts/0").asString()).isEqualTo("Down a1");
        assertThat(meters.get("tocsin.render.failures")
                        .tag("channel", "webhook")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void the_target_can_be_reached_through_a_proxy() {
        URI behind = URI.create("http://receiver.invalid" + hook.webhookUrl().getPath());

        assertThat(notifier(behind, Map.of("proxy", "http://127.0.0.1:" + hook.port()))
                        .send(sample()))
                .isEqualTo(SendResult.delivered());
        assertThat(hook.received().get(0).uri().getHost()).isEqualTo("receiver.invalid");
    }
}
