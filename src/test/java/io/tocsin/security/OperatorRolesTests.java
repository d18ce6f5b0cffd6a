package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.intake.webhook.IntakeServer;
import io.tocsin.intake.webhook.Payloads;
import io.tocsin.metrics.RunningService;
import io.tocsin.standin.SlackStandIn;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A viewer and two operators, at every door. */
class OperatorRolesTests {

    private static final String FIRST = IntakeServer.basic("operator", "operator-password-of-the-test");
    private static final String CAROL = IntakeServer.basic("carol", "the-password-of-carol");
    private static final String VICTOR = IntakeServer.basic("victor", "the-password-of-victor");

    @TempDir
    static Path folder;

    private static final SlackStandIn slack = new SlackStandIn();
    private static RunningService service;

    @BeforeAll
    static void start() {
        service = RunningService.start(
                folder,
                "tocsin.channel.slack.ops-slack.webhook-url=" + slack.webhookUrl(),
                "tocsin.alert.routes[0].targets=ops-slack",
                "tocsin.security.operators.carol.password=the-password-of-carol",
                "tocsin.security.operators.carol.role=operator",
                "tocsin.security.operators.victor.password=the-password-of-victor");
    }

    @AfterAll
    static void stop() {
        service.close();
        slack.close();
    }

    private static HttpResponse<String> send(String who, String method, String path, String... headers) {
        HttpRequest.Builder request =
                service.request(path).header("Authorization", who).method(method, BodyPublishers.noBody());
        return service.send(headers.length == 0 ? request : request.headers(headers));
    }

    private static int answers(String who, String method, String path) {
        return send(who, method, path).statusCode();
    }

    @ParameterizedTest
    @CsvSource({
        "/",
        "/alerts",
        "/deliveries",
        "/targets",
        "/targets/ops-slack/preview",
        "/logs",
        "/api/v1/targets",
        "/api/v1/deliveries",
        "/api/v1/notifications",
        "/api/openapi"
    })
    void everyone_reads(String path) {
        for (String who : new String[] {FIRST, CAROL, VICTOR}) {
            assertThat(answers(who, "GET", path)).as(path).isEqualTo(200);
        }
    }

    @Test
    void nobody_signs_in_with_the_password_of_another() {
        assertThat(answers(IntakeServer.basic("victor", "the-password-of-carol"), "GET", "/"))
                .isEqualTo(401);
        assertThat(answers(IntakeServer.basic("Carol", "the-password-of-carol"), "GET", "/"))
                .isEqualTo(401);
        assertThat(answers(IntakeServer.basic("", "the-password-of-carol"), "GET", "/"))
                .isEqualTo(401);
    }

    @Test
    void only_operators_have_something_sent() {
        for (String path : new String[] {
            "/api/v1/targets/ops-slack/test",
            "/api/v1/targets/ops-slack/resend-parked",
            "/api/v1/deliveries/ops-slack-1/resend",
            "/api/v1/anything/to/come"
        }) {
            HttpResponse<String> refused = send(VICTOR, "POST", path);
            assertThat(refused.statusCode()).as(path).isEqualTo(403);
            assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(refused.body()).contains("the role viewer may read");
            assertThat(answers(VICTOR, "DELETE", path)).isEqualTo(403);
        }
        assertThat(slack.received()).isEmpty();
        assertThat(answers(CAROL, "POST", "/api/v1/targets/ops-slack/test")).isEqualTo(202);
        await().until(() -> !slack.received().isEmpty());
    }

    @Test
    void a_viewer_may_render_a_message_that_is_sent_to_nobody() {
        HttpResponse<String> rendered = service.send(service.request("/api/v1/messages/preview?target=ops-slack")
                .header("Authorization", VICTOR)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Payloads.alertmanager())));
        assertThat(rendered.statusCode()).as(rendered.body()).isEqualTo(200);
    }

    @Test
    void a_viewer_sees_no_button_that_sends_and_a_page_that_says_why() {
        assertThat(send(CAROL, "GET", "/targets").body()).contains("Send a test", "carol", "Operator: reads and acts");
        assertThat(send(VICTOR, "GET", "/targets").body())
                .contains("victor", "Viewer: reads only")
                .doesNotContain("Send a test");
        HttpResponse<String> refused = send(VICTOR, "GET", "/targets/ops-slack/resend-parked", "Accept", "text/html");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("Your account may only look (role viewer).");
    }
}
