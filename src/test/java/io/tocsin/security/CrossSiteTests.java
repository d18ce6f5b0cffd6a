package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.intake.webhook.IntakeServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A browser that has the operator's credentials is made to send a request by a page of somebody else. */
class CrossSiteTests {

    private static final String OPERATOR = IntakeServer.basic("operator", IntakeServer.PASSWORD);
    private static final String PREVIEW = "/api/v1/messages/preview?target=nobody";

    private static IntakeServer server;

    @BeforeAll
    static void start() {
        server = IntakeServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<String> send(String method, String path, String... headers) {
        HttpRequest.Builder request =
                server.request(path).header("Authorization", OPERATOR).method(method, BodyPublishers.noBody());
        return server.send(headers.length == 0 ? request : request.headers(headers));
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site,cross-site",
        "Sec-Fetch-Site,same-site",
        "Sec-Fetch-Site,''",
        "Origin,https://evil.example",
        "Origin,null",
        "Origin,http://127.0.0.1:1",
        "Origin,not an origin"
    })
    void a_request_from_elsewhere_is_refused(String header, String value) {
        for (String method : new String[] {"GET", "POST", "PUT", "DELETE", "PATCH"}) {
            HttpResponse<String> answer = send(method, PREVIEW, header, value);
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(answer.body()).startsWith("{\"title\":\"Forbidden\",\"status\":403,\"detail\":");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "application/x-www-form-urlencoded",
        "Application/X-WWW-Form-Urlencoded; charset=UTF-8",
        "multipart/form-data; boundary=x",
        "text/plain"
    })
    void a_form_is_refused(String type) {
        HttpResponse<String> answer = send("POST", PREVIEW, "Content-Type", type);
        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @Test
    void a_request_of_ones_own_is_let_through() {
        String own = "http://127.0.0.1:" + server.port();
        assertThat(send("POST", PREVIEW).statusCode()).isEqualTo(404);
        assertThat(send("POST", PREVIEW, "Content-Type", "application/json").statusCode())
                .isEqualTo(404);
        assertThat(send("POST", PREVIEW, "Sec-Fetch-Site", "same-origin").statusCode())
                .isEqualTo(404);
        assertThat(send("POST", PREVIEW, "Sec-Fetch-Site", "none").statusCode()).isEqualTo(404);
        assertThat(send("POST", PREVIEW, "Origin", own).statusCode()).isEqualTo(404);
        // A proxy may have changed the host; the browser's own word counts.
        assertThat(send("POST", PREVIEW, "Origin", "https://tocsin.example", "Sec-Fetch-Site", "same-origin")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void a_page_of_another_site_cannot_read_either() {
        String expensive = "/api/v1/nothing?matcher=a%3D~%22b%22";
        assertThat(send("GET", expensive, "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate")
                        .statusCode())
                .isEqualTo(403);
        assertThat(send("HEAD", expensive, "Sec-Fetch-Site", "cross-site").statusCode())
                .isEqualTo(403);
        // It gets past the filter, to where there is nothing.
        assertThat(send("GET", expensive, "Sec-Fetch-Site", "none").statusCode())
                .isEqualTo(404);
        assertThat(send("GET", expensive).statusCode()).isEqualTo(404);
    }

    @Test
    void a_stranger_learns_nothing() {
        assertThat(server.send(server.request(PREVIEW)
                                .header("Sec-Fetch-Site", "cross-site")
                                .POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void senders_with_tokens_are_no_browsers() {
        assertThat(server.send(server.request("/webhooks/alertmanager")
                                .headers(
                                        "Authorization",
                                        "Bearer " + IntakeServer.TOKEN,
                                        "Origin",
                                        "https://grafana.example")
                                .POST(BodyPublishers.ofString("{}")))
                        .statusCode())
                .isEqualTo(200);
    }
}
