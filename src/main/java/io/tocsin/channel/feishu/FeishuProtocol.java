package io.tocsin.channel.feishu;

import io.tocsin.channel.ChannelType;
import io.tocsin.channel.FailureReason;
import io.tocsin.channel.HmacSha256;
import io.tocsin.channel.Message;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.http.ChannelHttp;
import io.tocsin.channel.http.CodedAnswer;
import io.tocsin.channel.http.DigestForm;
import io.tocsin.channel.http.HttpFailures;
import io.tocsin.channel.http.HttpOutcome;
import io.tocsin.channel.http.HttpOutcome.Answer;
import io.tocsin.channel.http.WebhookProtocol;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Feishu's and Lark's custom robot. The field {@code code} in the body shows whether a message was accepted. Source: Feishu
 * open platform, "custom bot usage guide" and its table of error codes.
 */
final class FeishuProtocol implements WebhookProtocol {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** The limits are 5 a second and 100 a minute, and the whole system's at full and half hours. */
    private static final Duration THROTTLED_FOR = Duration.ofSeconds(20);

    private final URI url;
    private final String secret;
    private final InstantSource clock;
    private final FeishuRenderer renderer;
    private final FeishuDigestForm digestForm;

    /**
     * @param secret empty when the robot does not ask for signatures
     */
    FeishuProtocol(URI url, String secret, InstantSource clock, FeishuRenderer renderer, FeishuDigestForm digestForm) {
        this.url = url;
        this.secret = secret;
        this.clock = clock;
        this.renderer = renderer;
        this.digestForm = digestForm;
    }

    @Override
    public ChannelType channel() {
        return ChannelType.FEISHU;
    }

    @Override
    public byte[] render(Message message) {
        return renderer.render(message);
    }

    @Override
    public byte[] renderPlain(Message message) {
        return renderer.renderPlain(message);
    }

    @Override
    public Optional<DigestForm> digestForm() {
        return Optional.of(digestForm);
    }

    @Override
    public String shown(String body) {
        return FeishuMentions.withoutPeople(body);
    }

    /** Signed at each try, because a signature expires after an hour. */
    @Override
    public HttpOutcome post(ChannelHttp http, String id, byte[] body, Duration limit) {
        return http.post(url, secret.isEmpty() ? body : signed(body), limit);
    }

    private byte[] signed(byte[] body) {
        long seconds = clock.instant().getEpochSecond();
        ObjectNode signed = JSON.createObjectNode().put("timestamp", Long.toString(seconds));
        signed.put("sign", sign(seconds, secret));
        return JSON.writeValueAsBytes(signed.setAll((ObjectNode) JSON.readTree(body)));
    }

    /** Unlike DingTalk's: timestamp and secret are the key, and the signed message is empty. */
    static String sign(long seconds, String secret) {
        return Base64.getEncoder().encodeToString(HmacSha256.of(seconds + "\n" + secret, new byte[0]));
    }

    @Override
    public SendResult read(Answer answer) {
        CodedAnswer coded = coded(answer).orElse(null);
        if (coded == null || (coded.code() == 0 && answer.status() != 200)) {
            return HttpFailures.read(answer);
        }
        return coded.code() == 0
                ? SendResult.delivered()
                : failed(coded.code(), coded.words(), "code " + coded.code() + ": " + coded.words());
    }

    /** Older robots answer with other names only; where there is a code, it counts. */
    private static Optional<CodedAnswer> coded(Answer answer) {
        return CodedAnswer.of(answer, "code", "msg")
                .or(() -> answer.body().contains("\"code\"")
                        ? Optional.empty()
                        : CodedAnswer.of(answer, "StatusCode", "StatusMessage"));
    }

    private static SendResult failed(int code, String words, String detail) {
        return switch (code) {
            case 11232, 99991400 -> throttled(detail);
            // One code for a malformed message and for too many of them.
            case 9499 ->
                words.toLowerCase(Locale.ROOT).contains("too many")
                        ? throttled(detail)
                        : SendResult.rejected(FailureReason.MESSAGE_REFUSED, detail);
            case 2200 -> SendResult.retryable(FailureReason.SERVER_ERROR, detail);
            case 19001 -> SendResult.retryable(FailureReason.CREDENTIALS, detail);
            case 19021 ->
                SendResult.retryable(
                        FailureReason.CREDENTIALS, detail + " (the secret is wrong, or this machine's clock)");
            case 19022, 19024 -> SendResult.retryable(FailureReason.CONFIGURATION, detail);
            case 19002, 230099, 200621, 11310 -> SendResult.rejected(FailureReason.MESSAGE_REFUSED, detail);
            case 19036 -> SendResult.rejected(FailureReason.MESSAGE_TOO_LARGE, detail);
            default -> SendResult.retryable(FailureReason.UNKNOWN_ERROR, detail);
        };
    }

    private static SendResult throttled(String detail) {
        return SendResult.retryable(FailureReason.THROTTLED, THROTTLED_FOR, detail);
    }
}
