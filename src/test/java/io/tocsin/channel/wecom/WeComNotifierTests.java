package io.tocsin.channel.wecom;

import static io.tocsin.channel.FailureReason.CONFIGURATION;
import static io.tocsin.channel.FailureReason.MESSAGE_REFUSED;
import static io.tocsin.channel.FailureReason.MESSAGE_TOO_LARGE;
import static io.tocsin.channel.FailureReason.SERVER_ERROR;
import static io.tocsin.channel.FailureReason.THROTTLED;
import static io.tocsin.channel.FailureReason.UNCLEAR_ANSWER;
import static io.tocsin.channel.FailureReason.UNKNOWN_ERROR;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.channel.Digest;
import io.tocsin.channel.DigestLine;
import io.tocsin.channel.FailureReason;
import io.tocsin.channel.LogCapture;
import io.tocsin.channel.Notifier;
import io.tocsin.channel.Samples;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.TemplatedNotifierContractTests;
import io.tocsin.channel.config.People;
import io.tocsin.channel.http.ChannelHttp;
import io.tocsin.channel.render.RenderFailures;
import io.tocsin.channel.template.MessageTemplates;
import io.tocsin.channel.template.model.TemplatePart;
import io.tocsin.standin.StandInAnswer;
import io.tocsin.standin.WeComStandIn;
import io.tocsin.standin.WebhookStandIn;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeComNotifierTests extends TemplatedNotifierContractTests {

    private static final ChannelHttp HTTP = new ChannelHttp();
    private static final String USER = "zhang.san-7";
    private static final String MOBILE = "13800000000";

    private final WeComStandIn weCom = new WeComStandIn(0, InstantSource.system());

    @AfterEach
    void close() {
        weCom.close();
    }

    @Override
    protected WebhookStandIn standIn() {
        return weCom;
    }

    @Override
    protected Notifier notifierTo(URI url, MessageTemplates templates) {
        return notifier(url, templates, List.of(USER), List.of(), false);
    }

    @Override
    protected TemplatePart template() {
        return TemplatePart.WECOM_MESSAGE;
    }

    /** A message has 4,096 bytes. */
    @Override
    protected int alertsInADigest() {
        return 30;
    }

    @Override
    protected String plainForm() {
        return """
                {"msgtype": "text", "text": {"content": "[FIRING] 1 alerts\\nFIRING critical Boom a1\\noncall-42",
                 "mentioned_list": ["%s"]}}
                """.formatted(USER);
    }

    private Notifier notifier(
            URI url, MessageTemplates templates, List<String> users, List<String> mobiles, boolean all) {
        WeComProperties.MentionRule rule = new WeComProperties.MentionRule(
                List.of("severity=critical"), users, mobiles, all, List.of(), List.of());
        WeComProperties.Target target = new WeComProperties.Target(
                url.toString(), List.of(rule), Locale.ENGLISH, ZoneId.of("UTC"), "none", true, LIMIT, null, null);
        return WeComConfiguration.target(
                        "oncall",
                        target,
                        HTTP,
                        templates,
                        new RenderFailures(meters),
                        People.NONE,
                        InstantSource.system())
                .notifier();
    }

    private Notifier calling() {
        return notifier(weCom.webhookUrl(), BUILT_IN, List.of(USER), List.of(MOBILE), true);
    }

    @Override
    protected StandInAnswer refusal() {
        return WeComStandIn.error(40033, "invalid character");
    }

    @Override
    protected String success() {
        return "{\"errcode\":0,\"errmsg\":\"ok\"}";
    }

    @Override
    protected List<String> otherSuccesses() {
        return List.of("{\"errcode\":\"0\",\"errmsg\":\"ok\"}", "{\"errcode\":0.0}");
    }

    @Override
    protected List<StandInAnswer> unknownErrors() {
        return List.of(WeComStandIn.error(987654, "new"), StandInAnswer.of(400, "what?"));
    }

    @Override
    protected Collection<String> secrets() {
        return List.of(WeComStandIn.KEY, "/cgi-bin/webhook", USER);
    }

    @Override
    protected List<Failure> failures() {
        List<Failure> failures = new ArrayList<>();
        for (int code : List.of(-1, 6000)) {
            failures.add(retryable(code, "system busy", SERVER_ERROR));
        }
        for (int code : List.of(45009, 45033)) {
            failures.add(retryable(code, "api freq out of limit, more info at " + weCom.webhookUrl(), THROTTLED));
        }
        failures.add(retryable(93000, "invalid webhook url, hint: [" + WeComStandIn.KEY + "]", CONFIGURATION));
        for (String words : List.of("markdown.content exceed max length 4096", "text.content EXCEED MAX LENGTH 2048")) {
            failures.add(rejected(40058, words, MESSAGE_TOO_LARGE));
        }
        failures.add(rejected(45002, "content too long", MESSAGE_TOO_LARGE));
        for (int code : List.of(40058, 40008, 40033, 40035, 40039, 40063, 44004)) {
            failures.add(rejected(code, "invalid parameter " + USER, MESSAGE_REFUSED));
        }
        failures.add(retryable(987654, "something new", UNKNOWN_ERROR));
        for (String body : List.of(
                "",
                "ok",
                "[]",
                "null",
                "{}",
                "{\"errmsg\":\"ok\"}",
                "{\"errcode\":0.5}",
                "{\"errcode\":null}",
                "{\"errcode\":0",
                "[".repeat(30_000))) {
            failures.add(answered(StandInAnswer.of(200, body), UNCLEAR_ANSWER));
        }
        failures.add(answered(StandInAnswer.of(502, "<html>Bad Gateway</html>"), SERVER_ERROR));
        failures.add(answered(StandInAnswer.of(404, "nothing at " + weCom.webhookUrl()), CONFIGURATION));
        failures.add(answered(StandInAnswer.of(429, "slow down"), THROTTLED));
        return failures;
    }

    private Failure retryable(int code, String words, FailureReason reason) {
        return answered(WeComStandIn.error(code, words), reason);
    }

    private Failure answered(StandInAnswer answer, FailureReason reason) {
        String name = answer.status() + " " + answer.body();
        return Failure.retryable(
                name.substring(0, Math.min(80, name.length())),
                reason,
                () -> weCom.answerNext(reason == UNKNOWN_ERROR ? 2 : 1, answer));
    }

    private Failure rejected(int code, String words, FailureReason reason) {
        return Failure.rejected(code + " " + words, reason, () -> weCom.answerNext(2, WeComStandIn.error(code, words)));
    }

    @Test
    void being_throttled_means_to_wait_a_minute() {
        weCom.answerNext(1, WeComStandIn.error(45009, "api freq out of limit"));

        assertThat(notifier().send(sample()))
                .isEqualTo(SendResult.retryable(
                        THROTTLED, Duration.ofSeconds(60), "errcode 45009: api freq out of limit"));
    }

    @Test
    void a_warning_beside_success_is_logged_and_the_message_is_delivered() {
        weCom.answerNext(1, WeComStandIn.error(0, "ok. Warning: wrong json format. "));
        try (LogCapture log = new LogCapture()) {
            assertThat(notifier().send(sample())).isEqualTo(SendResult.delivered());
            assertThat(log.lines()).anyMatch(line -> line.contains("wrong json format"));
        }
    }

    @Test
    void user_ids_are_mentioned_in_the_message_itself() {
        notifier().send(sample());

        assertThat(weCom.called()).containsExactly(USER);
        assertThat(weCom.received()).hasSize(1);
    }

    @Test
    void phone_numbers_and_everybody_are_called_by_one_more_message_which_counts() {
        assertThat(calling().send(sample())).isEqualTo(new SendResult.Delivered(2));

        assertThat(weCom.called()).containsExactly(USER, "@all", MOBILE);
        assertThat(weCom.received().get(1).json().at("/text/content").asString())
                .contains("FIRING critical HighCPU", "oncall-42");
    }

    @Test
    void nobody_is_called_for_alerts_that_no_rule_matches() {
        calling().send(Samples.message(Samples.resolved("a", "critical"), Samples.firing("b", "warning")));

        assertThat(weCom.called()).isEmpty();
        assertThat(weCom.received()).hasSize(1);
    }

    @Test
    void a_call_that_failed_for_now_is_tried_again_and_the_message_is_not() {
        Notifier notifier = calling();
        weCom.answerAfter(1, WeComStandIn.error(45009, "api freq out of limit"));

        assertThat(reason(notifier.send(sample()))).isEqualTo(THROTTLED);
        assertThat(weCom.received()).hasSize(1);
        assertThat(notifier.send(sample())).isEqualTo(SendResult.delivered());
        assertThat(weCom.received()).hasSize(2);
        assertThat(weCom.called()).containsExactly(USER, "@all", MOBILE);
    }

    @Test
    void a_message_that_failed_is_followed_by_no_call() {
        weCom.answerNext(1, WeComStandIn.error(-1, "system busy"));

        assertThat(reason(calling().send(sample()))).isEqualTo(SERVER_ERROR);
        assertThat(weCom.requests()).isEqualTo(1);
    }

    @Test
    void a_call_that_is_refused_does_not_undo_the_message_and_is_logged_without_the_number() {
        weCom.answerAfter(1, WeComStandIn.error(40035, "invalid mobile " + MOBILE));
        weCom.answerAfter(2, WeComStandIn.error(40035, "invalid mobile " + MOBILE));
        try (LogCapture log = new LogCapture()) {
            assertThat(calling().send(sample())).isInstanceOf(SendResult.Delivered.class);
            assertThat(log.lines())
                    .anyMatch(line -> line.contains("the mentions failed"))
                    .noneMatch(line -> line.contains(MOBILE));
        }
    }

    @Test
    void a_digest_calls_as_a_message_does() {
        List<DigestLine> lines = List.of(DigestLine.of(Samples.firing("a1", "critical")));
        Digest digest =
                new Digest("oncall-42", 7, "oncall-42.0badcafe", Samples.RECEIVED, Samples.RECEIVED, 1, lines, 0);

        assertThat(calling().digests().orElseThrow().send(digest)).isEqualTo(new SendResult.Delivered(2));
        assertThat(weCom.called()).containsExactly(USER, "@all", MOBILE);
    }

    @Test
    void a_preview_shows_both_messages_and_nobodys_number() {
        assertThat(calling().preview(sample()).parts())
                .hasSize(2)
                .noneMatch(part -> part.body().contains(MOBILE) || part.body().contains(USER))
                .anyMatch(part -> part.body().contains("@all"));
    }

    @Test
    void a_firing_alert_is_short_markdown_with_its_links() {
        notifier().send(Samples.message(Samples.firing("10.0.0.1:9100", "critical")));

        assertThat(weCom.received().get(0).json().at("/markdown/content").asString())
                .startsWith("""
                        ### <font color="warning">[FIRING:1] HighCPU (critical)</font>
                        1 firing
                        <font color="comment">job=node</font>

                        🔴 **HighCPU** · critical · 10.0.0.1:9100
                        CPU > 90% on 10.0.0.1:9100
                        Load is high & rising
                        Started: 2026-11-22 09:44:38 UTC (5m 21s)
                        [Graph](http""")
                .endsWith("<@" + USER + ">\n\nDelivery oncall-42");
    }

    @Test
    void text_from_outside_is_never_a_mention_nor_mark_up() {
        Alert hostile = Samples.alert(
                AlertStatus.FIRING,
                Map.of("alertname", "<@all>", "instance", "[x](http://evil.example)"),
                Map.of("summary", "<@zhang> **b**", "description", "<font color=\"info\">a</font>\n# b"));
        notifier().send(Samples.message(hostile));
        weCom.answerNext(1, refusal());
        notifier().send(Samples.message(hostile));

        assertThat(weCom.called()).isEmpty();
        assertThat(weCom.received())
                .hasSize(2)
                .allSatisfy(message ->
                        assertThat(message.body()).doesNotContain("<@", "](http://evil", "<font color=\\\"info"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10, 40, 500})
    void any_number_of_alerts_stays_within_4096_bytes_and_says_how_many_are_missing(int count) {
        List<Alert> alerts = IntStream.range(0, count)
                .mapToObj(n -> Samples.firing("主机-" + n + "-z", "warning"))
                .toList();
        notifier().send(Samples.message(alerts, 0));

        String content = weCom.received().get(0).json().at("/markdown/content").asString();
        assertThat(content.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(4_096);
        long named = alerts.stream()
                .filter(alert -> content.contains("· " + alert.labels().get("instance")))
                .count();
        assertThat(named).isGreaterThanOrEqualTo(Math.min(count, 20));
        assertThat(content.contains("and " + (count - named) + " more: ")).isEqualTo(named < count);
    }
}
