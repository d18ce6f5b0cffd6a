package io.tocsin.channel.dingtalk;

import static io.tocsin.channel.FailureReason.BAD_ANSWER;
import static io.tocsin.channel.FailureReason.CONFIGURATION;
import static io.tocsin.channel.FailureReason.CREDENTIALS;
import static io.tocsin.channel.FailureReason.MESSAGE_REFUSED;
import static io.tocsin.channel.FailureReason.MESSAGE_TOO_LARGE;
import static io.tocsin.channel.FailureReason.SERVER_ERROR;
import static io.tocsin.channel.FailureReason.THROTTLED;
import static io.tocsin.channel.FailureReason.UNCLEAR_ANSWER;
import static io.tocsin.channel.FailureReason.UNKNOWN_ERROR;
import static org.assertj.core.api.Assertions.assertThat;

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
import io.tocsin.standin.DingTalkStandIn;
import io.tocsin.standin.StandInAnswer;
import io.tocsin.standin.WebhookStandIn;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DingTalkNotifierTests extends TemplatedNotifierContractTests {

    private static final ChannelHttp HTTP = new ChannelHttp();
    private static final String MOBILE = "13800000000";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochMilli(1_700_000_000_005L));
    private final InstantSource clock = now::get;
    private final DingTalkStandIn dingTalk = new DingTalkStandIn(0, DingTalkStandIn.SECRET, clock);

    @AfterEach
    void close() {
        assertThat(dingTalk.unseenMentions()).isEmpty();
        dingTalk.close();
    }

    @Override
    protected WebhookStandIn standIn() {
        return dingTalk;
    }

    @Override
    protected Notifier notifierTo(URI url, MessageTemplates templates) {
        return notifier(url, DingTalkStandIn.SECRET, templates);
    }

    @Override
    protected TemplatePart template() {
        return TemplatePart.DINGTALK_MESSAGE;
    }

    @Override
    protected String plainForm() {
        return """
                {"msgtype": "text",
                 "text": {"content": "[FIRING] 1 alerts\\nFIRING critical Boom a1\\noncall-42\\n@%1$s"},
                 "at": {"isAtAll": false, "atMobiles": ["%1$s"], "atUserIds": []}}
                """.formatted(MOBILE);
    }

    private Notifier notifier(URI url, String secret) {
        return notifier(url, secret, BUILT_IN);
    }

    private Notifier notifier(URI url, String secret, MessageTemplates templates) {
        DingTalkProperties.MentionRule rule = new DingTalkProperties.MentionRule(
                List.of("severity=critical"), List.of(MOBILE), List.of(), false, List.of(), List.of());
        DingTalkProperties.Target target = new DingTalkProperties.Target(
                url.toString(),
                secret,
                List.of(rule),
                Locale.ENGLISH,
                ZoneId.of("UTC"),
                "none",
                true,
                LIMIT,
                null,
                null);
        return DingTalkConfiguration.target(
                        "oncall", target, HTTP, templates, new RenderFailures(meters), People.NONE, clock)
                .notifier();
    }

    @Override
    protected StandInAnswer refusal() {
        return DingTalkStandIn.error(430101, "unsafe link");
    }

    @Override
    protected String success() {
        return "{\"errcode\":0,\"errmsg\":\"ok\"}";
    }

    @Override
    protected List<String> otherSuccesses() {
        return List.of("{\"errcode\":\"0\",\"errmsg\":\"ok\"}", "{\"errcode\":0.0}", "{\"errcode\":\" 0 \"}");
    }

    @Override
    protected List<StandInAnswer> unknownErrors() {
        return List.of(
                DingTalkStandIn.error(400403, "miss param : markdown->text"),
                StandInAnswer.of(200, "{\"errcode\":\"987654\",\"errmsg\":\"new\"}"),
                StandInAnswer.of(400, "what?"));
    }

    @Override
    protected Collection<String> secrets() {
        return List.of(DingTalkStandIn.TOKEN, DingTalkStandIn.SECRET, "access_token", "/robot/send", MOBILE);
    }

    @Override
    protected List<Failure> failures() {
        List<Failure> failures = new ArrayList<>();
        failures.add(retryable(-1, "system busy", SERVER_ERROR));
        failures.add(retryable(130101, "send too fast, exceed 20 times per minute", THROTTLED));
        failures.add(retryable(410100, "send too fast", THROTTLED));
        failures.add(retryable(310000, "keywords not in content", CONFIGURATION));
        failures.add(retryable(310000, "ip 10.1.2.3 not in whitelist", CONFIGURATION));
        failures.add(retryable(310000, "invalid timestamp", CREDENTIALS));
        failures.add(retryable(
                310000,
                "sign not match, more: [/robot/send access_token " + DingTalkStandIn.TOKEN + DingTalkStandIn.SECRET
                        + "]",
                CREDENTIALS));
        for (int code : List.of(300001, 300005, 400101)) {
            failures.add(retryable(code, "token is not exist", CREDENTIALS));
        }
        for (int code : List.of(400013, 400102, 400106, 43002, 43004)) {
            failures.add(retryable(code, "stopped", CONFIGURATION));
        }
        for (int code : List.of(430101, 430102, 430103, 430104, 400105, 40035)) {
            failures.add(rejected(code, "unsafe " + MOBILE, MESSAGE_REFUSED));
        }
        failures.add(rejected(460101, "message too long, exceed 20000 bytes", MESSAGE_TOO_LARGE));
        failures.add(retryable(987654, "something new", UNKNOWN_ERROR));
        failures.add(answered(
                StandInAnswer.of(200, "{\"status\":1111,\"wait\":5,\"source\":\"x5\",\"punish\":\"deny\"}"),
                BAD_ANSWER));
        for (String body : List.of(
                "",
                "ok",
                "[]",
                "0",
                "null",
                "{}",
                "{\"errcode\":0.5}",
                "{\"errcode\":null}",
                "{\"errcode\":99999999999999999999}",
                "{\"errcode\":0",
                "[".repeat(30_000))) {
            failures.add(answered(StandInAnswer.of(200, body), UNCLEAR_ANSWER));
        }
        failures.add(answered(StandInAnswer.of(502, "<html>Bad Gateway</html>"), SERVER_ERROR));
        failures.add(answered(StandInAnswer.of(404, "nothing at " + dingTalk.webhookUrl()), CONFIGURATION));
        failures.add(answered(StandInAnswer.of(429, "slow down"), THROTTLED));
        return failures;
    }

    private Failure retryable(int code, String words, FailureReason reason) {
        return answered(DingTalkStandIn.error(code, words), reason);
    }

    private Failure answered(StandInAnswer answer, FailureReason reason) {
        String name = answer.status() + " " + answer.body();
        return Failure.retryable(
                name.substring(0, Math.min(80, name.length())),
                reason,
                () -> dingTalk.answerNext(reason == UNKNOWN_ERROR ? 2 : 1, answer));
    }

    private Failure rejected(int code, String words, FailureReason reason) {
        return Failure.rejected(
                code + " " + words, reason, () -> dingTalk.answerNext(2, DingTalkStandIn.error(code, words)));
    }

    @Test
    void being_throttled_means_to_wait_a_minute() {
        dingTalk.answerNext(1, DingTalkStandIn.error(130101, "send too fast"));

        assertThat(notifier().send(sample()))
                .isEqualTo(SendResult.retryable(THROTTLED, Duration.ofSeconds(60), "errcode 130101: send too fast"));
    }

    @Test
    void the_detail_keeps_the_words_but_no_address_and_no_secret() {
        dingTalk.answerNext(1, DingTalkStandIn.error(310000, "ip 10.1.2.3 not in whitelist " + DingTalkStandIn.SECRET));

        assertThat(detail(notifier().send(sample()))).isEqualTo("errcode 310000: ip *** not in whitelist ***");
    }

    @Test
    void the_signature_is_the_one_that_dingtalk_computes() {
        assertThat(DingTalkSigner.sign(1_700_000_000_005L, "SECexample0123456789"))
                .isEqualTo("Loq%2F%2B0zEmVCRGs5fpiBuhpjcKwLIsBSmz64QbWIFQs8%3D");
    }

    @Test
    void every_request_is_signed_anew_and_goes_out_as_signed() {
        for (int attempt = 0; attempt < 50; attempt++) {
            now.updateAndGet(time -> time.plusMillis(3_600_001));
            assertThat(notifier().send(sample())).isEqualTo(SendResult.delivered());
        }
        assertThat(dingTalk.received())
                .extracting(message -> message.uri().getRawQuery())
                .doesNotHaveDuplicates()
                .allMatch(query -> query.matches(
                        "access_token=" + DingTalkStandIn.TOKEN + "&timestamp=\\d{13}&sign=[A-Za-z0-9%]{44,140}"))
                .anyMatch(query -> query.contains("%2B"))
                .anyMatch(query -> query.contains("%2F"));
    }

    @Test
    void the_plain_form_is_signed_anew_as_well() {
        dingTalk.answerNext(1, DingTalkStandIn.error(460101, "message too long"));

        assertThat(notifier().send(sample())).isInstanceOf(SendResult.Delivered.class);
    }

    /** Names all alerts, and nothing of the target but the delivery's id. */
    private static final String ALERTS =
            "<#list full + lines as alert>${alert.name}\n\n</#list>${more}\n\n${deliveryId}";

    /** As the documentation promises to whoever cannot use signatures. */
    @Test
    void the_targets_name_is_a_key_word_that_every_message_has() {
        MessageTemplates broken = TestTemplates.with(
                TemplatePart.DINGTALK_MESSAGE,
                ALERTS.replace("</#list>", "<#if alert.instance == 'broken'>${nothing.like.this}</#if></#list>"));
        MessageTemplates own = TestTemplates.with(TemplatePart.DINGTALK_MESSAGE, ALERTS);
        dingTalk.requireKeyword("oncall");
        for (MessageTemplates templates : List.of(BUILT_IN, broken, own)) {
            for (Message message :
                    List.of(Samples.message(Samples.firing("broken", "critical")), Samples.hostile(), Samples.huge())) {
                assertThat(notifierTo(dingTalk.webhookUrl(), templates).send(message))
                        .isEqualTo(SendResult.delivered());
            }
        }
        dingTalk.answerNext(1, refusal());
        assertThat(notifier().send(sample())).isEqualTo(new SendResult.Delivered(2));
        List<DigestLine> lines = List.of(DigestLine.of(Samples.firing("a1", "critical")));
        Digest digest =
                new Digest("oncall-42", 7, "oncall-42.0badcafe", Samples.RECEIVED, Samples.RECEIVED, 1, lines, 0);
        assertThat(notifier().digests().orElseThrow().send(digest)).isEqualTo(SendResult.delivered());
        assertThat(dingTalk.received()).hasSize(11);
    }

    @Test
    void a_key_word_that_a_message_lacks_is_told_as_what_the_operator_can_mend() {
        dingTalk.requireKeyword("no such word");
        SendResult result = notifier().send(sample());

        assertThat(reason(result)).isEqualTo(CONFIGURATION);
        assertThat(detail(result)).isEqualTo("errcode 310000: description:keywords not in content");
    }

    @Test
    void without_a_secret_the_url_is_left_alone() {
        try (DingTalkStandIn open = new DingTalkStandIn(0, "", clock)) {
            assertThat(notifier(open.webhookUrl(), null).send(sample())).isEqualTo(SendResult.delivered());
            assertThat(open.received())
                    .singleElement()
                    .satisfies(message ->
                            assertThat(message.uri().getRawQuery()).isEqualTo("access_token=" + DingTalkStandIn.TOKEN));
        }
    }

    @Test
    void a_wrong_secret_is_told_as_such() {
        SendResult result = notifier(dingTalk.webhookUrl(), "SECwrong").send(sample());

        assertThat(reason(result)).isEqualTo(CREDENTIALS);
        assertThat(detail(result)).isEqualTo("errcode 310000: description:sign not match");
    }
}
