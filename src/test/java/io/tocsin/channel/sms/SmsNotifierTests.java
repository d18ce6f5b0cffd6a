package io.tocsin.channel.sms;

import static io.tocsin.channel.FailureReason.BAD_ANSWER;
import static io.tocsin.channel.FailureReason.CONFIGURATION;
import static io.tocsin.channel.FailureReason.CREDENTIALS;
import static io.tocsin.channel.FailureReason.MESSAGE_REFUSED;
import static io.tocsin.channel.FailureReason.MESSAGE_TOO_LARGE;
import static io.tocsin.channel.FailureReason.RECIPIENT_REFUSED;
import static io.tocsin.channel.FailureReason.SERVER_ERROR;
import static io.tocsin.channel.FailureReason.THROTTLED;
import static io.tocsin.channel.FailureReason.UNCLEAR_ANSWER;
import static io.tocsin.channel.FailureReason.UNKNOWN_ERROR;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.channel.FailureReason;
import io.tocsin.channel.LogCapture;
import io.tocsin.channel.Notifier;
import io.tocsin.channel.Samples;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.http.WebhookNotifierContractTests;
import io.tocsin.standin.AliyunSmsStandIn;
import io.tocsin.standin.MailStandIn;
import io.tocsin.standin.StandInAnswer;
import io.tocsin.standin.WebhookStandIn;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What holds for every channel, for SMS; {@link UnconfirmedSmsTests} is about sends of unknown outcome. */
class SmsNotifierTests extends WebhookNotifierContractTests {

    private static final String PHONE = "13800000000";

    private final AliyunSmsStandIn sms = new AliyunSmsStandIn();

    @AfterEach
    void close() {
        sms.close();
    }

    @Override
    protected WebhookStandIn standIn() {
        return sms;
    }

    @Override
    protected Notifier notifierTo(URI url) {
        return SmsFixture.notifier(url, LIMIT, InstantSource.system(), PHONE);
    }

    @Override
    protected List<String> received() {
        return sms.sent().stream().map(Object::toString).toList();
    }

    @Override
    protected boolean showsEveryAlert() {
        return false;
    }

    @Override
    protected StandInAnswer refusal() {
        return AliyunSmsStandIn.code("isv.PARAM_NOT_SUPPORT_URL", "不支持url为变量");
    }

    @Override
    protected String success() {
        return "{\"Code\":\"OK\",\"Message\":\"OK\"}";
    }

    @Override
    protected List<String> otherSuccesses() {
        return List.of("{\"Code\":\"ok\",\"Message\":\"OK\",\"BizId\":\"1\"}");
    }

    @Override
    protected List<StandInAnswer> unknownErrors() {
        return List.of(AliyunSmsStandIn.code("isv.SOMETHING_NEW", "?"), StandInAnswer.of(400, "what?"));
    }

    @Override
    protected Collection<String> secrets() {
        return List.of(PHONE, AliyunSmsStandIn.KEY_ID, AliyunSmsStandIn.KEY_SECRET);
    }

    @Override
    protected List<Failure> failures() {
        List<Failure> failures = new ArrayList<>();
        failures.add(rejected("isv.MOBILE_NUMBER_ILLEGAL", PHONE + "invalid mobile number", RECIPIENT_REFUSED));
        for (String code :
                List.of("isv.INVALID_JSON_PARAM", "isv.PARAM_NOT_SUPPORT_URL", "isv.BLACK_KEY_CONTROL_LIMIT")) {
            failures.add(rejected(code, "参数 " + AliyunSmsStandIn.KEY_ID, MESSAGE_REFUSED));
        }
        failures.add(rejected("isv.PARAM_LENGTH_LIMIT", "参数超过长度限制", MESSAGE_TOO_LARGE));
        failures.add(rejected("isv.BUSINESS_LIMIT_CONTROL", "触发天级流控Permits:50", THROTTLED));
        failures.add(retryable("isv.BUSINESS_LIMIT_CONTROL", "触发分钟级流控Permits:1", THROTTLED));
        failures.add(retryable("isv.BUSINESS_LIMIT_CONTROL", "触发小时级流控Permits:5", THROTTLED));
        failures.add(retryable("Throttling.User", "Request was denied due to user flow control.", THROTTLED));
        for (String code : List.of(
                "isv.OUT_OF_SERVICE",
                "isv.AMOUNT_NOT_ENOUGH",
                "isv.SMS_SIGNATURE_ILLEGAL",
                "isv.SMS_TEMPLATE_ILLEGAL",
                "isv.DAY_LIMIT_CONTROL",
                "isv.DENY_IP_RANGE",
                "isv.TEMPLATE_MISSING_PARAMETERS")) {
            failures.add(retryable(code, "ask the operator", CONFIGURATION));
        }
        for (String code : List.of(
                "isp.RAM_PERMISSION_DENY",
                "InvalidAccessKeyId.NotFound",
                "SignatureDoesNotMatch",
                "InvalidTimeStamp.Expired")) {
            failures.add(retryable(code, "secret " + AliyunSmsStandIn.KEY_SECRET, CREDENTIALS));
        }
        failures.add(retryable("isp.SYSTEM_ERROR", "isp.SYSTEM_ERROR", SERVER_ERROR));
        failures.add(retryable("isp.GATEWAY_ERROR", "isp.GATEWAY_ERROR", SERVER_ERROR));
        failures.add(retryable("isv.SOMETHING_NEW", "?", UNKNOWN_ERROR));
        failures.add(answered(StandInAnswer.of(400, "{\"Code\":\"Throttling\",\"Message\":\"denied\"}"), THROTTLED));
        failures.add(answered(StandInAnswer.of(503, "{\"Code\":\"ServiceUnavailable\"}"), SERVER_ERROR));
        failures.add(answered(StandInAnswer.of(200, "<html>Sign in</html>"), BAD_ANSWER));
        failures.add(answered(StandInAnswer.of(200, "OK"), UNCLEAR_ANSWER));
        failures.add(answered(StandInAnswer.of(200, "{\"Code\":\"\"}"), UNCLEAR_ANSWER));
        failures.add(answered(StandInAnswer.of(404, "nothing at " + sms.webhookUrl()), CONFIGURATION));
        return failures;
    }

    private Failure retryable(String code, String message, FailureReason reason) {
        return answered(AliyunSmsStandIn.code(code, message), reason);
    }

    private Failure answered(StandInAnswer answer, FailureReason reason) {
        return Failure.retryable(
                answer.status() + " " + answer.body(),
                reason,
                () -> sms.answerNext(reason == UNKNOWN_ERROR ? 2 : 1, answer));
    }

    private Failure rejected(String code, String message, FailureReason reason) {
        return Failure.rejected(
                code + " " + message, reason, () -> sms.answerNext(2, AliyunSmsStandIn.code(code, message)));
    }

    @Test
    void the_request_is_this() {
        assertThat(notifier().send(sample())).isEqualTo(SendResult.delivered());

        AliyunSmsStandIn.Sent sent = sms.sent().get(0);
        assertThat(sent.phone()).isEqualTo(PHONE);
        assertThat(sent.outId()).isEqualTo("7.oncall-42." + Samples.RECEIVED.toEpochMilli());
        assertThat(sent.parameters().toString())
                .isEqualTo("{\"count\":\"1\",\"instance\":\"10.0.0.1:9100\",\"name\":\"HighCPU\","
                        + "\"severity\":\"critical\",\"started\":\"2026-11-22 09:44:38 UTC\",\"status\":\"FIRING\"}");
        assertThat(sms.received().get(0).uri().getRawPath()).isEqualTo("/");
        assertThat(sms.received().get(0).uri().getRawQuery())
                .startsWith("OutId=7.oncall-42." + Samples.RECEIVED.toEpochMilli()
                        + "&PhoneNumbers=13800000000&SignName=%E9%92%9F%E5%A3%B0%20%26%20Co"
                        + "&TemplateCode=SMS_154950909&TemplateParam=%7B%22count%22%3A%221%22%2C");
    }

    /** There is no path here that must not be logged: the contract's own words do not fit. */
    @Override
    @Test
    protected void nothing_is_sent_to_a_server_whose_certificate_is_not_trusted() {
        try (LogCapture log = new LogCapture();
                MailStandIn stranger = MailStandIn.start(MailStandIn.Security.TLS)) {
            URI url = URI.create("https://127.0.0.1:" + stranger.port());
            // A first handshake takes longer than the contract's limit on a busy machine.
            Notifier patient = SmsFixture.notifier(url, Duration.ofSeconds(20), InstantSource.system(), PHONE);
            assertThat(patient.send(sample()))
                    .isEqualTo(SendResult.retryable(
                            FailureReason.CONNECTION, "no secure connection: the TLS handshake failed"));
            assertThat(secrets())
                    .allSatisfy(secret -> assertThat(log.lines()).noneMatch(line -> line.contains(secret)));
        }
    }

    @Override
    @Test
    protected void a_refused_message_is_sent_once_more_in_its_plain_form() {
        sms.answerNext(1, refusal());

        assertThat(notifier().send(sample())).isEqualTo(new SendResult.Delivered(2));

        assertThat(sms.requests()).isEqualTo(2);
        assertThat(sms.sent().get(0).parameters().path("instance").asString()).isEqualTo("-");
        assertThat(received())
                .singleElement()
                .asString()
                .contains("oncall-42", "HighCPU")
                .doesNotContain("10.0.0.1");
    }

    @Override
    @Test
    protected void a_message_that_cannot_be_rendered_goes_out_in_the_plain_form() {
        Alert broken = new Alert(
                AlertStatus.FIRING, Map.of("alertname", "Broken"), Map.of(), null, null, null, null, null, "");

        assertThat(notifier().send(Samples.message(broken))).isEqualTo(SendResult.delivered());

        assertThat(received()).singleElement().asString().contains("FIRING", "Broken", "oncall-42");
    }
}
