package io.tocsin.channel.feishu;

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
import io.tocsin.standin.FeishuStandIn;
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

class FeishuConfigurationTests {

    private static final String SECRET_URL = "https://open.feishu.cn/open-apis/bot/v2/hook/t0ken";

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(FeishuProperties.class)
    static class Properties {}

    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withUserConfiguration(Properties.class, FeishuConfiguration.class)
            .withUserConfiguration(ConnectionsConfiguration.class)
            .withBean(Clock.class, Clock::systemUTC)
            .withBean(MessageTemplates.class, MessageTemplates::builtIn)
            .withBean(People.class, () -> People.NONE)
            .withBean(RenderFailures.class, () -> new RenderFailures(new SimpleMeterRegistry()));

    private static String property(String name, String value) {
        return "tocsin.channel.feishu.oncall." + name + "=" + value;
    }

    @Test
    void a_url_is_all_that_must_be_set() {
        context.withPropertyValues(property("webhook-url", SECRET_URL)).run(started -> {
            Target target = started.getBean(TargetSource.class).targets().get(0);
            assertThat(target.channel()).isEqualTo(ChannelType.FEISHU);
            assertThat(target.rateLimit()).isEqualTo(new RateLimit(4, Duration.ofSeconds(3)));
            assertThat(target.sendResolved()).isTrue();
        });
    }

    @Test
    void every_setting_is_read() {
        try (FeishuStandIn feishu = new FeishuStandIn()) {
            feishu.requireKeyword("机房");
            context.withPropertyValues(
                            property("webhook-url", feishu.webhookUrl().toString()),
                            property("secret", FeishuStandIn.SECRET),
                            property("keyword", "机房"),
                            property("locale", "zh_CN"),
                            property("time-zone", "UTC"),
                            property("mentions[0].matchers[0]", "severity=\"critical\""),
                            property("mentions[0].open-ids[0]", "ou_1a2b3c"),
                            property("mentions[0].user-ids[0]", "manager4220"),
                            property("mentions[0].all", "true"))
                    .run(started -> {
                        Target target =
                                started.getBean(TargetSource.class).targets().get(0);
                        assertThat(target.notifier().send(Samples.message(Samples.firing("a", "critical"))))
                                .isEqualTo(SendResult.delivered());
                        assertThat(feishu.received().get(0).body())
                                .contains("<at id=ou_1a2b3c></at> <at id=manager4220></at> <at id=all></at>", "告警中");
                        assertThat(started.getBean(FeishuProperties.class).toString())
                                .doesNotContain(FeishuStandIn.SECRET, FeishuStandIn.TOKEN, "ou_1a2b3c");
                        assertThat(target.details().mentions())
                                .singleElement()
                                .satisfies(rule ->
                                        assertThat(rule.called()).containsExactly("@ou_1****", "@mana****", "@all"));
                        assertThat(target.notifier()
                                        .preview(Samples.message(Samples.firing("a", "critical")))
                                        .toString())
                                .contains("<at id=***></at> <at id=***></at> <at id=all></at>")
                                .doesNotContain("ou_1a2b3c", "manager4220");
                    });
        }
    }

    @Test
    void two_targets_of_one_robot_are_refused_because_neither_knows_what_is_left_of_its_limit() {
        context.withPropertyValues(
                        property("webhook-url", SECRET_URL),
                        "tocsin.channel.feishu.backup.webhook-url=" + SECRET_URL,
                        "tocsin.channel.feishu.other.webhook-url=" + SECRET_URL + "2")
                .run(failed -> assertThat(failed.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("tocsin.channel.feishu.oncall.webhook-url: is the address of the target"
                                + " 'backup' as well")
                        .hasMessageNotContaining("t0ken"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "webhook-url | '' | webhook-url: is not set: set it to the address that the group's custom bot shows",
                "webhook-url | t0ken | webhook-url: is not an http(s) URL",
                "rate-limit | fast | rate-limit: 'fast' is not a rate limit",
                "keyword | <b> | keyword: must be one line",
                "mentions[0].matchers[0] | severity | mentions: 'severity' is not a label matcher: expected one of",
                "mentions[0].open-ids[0] | nobody | mentions: each entry needs open-ids",
                "mentions[0].user-ids[0] | 'a b' | mentions: each entry needs open-ids",
                "mentions[0].user-ids[0] | all | mentions: each entry needs open-ids",
                "mentions[0].all | false | mentions: each entry needs open-ids",
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
                            .contains("tocsin.channel.feishu.oncall." + words)
                            .doesNotContain("t0ken", "s3cret");
                });
    }

    @Test
    void people_are_mentioned_by_name_and_by_an_alerts_label() {
        try (FeishuStandIn provider = new FeishuStandIn()) {
            new ApplicationContextRunner()
                    .withUserConfiguration(Properties.class, FeishuConfiguration.class)
                    .withUserConfiguration(ConnectionsConfiguration.class)
                    .withBean(Clock.class, Clock::systemUTC)
                    .withBean(MessageTemplates.class, MessageTemplates::builtIn)
                    .withBean(People.class, TestPeople::zhangAndLi)
                    .withBean(RenderFailures.class, () -> new RenderFailures(new SimpleMeterRegistry()))
                    .withPropertyValues(
                            property("webhook-url", provider.webhookUrl().toString()),
                            property("secret", FeishuStandIn.SECRET),
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
                                .extracting(message -> message.body().contains("<at id=ou_zhang1></at>"))
                                .containsExactly(true, true, false);
                    });
        }
    }
}
