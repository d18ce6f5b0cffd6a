package io.tocsin.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.delivery.web.OperatorClient;
import io.tocsin.metrics.RunningService;
import io.tocsin.standin.SlackStandIn;
import io.tocsin.standin.StandInAnswer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first page, as a browser without scripts gets it. */
class OverviewPageTests {

    @TempDir
    Path folder;

    private static String page(RunningService service) {
        HttpResponse<String> answer = new OperatorClient(service).get("/");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body().replaceAll("\\s+", " ");
    }

    private static void fire(RunningService service, String severity) {
        String body =
                "{\"groupKey\":\"g-%1$s\",\"alerts\":[{\"status\":\"firing\",\"labels\":{\"alertname\":\"Of%1$s\","
                                .formatted(severity)
                        + "\"severity\":\"" + severity + "\"}}]}";
        assertThat(service.post("/webhooks/alertmanager", RunningService.WEBHOOK_TOKEN, body)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_service_out_of_the_box_says_what_is_to_be_configured() {
        try (RunningService service = RunningService.start(folder, "tocsin.check.host.disk-percent=100")) {
            String page = page(service);
            assertThat(page)
                    .contains(
                            "No target is configured: nobody is notified",
                            "None. What fires will be here within seconds.")
                    .contains("id=\"check-host\"")
                    .doesNotContain("id=\"check-redis\"", "id=\"check-database\"")
                    .contains("<code>spring.data.redis.host</code>", "<code>spring.datasource.url</code>")
                    .contains(
                            "<code>spring.elasticsearch.uris</code>",
                            "<code>tocsin.alert.watchdog.silence-after</code>")
                    .contains("tocsin.channel.*")
                    .doesNotContain("All is well")
                    .doesNotContain("tocsin.security.operator.password", "tocsin.security.webhook-token");
            await().atMost(Duration.ofSeconds(20)).until(() -> page(service).contains("<path d=\"M"));
        }
    }

    @Test
    void what_is_wrong_comes_first_and_leads_on() {
        try (SlackStandIn slack = new SlackStandIn();
                RunningService service = RunningService.start(
                        folder,
                        "tocsin.channel.slack.ops-slack.webhook-url=" + slack.webhookUrl(),
                        "tocsin.alert.routes[0].targets[0]=ops-slack",
                        "tocsin.alert.watchdog.silence-after=5m",
                        "spring.data.redis.url=redis://user:s3cretOfRedis@127.0.0.1:1",
                        "spring.elasticsearch.uris=http://127.0.0.1:1")) {
            slack.answerNext(2, StandInAnswer.of(400, "invalid_payload"));
            fire(service, "critical");
            fire(service, "warning");
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> page(service).contains("state=PARKED")
                            && page(service).contains("check-redis"));
            String page = page(service);
            assertThat(page)
                    .contains("Something is wrong", "Redis is down", "One critical alert group is open")
                    .contains("One other alert group is open", "One delivery is parked")
                    .contains("href=\"/deliveries?target=ops-slack&amp;state=PARKED\"")
                    .contains("href=\"/alerts?status=open&amp;severity=critical\"")
                    .contains(">Ofcritical<", ">Ofwarning<", "never received")
                    .doesNotContain("s3cretOfRedis", "127.0.0.1", SlackStandIn.PATH);
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(new OperatorClient(service)
                                    .send("GET", "/", "", "Accept-Language", "zh-CN")
                                    .body())
                            .contains("<p class=\"reason\">连接被拒绝</p>"));
            assertThat(page.indexOf(">Ofcritical<")).isLessThan(page.indexOf(">Ofwarning<"));
            assertThat(page)
                    .doesNotContain("<code>spring.data.redis.host</code>", "<code>spring.elasticsearch.uris</code>");
        }
    }

    @Test
    void a_store_that_does_not_answer_leaves_the_rest_of_the_page() throws SQLException {
        try (RunningService service = RunningService.start(folder);
                Connection store = DriverManager.getConnection(
                        "jdbc:sqlite:" + folder.resolve("outbox.db") + "?busy_timeout=10000");
                Statement statement = store.createStatement()) {
            statement.execute("ALTER TABLE notification RENAME TO away");
            try {
                assertThat(page(service)).contains("The store does not answer", "/health/ready", "id=\"check-host\"");
                HttpResponse<String> alerts = new OperatorClient(service).get("/alerts");
                assertThat(alerts.statusCode()).isEqualTo(503);
                assertThat(alerts.body()).contains("The store does not answer").doesNotContain("SQL", "notification");
            } finally {
                statement.execute("ALTER TABLE away RENAME TO notification");
            }
            await().untilAsserted(() -> assertThat(page(service)).doesNotContain("The store does not answer"));
        }
    }

    @Test
    void nobody_sees_it_without_signing_in() {
        try (RunningService service = RunningService.start(folder)) {
            assertThat(service.get("/").statusCode()).isIn(302, 401);
            assertThat(service.get("/alerts").statusCode()).isIn(302, 401);
        }
    }
}
