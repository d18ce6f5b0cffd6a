package io.tocsin.console;

import io.tocsin.metrics.RunningService;
import io.tocsin.standin.DingTalkStandIn;
import io.tocsin.standin.SlackStandIn;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A service with a target of each kind, of which the mail is only looked at, and a browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ConsoleFixture {

    final SlackStandIn slack = new SlackStandIn();
    final DingTalkStandIn dingTalk = new DingTalkStandIn();
    ConsoleBrowser browser;
    RunningService service;

    /** More settings, {@code name=value}. */
    List<String> settings() {
        return List.of();
    }

    @BeforeAll
    void start(@TempDir Path folder) {
        browser = ConsoleBrowser.start();
        List<String> settings = new ArrayList<>(List.of(
                "tocsin.alert.dedup-window=1s",
                "tocsin.channel.slack.ops-slack.webhook-url=" + slack.webhookUrl(),
                "tocsin.channel.slack.ops-slack.rate-limit=none",
                "tocsin.channel.dingtalk.oncall.webhook-url=" + dingTalk.webhookUrl(),
                "tocsin.channel.dingtalk.oncall.secret=" + DingTalkStandIn.SECRET,
                "tocsin.channel.dingtalk.oncall.locale=zh-CN",
                "tocsin.channel.email.ops-mail.to=ops@example.com",
                "tocsin.channel.email.ops-mail.from=tocsin@example.com",
                "spring.mail.host=127.0.0.1",
                "spring.mail.port=1",
                "tocsin.alert.routes[0].matchers[0]=severity=critical",
                "tocsin.alert.routes[0].targets=oncall",
                "tocsin.alert.routes[0].continue=true",
                "tocsin.alert.routes[1].targets=ops-slack"));
        settings.addAll(settings());
        service = RunningService.start(folder, settings.toArray(String[]::new));
    }

    @AfterEach
    void forget() {
        slack.reset();
        dingTalk.reset();
    }

    @AfterAll
    void stop() {
        if (browser != null) {
            browser.close();
        }
        if (service != null) {
            service.close();
        }
        slack.close();
        dingTalk.close();
    }

    Visit operator() {
        return browser.visit(service.port()).signedIn();
    }

    /** Posts what Alertmanager would say of a group with one alert. */
    void post(String status, String alertname, String severity, String summary) {
        Instant start = Instant.now().minusSeconds(90);
        String body = """
                {"version":"4","groupKey":"{}:{alertname=\\"%2$s\\"}","truncatedAlerts":0,"status":"%1$s","receiver":"tocsin",
                "groupLabels":{"alertname":"%2$s"},"commonLabels":{"alertname":"%2$s","severity":"%3$s"},"commonAnnotations":{},
                "externalURL":"http://alertmanager.example:9093","alerts":[{"status":"%1$s",
                "labels":{"alertname":"%2$s","severity":"%3$s","instance":"app-1:9100","job":"shop"},
                "annotations":{"summary":"%4$s","runbook_url":"https://runbooks.example/%2$s"},
                "startsAt":"%5$s","endsAt":"%6$s","generatorURL":"http://prometheus.example:9090/graph","fingerprint":"%7$08x"}]}
                """.formatted(
                        status,
                        alertname,
                        severity,
                        summary,
                        start,
                        status.equals("resolved") ? Instant.now() : "0001-01-01T00:00:00Z",
                        alertname.hashCode());
        int answer = service.post("/webhooks/alertmanager", RunningService.WEBHOOK_TOKEN, body)
                .statusCode();
        if (answer != 200) {
            throw new IllegalStateException("the webhook answers " + answer + " to " + body);
        }
    }
}
