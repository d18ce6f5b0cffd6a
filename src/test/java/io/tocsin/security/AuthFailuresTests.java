package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.audit.AuditLog;
import io.tocsin.intake.webhook.IntakeServer;
import io.tocsin.security.AuthFailures.Endpoint;
import io.tocsin.security.http.ClientAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.web.MockHttpServletRequest;

@ExtendWith(OutputCaptureExtension.class)
class AuthFailuresTests {

    private static IntakeServer server;

    @BeforeAll
    static void start() {
        server = IntakeServer.start(
                "tocsin.security.auth-failures-per-minute=5",
                "tocsin.security.scrape-token=a-scrape-token-of-the-test");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static int webhook(String token) {
        return server.send(server.request("/webhooks/alertmanager")
                        .header("Authorization", "Bearer " + token)
                        .POST(BodyPublishers.ofString("{}")))
                .statusCode();
    }

    private static String scrape() {
        return server.get("/metrics", "Authorization", "Bearer a-scrape-token-of-the-test")
                .body();
    }

    @Test
    void who_fails_is_counted_told_so_and_never_in_the_way_of_a_good_caller(CapturedOutput output) {
        String wrong = IntakeServer.basic("operator", "a-wrong-password");
        for (int n = 0; n < 10; n++) {
            assertThat(webhook("a-wrong-token")).isEqualTo(401);
            assertThat(webhook(IntakeServer.TOKEN)).isEqualTo(200);
        }
        for (int n = 0; n < 5; n++) {
            assertThat(server.get("/", "Authorization", wrong).statusCode()).isEqualTo(401);
        }
        var refused = server.get("/", "Authorization", wrong);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("60");
        // The right password still opens, after a wait.
        assertThat(refused.body()).isEqualTo("{\"title\":\"Too Many Requests\",\"status\":429}");
        assertThat(server.get("/", "Authorization", IntakeServer.basic("operator", IntakeServer.PASSWORD))
                        .statusCode())
                .isEqualTo(404);
        assertThat(server.get("/").statusCode()).isEqualTo(401);
        assertThat(server.send(server.request("/api/v1/events/trades").POST(BodyPublishers.ofString("{}")))
                        .statusCode())
                .isEqualTo(401);
        assertThat(scrape())
                .contains(
                        "tocsin_auth_failures_total{endpoint=\"webhook\"} 10.0",
                        "tocsin_auth_failures_total{endpoint=\"operator\"} 6.0",
                        "tocsin_auth_failures_total{endpoint=\"events\"} 1.0",
                        "tocsin_auth_failures_total{endpoint=\"metrics\"} 0.0");
        assertThat(output)
                .contains("Credentials from 127.0.0.1 were missing or wrong at the webhook endpoint, 1 times")
                .contains("8 times within a minute")
                .doesNotContain("3 times within a minute", "a-wrong-token", "a-wrong-password");
    }

    @Test
    void beyond_the_limit_few_passwords_are_looked_at_and_the_rest_refused_unseen() throws Exception {
        CountDownLatch second = new CountDownLatch(1);
        AuthFailures failures = new AuthFailures(
                new SimpleMeterRegistry(),
                new Binder(new MapConfigurationPropertySource(Map.of("tocsin.security.auth-failures-per-minute", "2")))
                        .bindOrCreate("tocsin.security", TocsinSecurityProperties.class),
                mock(AuditLog.class),
                second::await);
        MockHttpServletRequest guesser = new MockHttpServletRequest();
        for (int n = 0; n < 3; n++) {
            assertThat(failures.admits(Endpoint.OPERATOR, guesser)).isTrue();
            boolean unusedTooMany = failures.failed(Endpoint.OPERATOR, guesser);
        }
        ExecutorService threads = Executors.newFixedThreadPool(30);
        try {
            List<Future<Boolean>> tries = IntStream.range(0, 30)
                    .mapToObj(n -> threads.submit(() -> failures.admits(Endpoint.OPERATOR, guesser)))
                    .toList();
            await().until(() -> tries.stream().filter(Future::isDone).count() == 22);
            MockHttpServletRequest neighbour = new MockHttpServletRequest();
            neighbour.setRemoteAddr("192.0.2.7");
            assertThat(failures.admits(Endpoint.OPERATOR, neighbour)).isTrue();
            assertThat(failures.admits(Endpoint.CONSOLE, guesser)).isTrue();
            second.countDown();
            int admitted = 0;
            for (Future<Boolean> one : tries) {
                admitted += one.get(30, TimeUnit.SECONDS) ? 1 : 0;
            }
            assertThat(admitted).isEqualTo(8);
            assertThat(failures.admits(Endpoint.OPERATOR, guesser)).isTrue();
        } finally {
            second.countDown();
            threads.shutdownNow();
        }
    }

    @Test
    void an_address_starts_anew_after_a_minute() {
        AtomicLong nanos = new AtomicLong();
        FailureTally tally = new FailureTally(2, nanos::get);
        assertThat(tally.add(ClientAddress.of("192.0.2.1"))).isEqualTo(1);
        assertThat(tally.add(ClientAddress.of("192.0.2.1"))).isEqualTo(2);
        assertThat(tally.add(ClientAddress.of("192.0.2.2"))).isEqualTo(1);
        assertThat(tally.tooMany(tally.add(ClientAddress.of("192.0.2.1")))).isTrue();
        nanos.addAndGet(60_000_000_001L);
        assertThat(tally.add(ClientAddress.of("192.0.2.1"))).isEqualTo(1);
    }

    @Test
    void neighbours_of_one_ipv6_network_count_as_one() {
        FailureTally tally = new FailureTally(2, () -> 0);
        tally.add(ClientAddress.of("2001:db8:0:1:0:0:0:1"));
        assertThat(tally.add(ClientAddress.of("2001:db8:0:1:ffff:0:0:2"))).isEqualTo(2);
        assertThat(tally.add(ClientAddress.of("2001:db8:0:1::3"))).isEqualTo(3);
        assertThat(tally.add(ClientAddress.of("2001:db8:0:2:0:0:0:1"))).isEqualTo(1);
        assertThat(tally.add(ClientAddress.of("::1"))).isEqualTo(1);
    }
}
