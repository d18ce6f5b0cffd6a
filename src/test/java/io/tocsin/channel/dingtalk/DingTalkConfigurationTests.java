package io.tocsin.channel.dingtalk;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.alert.AlertStatus;
import io.tocsin.channel.ChannelType;
import io.tocsin.channel.LogCapture;
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
import io.tocsin.standin.DingTalkStandIn;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class DingTalkConfigurationTests {

    private static final String SECRET_URL = "https://oapi.dingtalk.com/robot/send?access_token=t0ken";

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(DingTalkProperties.class)
    static class Properties {}

    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withUserConfiguration(Properties.class, DingTalkConfiguration.class)
            .withUserConfiguration(ConnectionsConfiguration.class)
            .withBean(Clock.class, Clock::systemUTC)
            .withBean(MessageTemplates.class, MessageTemplates::builtIn)
            .withBean(People.class, () -> People.NONE)
            .withBean(RenderFailures.class, () -> new RenderFailures(new SimpleMeterRegistry()));

    private static String property(String name, String value) {
        return "tocsin.channel.dingtalk.oncall." + name + "=" + value;
    }

    @Test
    void a_url_is_all_that_must_be_set() {
        context.withPropertyValues(property("webhook-url", SECRET_URL)).run(started -> {
            Target target = started.getBean(TargetSource.class).targets().get(0);
            assertThat(target.channel()).isEqualTo(ChannelType.DINGTALK);
            assertThat(target.rateLimit()).isEqualTo(new RateLimit(18, Duration.ofMinutes(1)));
            assertThat(target.sendResolved()).isTrue();
        });
    }

    @Test
    void every_setting_is_read() {
        try (DingTalkStandIn dingTalk = new DingTalkStandIn()) {
            context.withPropertyValues(
                            property("webhook-url", dingTalk.webhookUrl().toString()),
                            property("secret", DingTalkStandIn.SECRET),
                            property("locale", "zh_CN"),
                            property("time-zone", "UTC"),
                            property("mentions[0].matchers[0]", "severity=\"critical\""),
                            property("mentions[0].matchers[1]", "job=~\"node|db\", instance!=\"\""),
                            property("mentions[0].mobiles[0]", "13800000000"),
                            property("mentions[0].user-ids[0]", "manager4220"),
                            property("mentions[0].all", "true"))
                    .run(started -> {
                        Target target =
                                started.getBean(TargetSource.class).targets().get(0);
                        assertThat(target.notifier().send(Samples.message(Samples.firing("a", "critical"))))
                                .isEqualTo(SendResult.delivered());
                        assertThat(dingTalk.received().get(0).json().path("at").toString())
                                .isEqualTo("{\"isAtAll\":true,\"atMobiles\":[\"13800000000\"],"
                                        + "\"atUserIds\":[\"manager4220\"]}");
                        assertThat(started.getBean(DingTalkProperties.class).toString())
                                .doesNotContain(DingTalkStandIn.SECRET, DingTalkStandIn.TOKEN, "13800000000");
                    });
        }
    }

    @Test
    void two_targets_of_one_robot_are_warned_of_by_name() {
        try (LogCapture log = new LogCapture()) {
            context.withPropertyValues(
                            property("webhook-url", SECRET_URL),
                            "tocsin.channel.dingtalk.backup.webhook-url=" + SECRET_URL,
                            "tocsin.channel.dingtalk.other.webhook-url=" + SECRET_URL + "2")
                    .run(started -> assertThat(started).hasNotFailed());
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("post to one address"))
                    .singleElement()
                    .asString()
                    .contains("The dingtalk targets backup and oncall post to one address")
                    .doesNotContain("t0ken");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "webhook-url | '' | webhook-url: is not set: set it to the address that the group's robot shows",
                "webhook-url | t0ken | webhook-url: is not an http(s) URL",
                "rate-limit | fast | rate-limit: 'fast' is not a rate limit",
                "mentions[0].matchers[0] | severity | mentions: 'severity' is not a label matcher: expected one of",
                "mentions[0].mobiles[0] | nobody | mentions: each entry needs mobiles",
                "mentions[0].user-ids[0] | 'a b' | mentions: each entry needs mobiles",
                "mentions[0].all | false | mentions: each entry needs mobiles",
            })
    void a_wrong_setting_stops_the_start_and_says_what_to_do_without_the_secret(
            String name, String value, String words) {
        context.withPropertyValues(
                        property("webhook-url", SECRET_URL), property("secret", "SECs3cret"), property(name, value))
                .run(failed -> {
                    assertThat(failed).hasFailed();
                    StringWriter trace = new StringWriter();
                    failed.getStartupFailure().printStackTrace(new PrintWriter(trace));
                    assertThat(trace.toString())
                            .contains("tocsin.channel.dingtalk.oncall." + words)
                            .doesNotContain("t0ken", "s3cret");
                });
    }

    @Test
    void people_are_mentioned_by_name_and_by_an_alerts_label() {
        try (DingTalkStandIn provider = new DingTalkStandIn()) {
            new ApplicationContextRunner()
                    .withUserConfiguration(Properties.class, DingTalkConfiguration.class)
                    .withUserConfiguration(ConnectionsConfiguration.class)
                    .withBean(Clock.class, Clock::systemUTC)
                    .withBean(MessageTemplates.class, MessageTemplates::builtIn)
                    .withBean(People.class, TestPeople::zhangAndLi)
                    .withBean(RenderFailures.class, () -> new RenderFailures(new SimpleMeterRegistry()))
                    .withPropertyValues(
                            property("webhook-url", provider.webhookUrl().toString()),
                            property("secret", DingTalkStandIn.SECRET),
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
                        assertThat(provider.received())
                                .extracting(message -> message.json().path("at").toString())
                                .containsExactly(
                                        "{\"isAtAll\":false,\"atMobiles\":[],\"atUserIds\":[\"ding-zhang\"]}",
                                        "{\"isAtAll\":false,\"atMobiles\":[\"13800000002\"],"
                                                + "\"atUserIds\":[\"ding-zhang\"]}",
                                        "{\"isAtAll\":false,\"atMobiles\":[],\"atUserIds\":[]}");
                    });
        }
    }
}
