package io.tocsin.channel.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.channel.ChannelType;
import io.tocsin.channel.FailureReason;
import io.tocsin.channel.RateLimit;
import io.tocsin.channel.Samples;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.Target;
import io.tocsin.channel.TargetSource;
import io.tocsin.channel.http.ConnectionsConfiguration;
import io.tocsin.channel.render.RenderFailures;
import io.tocsin.channel.render.RenderLimit;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class WebhookConfigurationTests {

    private static final String SECRET_URL = "https://hooks.example.com/t0ken";

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(WebhookProperties.class)
    static class Properties {}

    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withUserConfiguration(Properties.class, WebhookTargetConfiguration.class)
            .withUserConfiguration(ConnectionsConfiguration.class)
            .withBean(Clock.class, Clock::systemUTC)
            .withBean(RenderLimit.class, () -> new RenderLimit())
            .withBean(RenderFailures.class, () -> new RenderFailures(new SimpleMeterRegistry()));

    private static String property(String name, String value) {
        return "tocsin.channel.webhook.oncall." + name + "=" + value;
    }

    @Test
    void a_url_is_all_that_must_be_set() {
        context.withPropertyValues(property("url", SECRET_URL)).run(started -> {
            Target target = started.getBean(TargetSource.class).targets().get(0);
            assertThat(target.channel()).isEqualTo(ChannelType.WEBHOOK);
            assertThat(target.rateLimit()).isEqualTo(new RateLimit(1, Duration.ofSeconds(1)));
            assertThat(target.notifier().digests()).isPresent();
            assertThat(started.getBean(WebhookProperties.class).toString()).doesNotContain("t0ken");
        });
    }

    @Test
    void two_targets_with_one_address_are_refused_by_name() {
        context.withPropertyValues(property("url", SECRET_URL), "tocsin.channel.webhook.other.url=" + SECRET_URL)
                .run(failed -> assertThat(failed.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("tocsin.channel.webhook.other.url: is the address of the target 'oncall'")
                        .hasMessageNotContaining("t0ken"));
    }

    @Test
    void two_targets_with_one_address_for_different_keys_have_a_limit_each() {
        context.withPropertyValues(
                        property("url", SECRET_URL),
                        property("secrets.routing-key", "one"),
                        "tocsin.channel.webhook.other.url=" + SECRET_URL,
                        "tocsin.channel.webhook.other.secrets.routing-key=two")
                .run(started -> assertThat(started).hasNotFailed());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "url | '' | url: is not set",
                "url | t0ken | url: is not an http(s) URL",
                "rate-limit | fast | rate-limit: 'fast' is not a rate limit",
                "max-size | 100B | max-size: must be 1KB to 1MB",
                "max-size | 2MB | max-size: must be 1KB to 1MB",
                "headers.Host | t0ken | headers: 'Host' may not be set",
                "headers.[X Y] | t0ken | headers: 'X Y' may not be set",
                "headers.X-A | t0ken\u00e9 | headers: 'X-A' may not be set, or has a value that is not one line of ASCII",
                "headers.Authorization | t0ken | bearer-token: is one of bearer-token, username and the header",
                "success.pointer | /code | success: needs both pointer",
                "throttled-when.equals | 7 | throttled-when: needs both pointer",
                "refused-when.pointer | code | refused-when.pointer' to tools.jackson.core.JsonPointer",
                "retry-after | t | retry-after' to tools.jackson.core.JsonPointer",
                "ssl-bundle | nobody | ssl-bundle: 'nobody' is not configured",
                "proxy | socks://t0ken | proxy: is not an http(s) URL",
                "body | file:/no/such/t0ken.ftl | body: cannot be read: name a file",
            })
    void a_wrong_setting_stops_the_start_and_says_what_to_do_without_the_secret(
            String name, String value, String words) {
        context.withPropertyValues(
                        property("url", SECRET_URL), property("bearer-token", "s3cret"), property(name, value))
                .run(failed -> {
                    assertThat(failed).hasFailed();
                    StringWriter trace = new StringWriter();
                    failed.getStartupFailure().printStackTrace(new PrintWriter(trace));
                    assertThat(trace.toString())
                            .contains("tocsin.channel.webhook.oncall." + words)
                            .doesNotContain("t0ken", "s3cret");
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\": ${title}} | body: what it makes is not JSON",
                "{\"a\": \"${title}\"} | body: it does not show the delivery's id",
                "{\"a\": \"${deliveryId} ${more}\"} | body: it does not show every alert that it is given",
                "{\"a\": \"{{key}}\"} | names {{key}}, which is not under secrets",
                "{\"a\": \"${title\"} | body, line 1",
            })
    void a_template_that_cannot_be_used_stops_the_start(String template, String words, @TempDir Path directory)
            throws IOException {
        Path file = directory.resolve("ticket.ftl");
        Files.writeString(file, template);
        context.withPropertyValues(
                        property("url", SECRET_URL),
                        property("body", file.toUri().toString()))
                .run(failed -> assertThat(failed.getStartupFailure())
                        .rootCause()
                        .extracting(Throwable::getMessage)
                        .asString()
                        .contains(words));
    }

    @Test
    void a_client_certificate_and_an_authority_of_ones_own_come_from_an_ssl_bundle(@TempDir Path directory)
            throws Exception {
        Path store = MutualTlsReceiver.keyStore(directory);
        try (MutualTlsReceiver receiver = new MutualTlsReceiver(store)) {
            String bundle = "spring.ssl.bundle.jks.receiver.";
            context.withPropertyValues(
                            bundle + "keystore.location=" + store.toUri(),
                            bundle + "keystore.password=" + MutualTlsReceiver.PASSWORD,
                            bundle + "keystore.type=PKCS12",
                            bundle + "truststore.location=" + store.toUri(),
                            bundle + "truststore.password=" + MutualTlsReceiver.PASSWORD,
                            bundle + "truststore.type=PKCS12",
                            property("url", receiver.url()),
                            property("ssl-bundle", "receiver"),
                            "tocsin.channel.webhook.stranger.url=" + receiver.url() + "?2")
                    .run(started -> {
                        assertThat(send(started.getBean(TargetSource.class), "oncall"))
                                .isEqualTo(SendResult.delivered());
                        assertThat(send(started.getBean(TargetSource.class), "stranger"))
                                .isInstanceOfSatisfying(
                                        SendResult.Retryable.class,
                                        failed -> assertThat(failed.reason()).isEqualTo(FailureReason.CONNECTION));
                    });
        }
    }

    private static SendResult send(TargetSource targets, String name) {
        return targets.targets().stream()
                .filter(target -> target.name().equals(name))
                .findFirst()
                .orElseThrow()
                .notifier()
                .send(Samples.message(Samples.firing("a1", "critical")));
    }
}
