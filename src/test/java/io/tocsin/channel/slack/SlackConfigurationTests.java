package io.tocsin.channel.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.alert.AlertStatus;
import io.tocsin.channel.ChannelType;
import io.tocsin.channel.InMemoryThreads;
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
import io.tocsin.standin.SlackApiStandIn;
import io.tocsin.standin.SlackStandIn;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class SlackConfigurationTests {

    private static final String SECRET_URL = "https://hooks.slack.com/services/T1/B2/s3cret";

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(SlackProperties.class)
    static class Properties {}

    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withUserConfiguration(Properties.class, SlackConfiguration.class)
            .withUserConfiguration(ConnectionsConfiguration.class)
            .withBean(InMemoryThreads.class)
            .withBean(MessageTemplates.class, MessageTemplates::builtIn)
            .withBean(People.class, () -> People.NONE)
            .withBean(RenderFailures.class, () -> new RenderFailures(new SimpleMeterRegistry()));

    private static String property(String name, String value) {
        return "tocsin.channel.slack.ops-slack." + name + "=" + value;
    }

    @Test
    void without_configuration_there_is_no_target() {
        context.run(started ->
                assertThat(started.getBean(TargetSource.class).targets()).isEmpty());
    }

    @Test
    void a_url_is_all_that_must_be_set() {
        context.withPropertyValues(property("webhook-url", SECRET_URL)).run(started -> {
            Target target = onlyTarget(started.getBean(TargetSource.class).targets());
            assertThat(target.name()).isEqualTo("ops-slack");
            assertThat(target.channel()).isEqualTo(ChannelType.SLACK);
            assertThat(target.rateLimit()).isEqualTo(new RateLimit(5, Duration.ofSeconds(5)));
            assertThat(target.sendResolved()).isTrue();
            assertThat(started.getBean(SlackProperties.class).toString()).doesNotContain("s3cret");
        });
    }

    @Test
    void every_setting_is_read() {
        try (SlackStandIn slack = new SlackStandIn()) {
            context.withPropertyValues(
                            property("webhook-url", slack.webhookUrl().toString()),
                            property("locale", "zh-CN"),
                            property("time-zone", "Asia/Shanghai"),
                            property("mentions[0].matchers[0]", "severity=\"info\""),
                            property("mentions[0].users[0]", "U012AB3CD"),
                            property("mentions[0].groups[0]", "S012AB3CD"),
                            property("mentions[0].here", "true"),
                            property("rate-limit", "none"),
                            property("send-resolved", "false"),
                            property("timeout", "3s"))
                    .run(started -> {
                        Target target =
                                onlyTarget(started.getBean(TargetSource.class).targets());
                        assertThat(target.rateLimit()).isNull();
                        assertThat(target.sendResolved()).isFalse();
                        assertThat(target.notifier().send(Samples.message(Samples.firing("a", "info"))))
                                .isEqualTo(SendResult.delivered());
                        assertThat(slack.received().get(0).body())
                                .contains("[告警:1]", "17:44:38 UTC+08:00", "<@U012AB3CD> <!subteam^S012AB3CD> <!here>");
                    });
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "webhook-url | '' | webhook-url: is not set: set it to the address",
                "webhook-url | hooks.slack.com/services/T1/B2/s3cret | webhook-url: is not an http(s) URL",
                "webhook-url | ftp://hooks.slack.com/services/T1/B2/s3cret | webhook-url: is not an http(s) URL",
                "webhook-url | https://hooks slack/s3cret | webhook-url: is not an http(s) URL",
                "webhook-url | https:///services/s3cret | webhook-url: is not an http(s) URL",
                "locale | fr | locale: locale 'fr' is not available: use en or zh-CN",
                "time-zone | Mars/Olympus | time-zone",
                "rate-limit | 5 per s | rate-limit: '5 per s' is not a rate limit: write messages/period",
                "rate-limit | 5000/s | rate-limit: a rate limit is 1 to 1000 messages",
                "timeout | 10m | timeout: must be 1s to 30s",
                "timeout | soon | timeout",
                "send-resolved | maybe | send-resolved",
                "mentions[0].matchers[0] | severity | mentions: 'severity' is not a label matcher: expected one of",
                "mentions[0].users[0] | '@ann' | mentions: each entry needs users (member ids such as U012AB3CD)",
                "mentions[0].groups[0] | ops | mentions: each entry needs users",
                "mentions[0].here | false | mentions: each entry needs users",
            })
    void a_wrong_setting_stops_the_start_and_says_what_to_do_without_the_secret(
            String name, String value, String words) {
        context.withPropertyValues(property("webhook-url", SECRET_URL), property(name, value))
                .run(failed -> {
                    assertThat(failed).hasFailed();
                    StringWriter trace = new StringWriter();
                    failed.getStartupFailure().printStackTrace(new PrintWriter(trace));
                    assertThat(trace.toString())
                            .contains("tocsin.channel.slack.ops-slack." + words)
                            .doesNotContain("s3cret");
                });
    }

    @Test
    void a_token_and_a_channel_are_all_that_an_app_needs() {
        try (SlackApiStandIn slack = new SlackApiStandIn()) {
            context.withPropertyValues(
                            property("token", SlackApiStandIn.TOKEN),
                            property("channel", "#" + SlackApiStandIn.CHANNEL),
                            property("api-url", slack.webhookUrl() + "/"))
                    .run(started -> {
                        Target target =
                                onlyTarget(started.getBean(TargetSource.class).targets());
                        assertThat(target.rateLimit()).isEqualTo(new RateLimit(4, Duration.ofSeconds(5)));
                        assertThat(target.notifier().send(Samples.message(Samples.firing("a", "info"))))
                                .isEqualTo(SendResult.delivered());
                        assertThat(slack.messages()).hasSize(1);
                        assertThat(started.getBean(SlackProperties.class).toString())
                                .doesNotContain(SlackApiStandIn.TOKEN);
                    });
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "token=xoxb-s3cret, channel=ops, webhook-url=https://hooks.slack.com/s3cret | webhook-url: is set, and token",
                "channel=ops, webhook-url=https://hooks.slack.com/s3cret | webhook-url: is set, and token, channel",
                "locale=en | webhook-url: is not set: set it to the address that your Slack app shows under 'Incoming"
                        + " Webhooks', https://hooks.slack.com/services/..., or set token and channel in its place",
                "channel=ops | token: is not set: set it to the 'Bot User OAuth Token'",
                "token=xoxb-s3cret | channel: is not set: name the channel",
                "token=xoxb s3cret, channel=ops | token: holds white space",
                "token=xoxb-s3cret, channel=ops, api-url=slack.com/s3cret | api-url: is not an http(s) URL",
            })
    void a_target_is_either_a_webhook_or_an_app_and_whole(String settings, String words) {
        String[] properties = Arrays.stream(settings.split(", "))
                .map(setting -> "tocsin.channel.slack.ops-slack." + setting)
                .toArray(String[]::new);
        context.withPropertyValues(properties).run(failed -> {
            assertThat(failed).hasFailed();
            StringWriter trace = new StringWriter();
            failed.getStartupFailure().printStackTrace(new PrintWriter(trace));
            assertThat(trace.toString())
                    .contains("tocsin.channel.slack.ops-slack." + words)
                    .doesNotContain("s3cret");
        });
    }

    private static Target onlyTarget(List<Target> targets) {
        assertThat(targets).hasSize(1);
        return targets.get(0);
    }

    @Test
    void people_are_mentioned_by_name_and_by_an_alerts_label() {
        try (SlackStandIn provider = new SlackStandIn()) {
            new ApplicationContextRunner()
                    .withUserConfiguration(Properties.class, SlackConfiguration.class)
                    .withUserConfiguration(ConnectionsConfiguration.class)
                    .withBean(InMemoryThreads.class)
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
                        assertThat(provider.received())
                                .extracting(message -> message.body().contains("<@U0ZHANG>"))
                                .containsExactly(true, true, false);
                    });
        }
    }
}
