package io.tocsin.security.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.intake.webhook.IntakeServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

@ExtendWith(OutputCaptureExtension.class)
class ForwardedHeadersTests {

    private static final String WRONG = IntakeServer.basic("operator", "a-wrong-password");
    private static final String[] KUBERNETES = {
        "KUBERNETES_SERVICE_HOST=10.0.0.1", "KUBERNETES_SERVICE_PORT=443", "spring.main.cloud-platform=kubernetes"
    };
    private static final String[] BEHIND_A_PROXY = {
        "server.forward-headers-strategy=native",
        "server.tomcat.remoteip.internal-proxies=127.0.0.1",
        "tocsin.security.auth-failures-per-minute=5"
    };

    private static int status(IntakeServer server, String forwarded, String path) {
        return server.get(path, "Authorization", WRONG, "X-Forwarded-For", forwarded)
                .statusCode();
    }

    private static Set<Integer> statuses(IntakeServer server, String... forwarded) {
        Set<Integer> statuses = new HashSet<>();
        for (String address : forwarded) {
            statuses.add(status(server, address, "/api/v1/targets"));
        }
        return statuses;
    }

    @Test
    void nobody_is_believed_by_default_not_even_on_kubernetes(CapturedOutput output) {
        try (IntakeServer server = IntakeServer.start(KUBERNETES)) {
            assertThat(status(server, "203.0.113.9", "/api/v1/targets")).isEqualTo(401);
            assertThat(output).contains("Credentials from 127.0.0.1 ").doesNotContain("203.0.113.9");
        }
    }

    @Test
    void a_client_that_is_not_a_named_proxy_is_not_believed(CapturedOutput output) {
        try (IntakeServer server = IntakeServer.start(
                "server.forward-headers-strategy=native", "server.tomcat.remoteip.internal-proxies=192.0.2.0/24")) {
            assertThat(status(server, "203.0.113.9", "/api/v1/targets")).isEqualTo(401);
            assertThat(output).contains("Credentials from 127.0.0.1 ").doesNotContain("203.0.113.9");
        }
    }

    @Test
    void over_tls_a_browser_is_told_to_stay_there_for_this_name_and_no_subdomain() {
        try (IntakeServer server = IntakeServer.start(BEHIND_A_PROXY)) {
            for (String path : List.of("/sign-in", "/api/v1/targets")) {
                assertThat(server.get(path, "X-Forwarded-For", "192.0.2.1", "X-Forwarded-Proto", "https")
                                .headers()
                                .allValues("Strict-Transport-Security"))
                        .singleElement()
                        .asString()
                        .startsWith("max-age=31536000")
                        .doesNotContain("includeSubDomains");
                assertThat(server.get(path).headers().allValues("Strict-Transport-Security"))
                        .as("without TLS")
                        .isEmpty();
            }
        }
    }

    @Test
    void one_ipv6_client_cannot_escape_the_limit_by_other_addresses_of_its_network() {
        try (IntakeServer server = IntakeServer.start(BEHIND_A_PROXY)) {
            statuses(
                    server,
                    "2001:db8:1:2::1",
                    "2001:db8:1:2::2",
                    "2001:db8:1:2:0:0:0:3",
                    "2001:DB8:1:2::4",
                    "2001:db8:1:2:ffff::5");
            assertThat(statuses(server, "2001:db8:1:2::6")).containsExactly(429);
            assertThat(statuses(server, "2001:db8:1:3::6")).containsExactly(401);
        }
    }

    @Test
    void what_cannot_be_parsed_is_one_client_an_ordinary_refusal_and_in_no_log_line(CapturedOutput output)
            throws IOException {
        try (IntakeServer server = IntakeServer.start(BEHIND_A_PROXY)) {
            assertThat(statuses(server, "a:b", "unknown", "x".repeat(7_000), "9.9.9.9 by=alice", "1.2.3.4.5"))
                    .containsExactly(401);
            assertThat(statuses(server, "c:d")).containsExactly(429);
            assertThat(status(server, "e:f", "/webhooks/alertmanager")).isEqualTo(401);
            assertThat(raw(server, "10.1.1.1\u009b31mRED")).startsWith("HTTP/1.1 401 ");
            assertThat(output)
                    .contains("Credentials from unparseable ")
                    .doesNotContain("a:b", "xxxx", "alice", "RED", "\u009b", "Exception", " ERROR ");
        }
    }

    @Test
    void a_flood_of_addresses_is_counted_and_writes_a_bounded_number_of_lines(CapturedOutput output) {
        try (IntakeServer server = IntakeServer.start(BEHIND_A_PROXY)) {
            for (int n = 0; n < 300; n++) {
                assertThat(status(server, "2001:db8:" + Integer.toHexString(n) + "::1", "/api/v1/targets"))
                        .isEqualTo(401);
            }
            // 60 a minute, and a minute may end within the test.
            assertThat(output.getOut().lines().filter(line -> line.contains("Credentials from")))
                    .hasSizeBetween(1, 120)
                    .anyMatch(line -> line.contains("further failures of this minute are only counted"));
            assertThat(server.get("/metrics").body())
                    .contains("tocsin_auth_failures_total{endpoint=\"operator\"} 300.0");
        }
    }

    @ParameterizedTest
    @CsvSource({"framework, every client", "native, server.tomcat.remoteip.internal-proxies"})
    void a_start_that_would_believe_anybody_is_refused(String strategy, String reason) {
        MockEnvironment environment = new MockEnvironment().withProperty("server.forward-headers-strategy", strategy);
        assertThatThrownBy(() -> new ForwardedHeaders(environment))
                .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                .hasMessageContaining(reason);
    }

    /** Sends bytes that Java's client would not. */
    private static String raw(IntakeServer server, String forwarded) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            request.writeBytes(
                    ("GET /api/v1/events/trades HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Forwarded-For: "
                                    + forwarded + "\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            OutputStream out = socket.getOutputStream();
            out.write(request.toByteArray());
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
