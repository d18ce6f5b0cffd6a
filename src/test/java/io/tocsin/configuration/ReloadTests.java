package io.tocsin.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.delivery.web.OperatorClient;
import io.tocsin.metrics.RunningService;
import io.tocsin.standin.MailStandIn;
import io.tocsin.standin.ProxyStandIn;
import io.tocsin.standin.SlackStandIn;
import io.tocsin.standin.StandInAnswer;
import io.tocsin.standin.TlsStandIn;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A configuration that changes while the service runs. */
class ReloadTests {

    @TempDir
    private Path folder;

    private final SlackStandIn first = new SlackStandIn();
    private final SlackStandIn second = new SlackStandIn();
    private RunningService service;
    private OperatorClient operator;

    @BeforeEach
    void start() throws IOException {
        write(targets("first", first), routes("[first]"));
        start("tocsin.configuration.watch-interval=0");
    }

    private void start(String... settings) {
        String[] all = Arrays.copyOf(settings, settings.length + 1);
        all[settings.length] = "spring.config.location=classpath:/,file:" + folder.resolve("application.yaml")
                + ",optional:configtree:" + folder + "/secrets/";
        service = RunningService.start(folder, all);
        operator = new OperatorClient(service);
    }

    @AfterEach
    void stop() {
        service.close();
        first.close();
        second.close();
    }

    private static String targets(String name, SlackStandIn slack) {
        return "    " + name + ": {webhook-url: '" + slack.webhookUrl() + "', rate-limit: none}\n";
    }

    private static String routes(String defaults, String... more) {
        StringBuilder routes = new StringBuilder("  alert:\n    routes:\n");
        for (String route : more) {
            routes.append("    - ").append(route).append('\n');
        }
        return routes.append("    - {targets: ").append(defaults).append("}\n").toString();
    }

    private void write(String targets, String rest) throws IOException {
        Path next = folder.resolve("application.yaml.next");
        Files.writeString(next, "tocsin:\n  channel:\n   slack:\n" + targets + rest);
        Files.move(
                next,
                folder.resolve("application.yaml"),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }

    private HttpResponse<String> reload() {
        return operator.post("/api/v1/configuration/reload");
    }

    private JsonNode applied() {
        HttpResponse<String> answer = reload();
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return OperatorClient.read(answer);
    }

    private void alert(String name, String severity) {
        HttpResponse<String> answer =
                service.post("/webhooks/alertmanager", RunningService.WEBHOOK_TOKEN, """
                {"version":"4","groupKey":"{}:{alertname=\\"%1$s\\"}","status":"firing","alerts":[{"status":"firing",
                "labels":{"alertname":"%1$s","severity":"%2$s"},"annotations":{},"startsAt":"2026-11-22T09:44:38Z"}]}
                """.formatted(name, severity));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static void awaitMessage(SlackStandIn slack, String text) {
        await("a message with " + text)
                .atMost(Duration.ofMinutes(1))
                .until(() -> slack.received().stream()
                        .anyMatch(message -> message.body().contains(text)));
    }

    private double metric(String name) {
        return service.scrape().stream()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode target(String name) {
        return StreamSupport.stream(
                        operator.json("/api/v1/targets").path("items").spliterator(), false)
                .filter(target -> target.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no target " + name));
    }

    @Test
    void a_new_target_and_a_new_route_are_used_at_once() throws IOException {
        String before = operator.json("/api/v1/configuration").path("hash").asString();
        write(
                targets("first", first) + targets("second", second),
                routes("[first]", "{matchers: ['severity=\"critical\"'], targets: [second]}"));
        JsonNode answer = applied();
        assertThat(answer.path("applied").asBoolean()).isTrue();
        assertThat(answer.path("trigger").asString()).isEqualTo("REQUEST");
        alert("ToSecond", "critical");
        alert("ToFirst", "warning");
        awaitMessage(second, "ToSecond");
        awaitMessage(first, "ToFirst");
        assertThat(operator.json("/api/v1/configuration").path("hash").asString())
                .isNotEqualTo(before);
        await("the record of the delivery, and the sample after it")
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(metric("tocsin_outbox_pending{target=\"second\"}"))
                        .isZero());
        assertThat(metric("tocsin_configuration_reloads_total{outcome=\"applied\"}"))
                .isEqualTo(1);
        awaitAudit("Reload", "applied");
    }

    @Test
    void severities_decide_anew_what_is_critical() throws IOException {
        write(targets("first", first), routes("[first]") + "    severities: {critical: [house-on-fire]}\n");
        JsonNode unused = applied();
        HttpResponse<String> answer = operator.send(
                "POST", "/api/v1/routes/explain", "{\"labels\":{\"alertname\":\"A\",\"severity\":\"house-on-fire\"}}");
        assertThat(OperatorClient.read(answer).at("/cases/0/level").asString()).isEqualToIgnoringCase("critical");
        write(targets("first", first), routes("[first]"));
        unused = applied();
    }

    @Test
    void what_cannot_be_used_is_refused_as_a_whole_with_its_place_and_the_earlier_one_stays() throws IOException {
        write(targets("first", first) + targets("second", second), routes("[first, nobody]"));
        HttpResponse<String> answer = reload();
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(OperatorClient.read(answer).path("problems").toString())
                .contains("application.yaml:", "names the target 'nobody', which is not configured")
                .doesNotContain(second.webhookUrl().toString());
        assertThat(operator.json("/api/v1/targets").toString()).doesNotContain("second");
        assertThat(metric("tocsin_configuration_last_reload_successful")).isZero();
        assertThat(metric("tocsin_configuration_reloads_total{outcome=\"refused\"}"))
                .isEqualTo(1);
        alert("StillFirst", "critical");
        awaitMessage(first, "StillFirst");
        awaitMessage(first, "TocsinConfigurationRefused");
        write(targets("first", first), routes("[first]"));
        JsonNode unused = applied();
        assertThat(metric("tocsin_configuration_last_reload_successful")).isEqualTo(1);
        awaitMessage(first, "uses its current configuration again");
    }

    @Test
    void a_file_that_is_no_yaml_is_refused_without_its_text() throws IOException {
        Files.writeString(folder.resolve("application.yaml"), "tocsin: {channel: {slack: {first: {webhook-url: s3cret");
        HttpResponse<String> answer = reload();
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(OperatorClient.read(answer).path("problems").size()).isEqualTo(1);
        assertThat(answer.body()).contains("not YAML, line 1").doesNotContain("s3cret");
    }

    @Test
    void what_only_a_restart_applies_is_named() throws IOException {
        write(targets("first", first), routes("[first]") + "    dedup-window: 9m\n");
        assertThat(applied().path("needRestart").toString()).isEqualTo("[\"tocsin.alert.dedup-window\"]");
    }

    @Test
    void what_nothing_reads_is_named() throws IOException {
        write(targets("first", first), routes("[first]") + "    dedup-windo: 9m\n");
        assertThat(applied().path("ignored").toString()).contains("application.yaml:", "tocsin.alert.dedup-windo");
    }

    @Test
    void a_changed_target_goes_on_with_its_queue() throws IOException {
        first.answerNext(1_000, StandInAnswer.of(403, "invalid_token"));
        alert("Waits", "critical");
        await().atMost(Duration.ofMinutes(1)).until(() -> first.requests() > 0);
        write(targets("first", second), routes("[first]"));
        JsonNode unused = applied();
        awaitMessage(second, "Waits");
        assertThat(operator.json("/api/v1/deliveries?target=first")
                        .path("items")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void what_waits_for_a_removed_target_is_shown_and_sent_elsewhere() throws IOException {
        first.answerNext(1_000, StandInAnswer.of(503, ""));
        alert("Waits", "critical");
        await().atMost(Duration.ofMinutes(1)).until(() -> first.requests() > 0);
        assertThat(operator.post("/api/v1/targets/first/send-elsewhere?to=first")
                        .statusCode())
                .isEqualTo(409);
        write(targets("second", second), routes("[second]"));
        assertThat(applied().path("removedTargets").toString()).isEqualTo("[\"first\"]");
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            assertThat(target("first").path("configured").asBoolean()).isFalse();
            assertThat(target("first").path("pending").asInt()).isEqualTo(1);
        });
        assertThat(operator.post("/api/v1/targets/first/send-elsewhere?to=nobody")
                        .statusCode())
                .isEqualTo(404);
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            HttpResponse<String> sent = operator.post("/api/v1/targets/first/send-elsewhere?to=second");
            assertThat(sent.statusCode()).as(sent.body()).isEqualTo(200);
            assertThat(sent.body()).contains("\"ended\":1", "\"sent\":1");
        });
        awaitMessage(second, "Waits");
        assertThat(operator.json("/api/v1/deliveries?target=first")
                        .at("/items/0")
                        .toString())
                .contains("SUPERSEDED", "sent to second instead, by operator", "second-1");
        awaitAudit("Send elsewhere", "first to second");
    }

    @Test
    void what_waits_for_a_removed_target_can_be_discarded_or_is_sent_once_it_is_back() throws IOException {
        first.answerNext(1_000, StandInAnswer.of(503, ""));
        alert("Waits", "critical");
        await().atMost(Duration.ofMinutes(1)).until(() -> first.requests() > 0);
        write(targets("second", second), routes("[second]"));
        JsonNode unused = applied();
        first.reset();
        write(targets("first", first) + targets("second", second), routes("[second]"));
        unused = applied();
        awaitMessage(first, "Waits");
        first.answerNext(1_000, StandInAnswer.of(503, ""));
        write(targets("first", first) + targets("second", second), routes("[first]"));
        unused = applied();
        alert("Discarded", "critical");
        await().atMost(Duration.ofMinutes(1)).until(() -> first.requests() > 0);
        write(targets("second", second), routes("[second]"));
        unused = applied();
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(
                                operator.post("/api/v1/targets/first/discard").body())
                        .contains("\"ended\":1", "\"sent\":0"));
        assertThat(operator.json("/api/v1/deliveries?target=first")
                        .at("/items/0")
                        .toString())
                .contains("SUPERSEDED", "discarded by operator");
    }

    /** The JDK's HTTP client ends its threads when the collector finds it unused. */
    @Test
    void fifty_reloads_leave_no_thread_behind() throws IOException {
        JsonNode unused = applied();
        Set<String> before = threads();
        for (int i = 0; i < 50; i++) {
            write(targets("first", first) + targets("t" + i, second), routes("[first]"));
            unused = applied();
        }
        write(targets("first", first), routes("[first]"));
        unused = applied();
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            System.gc();
            assertThat(threads()).hasSizeLessThanOrEqualTo(before.size() + 5);
        });
        alert("AfterFifty", "critical");
        awaitMessage(first, "AfterFifty");
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(thread -> thread.getName() + " " + thread.hashCode())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void a_changed_file_and_a_changed_secret_are_applied_by_themselves() throws IOException {
        service.close();
        Path secret = Files.createDirectories(folder.resolve("secrets")).resolve("slack-url");
        Files.writeString(secret, first.webhookUrl().toString());
        write("    first: {webhook-url: '${slack-url}', rate-limit: none}\n", routes("[first]"));
        start("tocsin.configuration.watch-interval=1s");
        alert("BySecret", "critical");
        awaitMessage(first, "BySecret");
        Files.writeString(secret, second.webhookUrl().toString());
        awaitTrigger("FILE");
        alert("ByNewSecret", "critical");
        awaitMessage(second, "ByNewSecret");
    }

    private void awaitAudit(String action, String text) {
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(operator.get("/audit").body()).contains(action, text));
    }

    private void awaitTrigger(String trigger) {
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(operator.json("/api/v1/configuration")
                                .at("/last/trigger")
                                .asString())
                        .isEqualTo(trigger));
    }

    @Test
    void a_change_that_was_applied_on_request_is_not_applied_again_because_the_file_changed() throws IOException {
        service.close();
        start("tocsin.configuration.watch-interval=1s");
        write(targets("first", first) + targets("second", second), routes("[first]"));
        JsonNode unused = applied();
        await("several looks at the files")
                .during(Duration.ofSeconds(4))
                .atMost(Duration.ofMinutes(1))
                .until(() -> metric("tocsin_configuration_reloads_total{outcome=\"applied\"}") == 1);
    }

    @Test
    void a_mail_target_and_its_server_come_with_a_reload() throws IOException {
        try (MailStandIn mail = MailStandIn.start(MailStandIn.Security.NONE)) {
            Files.writeString(
                    folder.resolve("application.yaml"),
                    "spring: {mail: {host: 127.0.0.1, port: " + mail.port()
                            + ", properties: {mail.smtp.starttls.enable: 'false'}}}\n"
                            + "tocsin: {alert: {routes: [{targets: [ops-mail]}]}, channel: {email: {ops-mail:"
                            + " {to: [ops@example.com], from: tocsin@example.com}}}}\n");
            JsonNode unused = applied();
            alert("ByMail", "critical");
            await().atMost(Duration.ofMinutes(1)).until(() -> !mail.mails().isEmpty());
        }
    }

    @Test
    void an_ssl_bundle_comes_with_a_reload() throws IOException {
        try (TlsStandIn provider = new TlsStandIn()) {
            Path authority = Files.writeString(folder.resolve("authority.pem"), provider.pem());
            Files.writeString(
                    folder.resolve("application.yaml"),
                    "spring.ssl.bundle.pem.corporate.truststore.certificate: 'file:" + authority + "'\n"
                            + "tocsin: {alert: {routes: [{targets: [ops]}]}, channel: {ssl-bundle: corporate, webhook: {ops:"
                            + " {url: '" + provider.origin() + "/hook'}}}}\n");
            JsonNode unused = applied();
            alert("OverTls", "critical");
            await().atMost(Duration.ofMinutes(1)).until(() -> provider.paths().contains("/hook"));
        }
    }

    @Test
    void a_viewer_may_look_and_not_reload_discard_or_send_elsewhere() {
        service.close();
        start(
                "tocsin.configuration.watch-interval=0",
                "tocsin.security.operators.eve.password=viewer-password-of-the-test",
                "tocsin.security.operators.eve.role=viewer");
        String eve = "Basic "
                + Base64.getEncoder()
                        .encodeToString("eve:viewer-password-of-the-test".getBytes(StandardCharsets.UTF_8));
        assertThat(status("GET", "/api/v1/configuration", eve)).isEqualTo(200);
        assertThat(status("POST", "/api/v1/configuration/reload", eve)).isEqualTo(403);
        assertThat(status("POST", "/api/v1/targets/gone/discard", eve)).isEqualTo(403);
        assertThat(status("POST", "/api/v1/targets/gone/send-elsewhere?to=first", eve))
                .isEqualTo(403);
        assertThat(service.get("/api/v1/configuration").statusCode()).isEqualTo(401);
    }

    @Test
    void the_heartbeat_goes_through_the_proxy_of_the_new_configuration() throws IOException {
        service.close();
        start("tocsin.configuration.watch-interval=0", "tocsin.alert.watchdog.heartbeat-url=" + second.webhookUrl());
        try (ProxyStandIn proxy = new ProxyStandIn(null)) {
            write(targets("first", first) + "   proxy: http://127.0.0.1:" + proxy.port() + "\n", routes("[first]"));
            JsonNode unused = applied();
            alert("Watchdog", "none");
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(
                            () -> assertThat(proxy.requests().toString()).contains(String.valueOf(second.port())));
        }
    }

    private int status(String method, String path, String authorization) {
        return service.send(service.request(path)
                        .header("Authorization", authorization)
                        .method(method, BodyPublishers.noBody()))
                .statusCode();
    }
}
