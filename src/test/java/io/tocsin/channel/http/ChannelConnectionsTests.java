package io.tocsin.channel.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.channel.ChannelType;
import io.tocsin.channel.FailureReason;
import io.tocsin.channel.LogCapture;
import io.tocsin.channel.SendResult.Retryable;
import io.tocsin.channel.http.HttpOutcome.Answer;
import io.tocsin.channel.http.HttpOutcome.NoAnswer;
import io.tocsin.standin.HookStandIn;
import io.tocsin.standin.ProxyStandIn;
import io.tocsin.standin.TlsStandIn;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class ChannelConnectionsTests {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String PASSWORD = "p@ss:w/rd-t0ken";
    private static final String CREDENTIALS = "tocsin:p%40ss%3Aw%2Frd-t0ken@";

    private final TlsStandIn provider = new TlsStandIn();
    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withUserConfiguration(ConnectionsConfiguration.class)
            .withPropertyValues("spring.ssl.bundle.pem.corporate.truststore.certificate=" + provider.pem());

    @AfterEach
    void close() {
        provider.close();
    }

    private record Own(@Nullable String sslBundle, @Nullable String proxy) implements ConnectionSettings {}

    private static HttpOutcome post(ChannelConnections connections, Own own, String url) {
        return connections
                .of(ChannelType.SLACK, "ops", own)
                .post(URI.create(url), "{}".getBytes(StandardCharsets.UTF_8), LIMIT);
    }

    private static void assertAccepted(HttpOutcome outcome) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Answer.class, answer -> assertThat(answer.status()).isEqualTo(200));
    }

    @Test
    void a_server_with_a_certificate_of_a_private_authority_is_trusted_with_its_ssl_bundle_only() {
        context.run(started -> {
            ChannelConnections connections = started.getBean(ChannelConnections.class);
            assertThat(post(connections, new Own(null, null), provider.origin() + "/a"))
                    .isEqualTo(new NoAnswer(
                            FailureReason.CONNECTION, "no secure connection: the TLS handshake failed", false));
            assertThat(provider.paths()).isEmpty();

            assertAccepted(post(connections, new Own("corporate", null), provider.origin() + "/b?c=%2B%252B"));
            assertThat(provider.paths()).containsExactly("/b?c=%2B%252B");
        });
    }

    @Test
    void the_certificate_must_be_of_the_host_that_is_posted_to() {
        context.run(started -> {
            URI url = URI.create(provider.origin());
            try (ProxyStandIn proxy = new ProxyStandIn(null)) {
                Own own = new Own("corporate", "http://127.0.0.1:" + proxy.port());
                HttpOutcome outcome = post(
                        started.getBean(ChannelConnections.class), own, "https://other.invalid:" + url.getPort() + "/");
                assertThat(outcome).isInstanceOf(NoAnswer.class);
                assertThat(proxy.tunnels()).containsExactly("other.invalid:" + url.getPort());
            }
            assertThat(provider.paths()).isEmpty();
        });
    }

    @Test
    void what_is_set_for_all_holds_for_a_target_unless_it_names_another_or_none() throws Exception {
        try (ProxyStandIn common = new ProxyStandIn(null);
                ProxyStandIn own = new ProxyStandIn(null)) {
            context.withPropertyValues(
                            "tocsin.channel.ssl-bundle=corporate",
                            "tocsin.channel.proxy=http://127.0.0.1:" + common.port())
                    .run(started -> {
                        ChannelConnections connections = started.getBean(ChannelConnections.class);
                        assertAccepted(post(connections, new Own(null, " "), provider.origin() + "/1"));
                        assertAccepted(
                                connections.common().get(URI.create(provider.origin() + "/2"), Map.of(), 10, LIMIT));
                        assertThat(common.tunnels()).isNotEmpty();
                        int before = common.tunnels().size();
                        String other = "http://127.0.0.1:" + own.port();
                        assertAccepted(post(connections, new Own(null, other), provider.origin() + "/3"));
                        assertThat(own.tunnels()).hasSize(1);
                        assertAccepted(post(connections, new Own(null, "none"), provider.origin() + "/4"));
                        assertThat(post(connections, new Own("none", "none"), provider.origin() + "/5"))
                                .isInstanceOf(NoAnswer.class);
                        assertThat(common.tunnels()).hasSize(before);
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_proxy_that_asks_for_a_password_gets_it_for_https_and_http_and_no_log_shows_it(boolean secure)
            throws Exception {
        try (ProxyStandIn proxy = new ProxyStandIn("tocsin:" + PASSWORD);
                HookStandIn hook = new HookStandIn(InstantSource.system());
                LogCapture log = new LogCapture()) {
            String url = secure
                    ? provider.origin() + "/hook"
                    : "http://provider.invalid:" + hook.port()
                            + hook.webhookUrl().getPath();
            context.run(started -> {
                ChannelConnections connections = started.getBean(ChannelConnections.class);
                String address = "127.0.0.1:" + proxy.port();
                assertThat(post(connections, new Own("corporate", "http://" + address), url))
                        .isInstanceOfSatisfying(Answer.class, answer -> {
                            assertThat(answer.status()).isEqualTo(407);
                            assertThat(HttpFailures.read(answer))
                                    .isInstanceOfSatisfying(
                                            Retryable.class,
                                            failed ->
                                                    assertThat(failed.reason()).isEqualTo(FailureReason.CONFIGURATION));
                        });
                assertThat(proxy.refused()).isEqualTo(1);

                HttpOutcome sent = post(connections, new Own("corporate", "http://" + CREDENTIALS + address), url);
                assertThat(sent).isInstanceOf(Answer.class);
            });
            assertThat(proxy.refused()).isEqualTo(1);
            assertThat(proxy.tunnels()).hasSize(secure ? 1 : 0);
            assertThat(proxy.requests()).hasSize(secure ? 0 : 1);
            assertThat(provider.paths()).hasSize(secure ? 1 : 0);
            assertThat(hook.requests()).isEqualTo(secure ? 0 : 1);
            for (String secret : List.of(
                    PASSWORD,
                    "p%40ss",
                    Base64.getEncoder().encodeToString(("tocsin:" + PASSWORD).getBytes(StandardCharsets.UTF_8)))) {
                assertThat(log.lines()).noneMatch(line -> line.contains(secret));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ssl-bundle | nobody | is not configured: add spring.ssl.bundle.pem.nobody",
                "ssl-bundle | broken | cannot be loaded: correct its files",
                "proxy | t0ken | is not an http(s) URL",
                "proxy | https://t0ken.example.com:3128 | write it as http://proxy.example.com:3128",
                "proxy | http://t0ken.example.com | write it as http://proxy.example.com:3128",
                "proxy | http://t0ken.example.com:3128/path | write it as http://proxy.example.com:3128",
                "proxy | http://t0ken@proxy:3128 | write it as http://proxy.example.com:3128",
                "proxy | http://t0%3Aken:b@proxy:3128 | proxy: ",
            })
    void a_wrong_setting_stops_the_start_and_says_what_to_do_without_the_secret(
            String name, String value, String words) {
        context.withPropertyValues(
                        "spring.ssl.bundle.pem.broken.truststore.certificate=file:/no/such/t0ken.pem",
                        "tocsin.channel." + name + "=" + value)
                .run(failed -> {
                    assertThat(failed).hasFailed();
                    StringWriter trace = new StringWriter();
                    failed.getStartupFailure().printStackTrace(new PrintWriter(trace));
                    assertThat(trace.toString())
                            .contains("tocsin.channel." + name + ": ", words)
                            .doesNotContain("t0ken", "t0%3Aken");
                });
    }
}
