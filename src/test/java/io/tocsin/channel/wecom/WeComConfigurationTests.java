package io.tocsin.channel.wecom;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.alert.AlertStatus;
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
import io.tocsin.channel.template.MessageTemplates;
import io.tocsin.standin.WeComStandIn;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class WeComConfigurationTests {

    private static final String SECRET_URL = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=t0ken";

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(WeComProperties.class)
    static class Properties {}

    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withUserConfiguration(Properties.class, WeComConfiguration.class)
            .withUserConfiguration(ConnectionsConfiguration.class)
            .withBean(Clock.class, Clock::systemUTC)
            .withBean(MessageTemplates.class, MessageTemplates::builtIn)
            .withBean(People.class, () -> People.NONE)
            .withBean(RenderFailures.class, () -> new RenderFailures(new SimpleMeterRegistry()));

    private static String property(String name, String value) {
        return "tocsin.channel.wecom.oncall." + name + "=" + value;
    }

    @Test
    void a_url_is_all_that_must_be_set() {
        context.withPropertyValues(property("webhook-url", SECRET_URL)).run(started -> {
            Target target = started.getBean(TargetSource.class).targets().get(0);
            assertThat(target.channel()).isEqualTo(ChannelType.WECOM);
            assertThat(target.rateLimit()).isEqualTo(new RateLimit(18, Duration.ofMinutes(1)));
            assertThat(target.sendResolved()).isTrue();
        });
    }

    @Test
    void every_setting_is_read() {
        try (WeComStandIn wecom = new WeComStandIn()) {
            context.withPropertyValues(
                            property("webhook-url", wecom.webhookUrl().toString()),
                            property("locale", "zh_CN"),
                            property("time-zone", "UTC"),
                            property("mentions[0].matchers[0]", "severity=\"critical\""),
                            property("mentions[0].mobiles[0]", "13800000000"),
                            property("mentions[0].user-ids[0]", "manager4220"),
                            property("mentions[0].all", "true"))
                    .run(started -> {
                        Target target =
                                started.getBean(TargetSource.class).targets().get(0);
                        assertThat(target.notifier().send(Samples.message(Samples.firing("a", "critical"))))
                                .isEqualTo(new SendResult.Delivered(2));
                        assertThat(wecom.called()).containsExactly("manager4220", "@all", "13800000000");
                        assertThat(wecom.received().get(0).body()).contains("告警中");
                        assertThat(started.getBean(WeComProperties.class).toString())
                                .doesNotContain(WeComStandIn.KEY, "13800000000", "manager4220");
                        assertThat(target.details().mentions())
                                .singleElement()
                                .satisfies(rule ->
                                        assertThat(rule.called()).containsExactly("@mana****", "@138****0000", "@all"));
                    });
        }
    }

    @Test
    void two_targets_of_one_robot_are_refused_because_neither_knows_what_is_left_of_its_limit() {
        context.withPropertyValues(
                        property("webhook-url", SECRET_URL),
                        "tocsin.channel.wecom.backup.webhook-url=" + SECRET_URL,
                        "tocsin.channel.wecom.other.webhook-url=" + SECRET_URL + "2")
                .run(failed -> assertThat(failed.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("tocsin.channel.wecom.oncall.webhook-url: is the address of the target"
                                + " 'backup' as well")
                        .hasMessageNotContaining("t0ken"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "webhook-url | '' | webhook-url: is not set: set it to the address that the group's robot shows",
                "webhook-url | t0ken | webhook-url: is not an http(s) URL",
                "rate-limit | fast | rate-limit: 'fast' is not a rate limit",
                "mentions[0].matchers[0] | severity | mentions: 'severity' is not a label matcher: expected one of",
                "mentions[0].mobiles[0] | nobody | mentions: each entry needs user-ids",
                "mentions[0].user-ids[0] | 'a b' | mentions: each entry needs user-ids",
                "mentions[0].all | false | mentions: each entry needs user-ids",
            })
    void a_wrong_setting_stops_the_start_and_says_what_to_do_without_the_secret(
            String name, String value, String words) {
        context.withPropertyValues(property("webhook-url", SECRET_URL), property(name, value))
                .run(failed -> {
                    assertThat(failed).hasFailed();
                    StringWriter trace = new StringWriter();
                    failed.getStartupFailure().printStackTrace(new PrintWriter(trace));
                    assertThat(trace.toString())
                            .contains("tocsin.channel.wecom.oncall." + words)
                            .doesNotContain("t0ken");
                });
    }

    @Test
    void more_user_ids_than_a_message_has_room_for_are_called_by_the_next_message() {
        String[] crowd = IntStream.range(0, 100)
                .mapToObj(n -> property("mentions[0].user-ids[" + n + "]", "member-number-" + n))
                .toArray(String[]::new);
        try (WeComStandIn weCom = new WeComStandIn()) {
            context.withPropertyValues(
                            property("webhook-url", weCom.webhookUrl().toString()))
                    .withPropertyValues(crowd)
                    .run(started -> {
                        Target target =
                                started.getBean(TargetSource.class).targets().get(0);
                        assertThat(target.notifier().send(Samples.message(Samples.firing("a", "critical"))))
                                .isEqualTo(new SendResult.Delivered(2));
                        assertThat(weCom.called()).hasSize(100).contains("member-number-99");
                    });
        }
    }

    @Test
    void people_are_mentioned_by_name_and_by_an_alerts_label() {
        try (WeComStandIn provider = new WeComStandIn()) {
            new ApplicationContextRunner()
                    .withUserConfiguration(Properties.class, WeComConfiguration.class)
                    .withUserConfiguration(ConnectionsConfiguration.class)
                    .withBean(Clock.class, Clock::systemUTC)
                    .withBean(MessageTemplates.class, MessageTemplates::builtIn)
                    .withBean(People.class, TestPeople::zhangAndLi)
                    .withBean(RenderFailures.class, () -> new RenderFailures(new SimpleMeterRegistry()))
                    .withPropertyValues(
                            property("webhook-url", provider.webhookUrl().toString()),
                            property("mentions[0].matchers[0]", "severity=critical"),
                            property("mentions[0].people[0]", "zhang"),
                            property("mentions[1].people-labels[0]", "owner"))
                    .run(started -> {
                        Target target =
                                started.getBean(TargetSource.class).targets().get(0);
                        target.notifier().send(Samples.message(Samples.firing("a", "critical")));
                        target.notifier()
                                .send(Samples.message(Samples.alert(
                                        AlertStatus.FIRING, Map.of("alertname", "A", "owner", "db"), Map.of())));
                        target.notifier().send(Samples.message(Samples.firing("a", "warning")));
                        assertThat(provider.called()).containsExactly("wx-zhang", "wx-zhang", "13800000002");
                    });
        }
    }
}
