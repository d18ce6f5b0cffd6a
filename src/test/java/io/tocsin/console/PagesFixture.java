package io.tocsin.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.delivery.web.OperatorClient;
import io.tocsin.metrics.RunningService;
import io.tocsin.standin.SlackStandIn;
import io.tocsin.standin.StandInAnswer;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** A service whose pages an operator uses with basic credentials, and a Slack that stands in for the real one. */
final class PagesFixture implements AutoCloseable {

    /** Would run, if anything in the way from a webhook to a page forgot to escape. */
    static final String HOSTILE = "</td><script>alert(1)</script>\"'><img src=x onerror=alert(1)>";

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    final SlackStandIn slack = new SlackStandIn();
    private final RunningService service;
    private final OperatorClient operator;

    PagesFixture(Path folder, String... settings) {
        String[] all = Arrays.copyOf(settings, settings.length + 2);
        all[settings.length] = "tocsin.channel.slack.ops-slack.webhook-url=" + slack.webhookUrl();
        all[settings.length + 1] = "tocsin.channel.slack.ops-slack.rate-limit=none";
        service = RunningService.start(folder, all);
        operator = new OperatorClient(service);
    }

    HttpResponse<String> get(String path, String... headers) {
        return operator.send("GET", path, "", headers);
    }

    /** The text of a page that is there. */
    String page(String path, String... headers) {
        HttpResponse<String> answer = get(path, headers);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    /** Sends the form of this action that a page holds, as a browser without scripts does. */
    HttpResponse<String> submit(String page, String action, Map<String, String> fields) {
        HttpResponse<String> answer = get(page);
        return post(action, hidden(answer, action, "_csrf|key") + encoded(fields), "Cookie", session(answer));
    }

    /** As {@link #submit}, but to another address. */
    HttpResponse<String> submitTo(String page, String action, String elsewhere) {
        HttpResponse<String> answer = get(page);
        return post(elsewhere, hidden(answer, action, "_csrf|key"), "Cookie", session(answer));
    }

    /** As {@link #submit}, but of the hidden fields only the token, so that the others may be forged. */
    HttpResponse<String> forge(String page, String action, Map<String, String> fields) {
        HttpResponse<String> answer = get(page);
        return post(action, hidden(answer, action, "_csrf") + encoded(fields), "Cookie", session(answer));
    }

    HttpResponse<String> post(String path, String form, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = "application/x-www-form-urlencoded";
        return operator.send("POST", path, form, all);
    }

    /** Without credentials. */
    HttpResponse<String> anonymous(String path) {
        return service.get(path);
    }

    private static String hidden(HttpResponse<String> page, String action, String names) {
        int start = page.body().indexOf("action=\"" + action + "\"");
        assertThat(start).as(page.body()).isPositive();
        String form = page.body().substring(start, page.body().indexOf("</form>", start));
        return Pattern.compile("name=\"(" + names + ")\" value=\"([^\"]+)\"")
                .matcher(form)
                .results()
                .map(field -> field.group(1) + "=" + field.group(2) + "&")
                .collect(Collectors.joining());
    }

    private static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** The cookies that an answer sets. */
    static String session(HttpResponse<String> answer) {
        return answer.headers().allValues("Set-Cookie").stream()
                .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                .collect(Collectors.joining("; "));
    }

    /** Where an answer sends the browser. */
    static String location(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    /** Posts an alert with this name and waits until its delivery has the state; tells the delivery's id. */
    String delivered(String alertname, String state) {
        String body = JsonMapper.builder()
                .build()
                .writeValueAsString(Map.of(
                        "version",
                        "4",
                        "groupKey",
                        "{}:{n=\"" + NUMBERS.incrementAndGet() + "\"}" + alertname,
                        "status",
                        "firing",
                        "alerts",
                        List.of(Map.of(
                                "status",
                                "firing",
                                "labels",
                                Map.of("alertname", alertname, "severity", "critical", "team", alertname),
                                "annotations",
                                Map.of(
                                        "summary",
                                        alertname,
                                        "runbook_url",
                                        "javascript:alert(1)",
                                        "logs_url",
                                        "https://tocsin.example.com/logs?service=shop"),
                                "startsAt",
                                "2026-11-22T09:44:38Z",
                                "generatorURL",
                                "https://prometheus.example.com/graph?a=1&b=2"))));
        HttpResponse<String> answer = service.post("/webhooks/alertmanager", RunningService.WEBHOOK_TOKEN, body);
        long notification = OperatorClient.read(answer).path("notificationId").asLong();
        return await().until(
                        () -> Optional.of(operator.json("/api/v1/deliveries?notification=" + notification)
                                        .path("items")
                                        .path(0))
                                .filter(one -> one.path("state").asString("").equals(state))
                                .map(one -> one.path("id").asString()),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** As {@link #delivered}, but the provider refuses it for good. */
    String parked(String alertname) {
        slack.answerNext(2, StandInAnswer.of(400, "invalid_payload"));
        return delivered(alertname, "PARKED");
    }

    void awaitState(String delivery, String state) {
        await().until(() -> operator.json("/api/v1/deliveries/" + delivery)
                .path("state")
                .asString("")
                .equals(state));
    }

    @Override
    public void close() {
        service.close();
        slack.close();
    }
}
