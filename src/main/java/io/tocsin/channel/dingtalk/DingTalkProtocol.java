package io.tocsin.channel.dingtalk;

import io.tocsin.channel.ChannelType;
import io.tocsin.channel.FailureReason;
import io.tocsin.channel.Message;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.http.ChannelHttp;
import io.tocsin.channel.http.CodedAnswer;
import io.tocsin.channel.http.DigestForm;
import io.tocsin.channel.http.HttpFailures;
import io.tocsin.channel.http.HttpOutcome;
import io.tocsin.channel.http.HttpOutcome.Answer;
import io.tocsin.channel.http.JsonAnswer;
import io.tocsin.channel.http.WebhookProtocol;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * DingTalk's custom robot. The field {@code errcode} in the body shows whether a message was accepted; the HTTP status is 200
 * for errors, too. Source: DingTalk open platform, "custom robot access" and its table of global error codes.
 */
final class DingTalkProtocol implements WebhookProtocol {

    /** Above 20 messages a minute a robot is silenced for up to ten minutes. */
    private static final Duration THROTTLED_FOR = Duration.ofSeconds(60);

    private final DingTalkSigner signer;
    private final DingTalkRenderer renderer;
    private final DingTalkDigestForm digestForm;

    DingTalkProtocol(DingTalkSigner signer, DingTalkRenderer renderer, DingTalkDigestForm digestForm) {
        this.signer = signer;
        this.renderer = renderer;
        this.digestForm = digestForm;
    }

    @Override
    public ChannelType channel() {
        return ChannelType.DINGTALK;
    }

    @Override
    public HttpOutcome post(ChannelHttp http, String id, byte[] body, Duration limit) {
        return http.post(signer.signed(), body, limit);
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
        return renderer.withoutPeople(body);
    }

    @Override
    public SendResult read(Answer answer) {
        CodedAnswer coded = CodedAnswer.of(answer, "errcode", "errmsg").orElse(null);
        if (coded == null && JsonAnswer.of(answer).body().has("punish")) {
            // A gateway in front of DingTalk lets nothing through for a while; it is not DingTalk that answers.
            return SendResult.retryable(FailureReason.BAD_ANSWER, "HTTP " + answer.status() + ": " + answer.body());
        }
        if (coded == null || (coded.code() == 0 && answer.status() != 200)) {
            return HttpFailures.read(answer);
        }
        return coded.code() == 0
                ? SendResult.delivered()
                : failed(coded.code(), coded.words(), "errcode " + coded.code() + ": " + coded.words());
    }

    private static SendResult failed(int code, String words, String detail) {
        return switch (code) {
            case -1 -> SendResult.retryable(FailureReason.SERVER_ERROR, detail);
            case 130101, 410100, 90030 -> SendResult.retryable(FailureReason.THROTTLED, THROTTLED_FOR, detail);
            case 300001, 300005, 400101 -> SendResult.retryable(FailureReason.CREDENTIALS, detail);
            case 310000 -> SendResult.retryable(securityReason(words), detail);
            case 400013, 400102, 400106 -> SendResult.retryable(FailureReason.CONFIGURATION, detail);
            case 430101, 430102, 430103, 430104, 400105, 40035 ->
                SendResult.rejected(FailureReason.MESSAGE_REFUSED, detail);
            case 460101, 101002 -> SendResult.rejected(FailureReason.MESSAGE_TOO_LARGE, detail);
            // Not POST, or not JSON: ours is both, so something between us and DingTalk changes it.
            case 43002, 43004 -> SendResult.retryable(FailureReason.CONFIGURATION, detail);
            default -> SendResult.retryable(FailureReason.UNKNOWN_ERROR, detail);
        };
    }

    /** One code for all of a robot's security settings: signature and time, key words, addresses. */
    private static FailureReason securityReason(String words) {
        String text = words.toLowerCase(Locale.ROOT);
        boolean signature = text.contains("sign") || text.contains("timestamp") || text.contains("token");
        return signature ? FailureReason.CREDENTIALS : FailureReason.CONFIGURATION;
    }
}
