package io.tocsin.channel.feishu;

import static io.tocsin.channel.FailureReason.CONFIGURATION;
import static io.tocsin.channel.FailureReason.CREDENTIALS;
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
import io.tocsin.channel.Message;
import io.tocsin.channel.Notifier;
import io.tocsin.channel.Samples;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.TemplatedNotifierContractTests;
import io.tocsin.channel.config.People;
import io.tocsin.channel.http.ChannelHttp;
import io.tocsin.channel.render.RenderFailures;
import io.tocsin.channel.template.MessageTemplates;
import io.tocsin.channel.template.TestTemplates;
import io.tocsin.channel.template.model.TemplatePart;
import io.tocsin.standin.FeishuStandIn;
import io.tocsin.standin.StandInAnswer;
import io.tocsin.standin.WebhookStandIn;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FeishuNotifierTests extends TemplatedNotifierContractTests {

    private static final ChannelHttp HTTP = new ChannelHttp();
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String OPEN_ID = "ou_84aad35d084aa403a838cf73ee18467";
    /** Names all alerts, and nothing of the target but the delivery's id. */
    private static final String ALERTS =
            "<#list full + lines as alert>${alert.name}\n\n</#list>${more}\n\n${deliveryId}";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochSecond(1_700_000_000L));
    private final InstantSource clock = now::get;
    private final FeishuStandIn feishu = new FeishuStandIn(0, FeishuStandIn.SECRET, clock);

    @AfterEach
    void close() {
        feishu.close();
    }

    @Override
    protected WebhookStandIn standIn() {
        return feishu;
    }

    @Override
    protected Notifier notifierTo(URI url, MessageTemplates templates) {
        return notifier(url, FeishuStandIn.SECRET, "", templates);
    }

    @Override
    protected TemplatePart template() {
        return TemplatePart.FEISHU_MESSAGE;
    }

    @Override
    protected String plainForm() {
        return """
                {"timestamp": "1700000000", "sign": "%s", "msg_type": "text", "content": {"text":
                 "[FIRING] 1 alerts\\nFIRING critical Boom a1\\noncall-42\\n<at user_id=\\"%s\\"></at>"}}
                """.formatted(FeishuProtocol.sign(1_700_000_000L, FeishuStandIn.SECRET), OPEN_ID);
    }

    private Notifier notifier(URI url, String secret, String keyword, MessageTemplates templates) {
        FeishuProperties.MentionRule rule = new FeishuProperties.MentionRule(
                List.of("severity=critical"), List.of(OPEN_ID), List.of(), false, List.of(), List.of());
        FeishuProperties.Target target = new FeishuProperties.Target(
                url.toString(),
                secret,
                keyword,
                List.of(rule),
                Locale.ENGLISH,
                ZoneId.of("UTC"),
                "none",
                true,
                LIMIT,
                null,
                null);
        return FeishuConfiguration.target(
                        "oncall", target, HTTP, templates, new RenderFailures(meters), People.NONE, clock)
                .notifier();
    }

    @Override
    protected StandInAnswer refusal() {
        return FeishuStandIn.error(230099, "Failed to create card content");
    }

    @Override
    protected String success() {
        return "{\"code\":0,\"msg\":\"success\",\"data\":{}}";
    }

    @Override
    protected List<String> otherSuccesses() {
        return List.of("{\"code\":\"0\"}", "{\"code\":\"0\",\"StatusCode\":0}", "{\"StatusCode\":\"0\"}");
    }

    @Override
    protected List<StandInAnswer> unknownErrors() {
        return List.of(FeishuStandIn.error(987654, "new"), StandInAnswer.of(400, "what?"));
    }

    @Override
    protected Collection<String> secrets() {
        return List.of(FeishuStandIn.TOKEN, FeishuStandIn.SECRET, "/open-apis/bot", OPEN_ID, "\"sign\"");
    }

    @Override
    protected List<Failure> failures() {
        List<Failure> failures = new ArrayList<>();
        failures.add(retryable(2200, "internal error", SERVER_ERROR));
        failures.add(retryable(11232, "frequency limited psm[x]appID[1500]", THROTTLED));
        failures.add(answered(error(400, 9499, "too many request"), THROTTLED));
        failures.add(answered(error(200, 9499, "Too Many Request"), THROTTLED));
        failures.add(answered(error(400, 99991400, "request trigger frequency limit"), THROTTLED));
        failures.add(retryable(19001, "incoming webhook access token invalid " + FeishuStandIn.TOKEN, CREDENTIALS));
        failures.add(retryable(19021, "sign match fail or timestamp is not within one hour", CREDENTIALS));
        failures.add(retryable(19022, "Ip Not Allowed", CONFIGURATION));
        failures.add(retryable(19024, "Key Words Not Found", CONFIGURATION));
        for (int code : List.of(9499, 19002, 230099, 200621, 11310)) {
            failures.add(rejected(FeishuStandIn.error(code, "Bad Request " + OPEN_ID), MESSAGE_REFUSED));
        }
        failures.add(rejected(error(400, 9499, "Bad Request"), MESSAGE_REFUSED));
        failures.add(rejected(FeishuStandIn.error(19036, "exceeds the size limit"), MESSAGE_TOO_LARGE));
        failures.add(retryable(987654, "something new", UNKNOWN_ERROR));
        failures.add(answered(StandInAnswer.of(200, "{\"StatusCode\":7,\"StatusMessage\":\"old\"}"), UNKNOWN_ERROR));
        for (String body : List.of(
                "",
                "ok",
                "[]",
                "null",
                "{}",
                "{\"msg\":\"success\"}",
                "{\"code\":null,\"StatusCode\":0}",
                "{\"code\":0.5}",
                "{\"code\":99999999999999999999}",
                "{\"code\":0",
                "[".repeat(30_000))) {
            failures.add(answered(StandInAnswer.of(200, body), UNCLEAR_ANSWER));
        }
        failures.add(answered(StandInAnswer.of(502, "<html>Bad Gateway</html>"), SERVER_ERROR));
        failures.add(answered(StandInAnswer.of(404, "nothing at " + feishu.webhookUrl()), CONFIGURATION));
        failures.add(answered(StandInAnswer.of(429, "slow down"), THROTTLED));
        return failures;
    }

    private static StandInAnswer error(int status, int code, String words) {
        return StandInAnswer.of(status, FeishuStandIn.error(code, words).body());
    }

    private Failure retryable(int code, String words, FailureReason reason) {
        return answered(FeishuStandIn.error(code, words), reason);
    }

    private Failure answered(StandInAnswer answer, FailureReason reason) {
        return Failure.retryable(
                name(answer), reason, () -> feishu.answerNext(reason == UNKNOWN_ERROR ? 2 : 1, answer));
    }

    private Failure rejected(StandInAnswer answer, FailureReason reason) {
        return Failure.rejected(name(answer), reason, () -> feishu.answerNext(2, answer));
    }

    private static String name(StandInAnswer answer) {
        String name = answer.status() + " " + answer.body();
        return name.substring(0, Math.min(80, name.length()));
    }

    @Test
    void the_older_words_of_success_count_when_there_is_no_code() {
        feishu.answerNext(1, StandInAnswer.of(200, "{\"StatusCode\":0,\"StatusMessage\":\"success\"}"));

        assertThat(notifier().send(sample())).isEqualTo(SendResult.delivered());
    }

    @Test
    void a_refused_signature_is_told_as_the_secret_or_the_clock() {
        SendResult result =
                notifier(feishu.webhookUrl(), "mistaken", "", BUILT_IN).send(sample());

        assertThat(reason(result)).isEqualTo(CREDENTIALS);
        assertThat(detail(result)).endsWith("(the secret is wrong, or this machine's clock)");
    }

    /** Computed with openssl: {@code openssl dgst -sha256 -hmac "$key" -binary </dev/null | base64}. */
    @Test
    void the_signature_is_the_one_that_feishu_computes() {
        assertThat(FeishuProtocol.sign(1_599_360_473L, "demo"))
                .isEqualTo("l1N0gAcBjdwBvGm1xMjOF0XSyaLRpR7tuO5dHfhAYc8=");
    }

    @Test
    void every_request_is_signed_anew() {
        for (int attempt = 0; attempt < 5; attempt++) {
            now.updateAndGet(time -> time.plusSeconds(3_601));
            assertThat(notifier().send(sample())).isEqualTo(SendResult.delivered());
        }
        assertThat(feishu.received())
                .extracting(message -> message.json().path("sign").asString())
                .doesNotHaveDuplicates()
                .hasSize(5);
    }

    @Test
    void without_a_secret_nothing_is_signed() {
        try (FeishuStandIn open = new FeishuStandIn(0, "", clock)) {
            assertThat(notifier(open.webhookUrl(), null, null, BUILT_IN).send(sample()))
                    .isEqualTo(SendResult.delivered());
            assertThat(open.received().get(0).json().has("sign")).isFalse();
        }
    }

    /** Resolved messages, digests, the plain form and an operator's template included. */
    @Test
    void the_keyword_stands_in_every_message() {
        feishu.requireKeyword("机房-7");
        MessageTemplates own = TestTemplates.with(TemplatePart.FEISHU_MESSAGE, ALERTS);
        MessageTemplates broken = TestTemplates.with(
                TemplatePart.FEISHU_MESSAGE,
                ALERTS.replace("</#list>", "<#if alert.instance == 'broken'>${nothing.like.this}</#if></#list>"));
        for (MessageTemplates templates : List.of(BUILT_IN, own, broken)) {
            Notifier notifier = notifier(feishu.webhookUrl(), FeishuStandIn.SECRET, "机房-7", templates);
            for (Message message : List.of(
                    Samples.message(Samples.firing("broken", "critical")),
                    Samples.message(Samples.resolved("a1", "critical")),
                    Samples.hostile(),
                    Samples.huge())) {
                assertThat(notifier.send(message)).isEqualTo(SendResult.delivered());
            }
        }
        List<DigestLine> lines = List.of(DigestLine.of(Samples.firing("a1", "critical")));
        Digest digest =
                new Digest("oncall-42", 7, "oncall-42.0badcafe", Samples.RECEIVED, Samples.RECEIVED, 1, lines, 0);
        assertThat(notifier(feishu.webhookUrl(), FeishuStandIn.SECRET, "机房-7", BUILT_IN)
                        .digests()
                        .orElseThrow()
                        .send(digest))
                .isEqualTo(SendResult.delivered());
        assertThat(feishu.received()).hasSize(13);
        assertThat(reason(notifier().send(sample()))).isEqualTo(CONFIGURATION);
    }

    @Test
    void a_robot_that_refuses_cards_is_told_in_text() {
        feishu.refuseCards();

        assertThat(notifier().send(sample())).isEqualTo(new SendResult.Delivered(2));
    }

    @Test
    void a_single_alert_is_a_card_with_its_links_as_buttons() {
        notifier().send(Samples.message(Samples.firing("10.0.0.1:9100", "critical")));

        JsonNode card = feishu.received().get(0).json().path("card");
        assertThat(card.path("header")).isEqualTo(JSON.readTree("""
                {"template": "red", "title": {"tag": "plain_text", "content": "[FIRING:1] HighCPU (critical)"}}
                """));
        assertThat(card.at("/elements/0")).isEqualTo(JSON.readTree("""
                {"tag": "markdown", "content": "1 firing\\njob=node\\n\\n🔴 **HighCPU** · critical · 10.0.0.1:9100\\nCPU > 90%% on 10.0.0.1:9100\\nLoad is high & rising\\nStarted: 2026-11-22 09:44:38 UTC\\nDuration: 5m 21s\\n\\n<at id=%s></at>\\n\\nDelivery oncall-42"}
                """.formatted(OPEN_ID)));
        assertThat(card.at("/elements/1/actions"))
                .hasSize(3)
                .allSatisfy(button -> assertThat(button.path("url").asString()).startsWith("http"));
    }

    @Test
    void text_from_outside_is_never_a_mention_nor_a_link() {
        Alert hostile = Samples.alert(
                AlertStatus.FIRING,
                Map.of("alertname", "<at id=all></at>", "instance", "[x](http://evil.example)"),
                Map.of("summary", "<at user_id=\"all\">all</at>", "description", "<font color='red'>a</font>\n# b"));
        notifier().send(Samples.message(hostile));
        feishu.answerNext(1, refusal());
        notifier().send(Samples.message(hostile));

        assertThat(feishu.received())
                .hasSize(2)
                .allSatisfy(message -> assertThat(message.body()).doesNotContain("<at ", "](http://evil", "<font"));
    }

    @Test
    void the_colour_of_the_header_says_how_bad_it_is() {
        for (Alert alert : List.of(
                Samples.firing("a", "critical"),
                Samples.firing("a", "warning"),
                Samples.firing("a", "info"),
                Samples.resolved("a", "critical"))) {
            notifier().send(Samples.message(alert));
        }
        assertThat(feishu.received())
                .extracting(
                        message -> message.json().at("/card/header/template").asString())
                .containsExactly("red", "orange", "blue", "green");
    }
}
