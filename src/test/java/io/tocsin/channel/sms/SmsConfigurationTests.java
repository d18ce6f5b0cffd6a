package io.tocsin.channel.sms;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.channel.ChannelType;
import io.tocsin.channel.RateLimit;
import io.tocsin.channel.Samples;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.Target;
import io.tocsin.channel.TargetSource;
import io.tocsin.channel.config.People;
import io.tocsin.channel.config.TestPeople;
import io.tocsin.channel.http.ConnectionsConfiguration;
import io.tocsin.channel.render.RenderFailures;
import io.tocsin.channel.render.RenderLimit;
import io.tocsin.standin.AliyunSmsStandIn;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class SmsConfigurationTests {

    private static final String[] WHOLE = {
        property("access-key-id", AliyunSmsStandIn.KEY_ID),
        property("access-key-secret", "s3cret-" + AliyunSmsStandIn.KEY_SECRET),
        property("sign-name", "Tocsin"),
        property("template-code", "SMS_1"),
        property("phone-numbers[0]", "13911112222"),
    };

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(SmsProperties.class)
    static class Properties {}

    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withUserConfiguration(Properties.class, SmsConfiguration.class)
            .withUserConfiguration(ConnectionsConfiguration.class)
            .withBean(RenderLimit.class)
            .withBean(People.class, TestPeople::zhangAndLi)
            .withBean(InstantSource.class, InstantSource::system)
            .withBean(RenderFailures.class, () -> new RenderFailures(new SimpleMeterRegistry()));

    private static String property(String name, String value) {
        return "tocsin.channel.sms.oncall-sms." + name + "=" + value;
    }

    @Test
    void without_configuration_there_is_no_target() {
        context.run(started ->
                assertThat(started.getBean(TargetSource.class).targets()).isEmpty());
    }

    @Test
    void what_must_be_set_is_enough() {
        context.withPropertyValues(WHOLE).run(started -> {
            Target target = started.getBean(TargetSource.class).targets().get(0);
            assertThat(target.name()).isEqualTo("oncall-sms");
            assertThat(target.channel()).isEqualTo(ChannelType.SMS);
            assertThat(target.channel().label()).isEqualTo("sms");
            assertThat(target.rateLimit()).isEqualTo(new RateLimit(10, Duration.ofHours(1)));
            assertThat(started.getBean(SmsProperties.class).toString())
                    .doesNotContain("s3cret", AliyunSmsStandIn.KEY_ID, "13911112222");
        });
    }

    @Test
    void people_and_teams_receive_at_their_phone_beside_the_numbers() {
        context.withPropertyValues(WHOLE)
                .withPropertyValues(property("people", "db"))
                .run(started -> assertThat(started.getBean(TargetSource.class)
                                .targets()
                                .get(0)
                                .details()
                                .recipients())
                        .hasSize(3)
                        .anyMatch(number -> number.endsWith("0002")));
    }

    @Test
    void every_setting_is_read() {
        try (AliyunSmsStandIn sms = new AliyunSmsStandIn()) {
            context.withPropertyValues(WHOLE)
                    .withPropertyValues(
                            property("access-key-secret", AliyunSmsStandIn.KEY_SECRET),
                            property("sign-name", AliyunSmsStandIn.SIGN_NAME),
                            property("template-code", AliyunSmsStandIn.TEMPLATE),
                            property("phone-numbers[0]", "+86 138 0000 0000"),
                            property("endpoint", sms.webhookUrl() + "/"),
                            property("template-parameters.what", "{status} {name}"),
                            property("template-parameters.[since_when]", "{started}"),
                            property("max-variable-length", "26"),
                            property("locale", "en"),
                            property("time-zone", "Asia/Shanghai"),
                            property("rate-limit", "none"),
                            property("send-resolved", "false"),
                            property("timeout", "3s"))
                    .run(started -> {
                        Target target =
                                started.getBean(TargetSource.class).targets().get(0);
                        assertThat(target.rateLimit()).isNull();
                        assertThat(target.sendResolved()).isFalse();
                        assertThat(target.notifier().send(Samples.message(Samples.firing("a", "info"))))
                                .isEqualTo(SendResult.delivered());
                        assertThat(sms.sent().get(0).phone()).isEqualTo("8613800000000");
                        assertThat(sms.sent().get(0).parameters().toString())
                                .isEqualTo(
                                        "{\"since_when\":\"2026-11-22 17:44:38 UTC+0…\",\"what\":\"FIRING HighCPU\"}");
                    });
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "access-key-id | '' | access-key-id: is not set: set it to the AccessKey of a RAM user",
                "access-key-secret | '' | access-key-secret: is not set",
                "access-key-secret | s3 cret | access-key-secret: holds white space",
                "sign-name | '' | sign-name: is not set: name the approved signature",
                "template-code | '' | template-code: is not set: name the code",
                "template-parameters.what | {who} | template-parameters.what: '{who}' names what there is not",
                "max-variable-length | 3 | max-variable-length: must be 5 to 500",
                "phone-numbers[0] | 1391111222x | phone-numbers: one of them is not a telephone number (not shown)",
                "endpoint | dysmsapi.aliyuncs.com | endpoint: is not an http(s) URL",
                "endpoint | https://proxy.example.com/s3cret | endpoint: has more than a host and a port",
                "locale | fr | locale: locale 'fr' is not available",
                "rate-limit | often | rate-limit: 'often' is not a rate limit",
                "timeout | 10m | timeout: must be 1s to 30s",
            })
    void a_wrong_setting_stops_the_start_and_says_what_to_do_without_the_secret(
            String name, String value, String words) {
        assertRefused(words, property(name, value));
    }

    @Test
    void a_target_without_numbers_or_with_too_many_is_refused() {
        String[] many = Stream.iterate(0, n -> n + 1)
                .limit(21)
                .map(n -> property("phone-numbers[" + n + "]", String.valueOf(13_911_112_200L + n)))
                .toArray(String[]::new);
        assertRefused("phone-numbers: name 1 to 20 numbers", many);
        assertRefused("phone-numbers: one of them", property("phone-numbers[0]", ""));
    }

    private void assertRefused(String words, String... properties) {
        context.withPropertyValues(WHOLE).withPropertyValues(properties).run(failed -> {
            assertThat(failed).hasFailed();
            StringWriter trace = new StringWriter();
            failed.getStartupFailure().printStackTrace(new PrintWriter(trace));
            assertThat(trace.toString())
                    .contains("tocsin.channel.sms.oncall-sms." + words)
                    .doesNotContain("s3cret", "s3 cret", AliyunSmsStandIn.KEY_SECRET, "139111122");
        });
    }
}
