package io.tocsin.channel.dingtalk;

import io.tocsin.channel.ChannelType;
import io.tocsin.channel.FailureReason;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.http.ChannelHttp;
import io.tocsin.channel.http.CodedAnswer;
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
record DingTalkProtocol(DingTalkSigner signer) implements WebhookProtocol {

    /** Above 20 messages a minute a robot is silenced for up to ten minutes. */
    private static final Duration THROTTLED_FOR = Duration.ofSeconds(60);

    @Override
    public ChannelType channel() {
        return ChannelType.DINGTALK;
    }

    @Override
    public HttpOutcome post(ChannelHttp http, String id, byte[] body, Duration limit) {
        return http.post(signer.signed(), body, limit);
    }

    @Override
    public SendResult read(Answer answer) {
        Optional<CodedAnswer> said = CodedAnswer.of(answer, "errcode", "errmsg");
        if (said.isEmpty() && JsonAnswer.of(answer).body().has("punish")) {
            // A gateway in front of DingTalk lets nothing through for a while; it is not DingTalk that answers.
            return SendResult.retryable(FailureReason.BAD_ANSWER, "HTTP " + answer.status() + ": " + answer.body());
        }
        return CodedAnswer.read(answer, said, DingTalkProtocol::failed);
    }

    private static SendResult failed(CodedAnswer said) {
        return switch (said.code()) {
            case -1 -> said.retryable(FailureReason.SERVER_ERROR);
            case 130101, 410100, 90030 -> said.throttled(THROTTLED_FOR);
            case 300001, 300005, 400101 -> said.retryable(FailureReason.CREDENTIALS);
            case 310000 -> said.retryable(securityReason(said.words()));
            case 400013, 400102, 400106 -> said.retryable(FailureReason.CONFIGURATION);
            case 430101, 430102, 430103, 430104, 400105, 40035 -> said.rejected(FailureReason.MESSAGE_REFUSED);
            case 460101, 101002 -> said.rejected(FailureReason.MESSAGE_TOO_LARGE);
            // Not POST, or not JSON: ours is both, so something between us and DingTalk changes it.
            case 43002, 43004 -> said.retryable(FailureReason.CONFIGURATION);
            default -> said.retryable(FailureReason.UNKNOWN_ERROR);
        };
    }

    /** One code for all of a robot's security settings: signature and time, key words, addresses. */
    private static FailureReason securityReason(String words) {
        String text = words.toLowerCase(Locale.ROOT);
        boolean signature = text.contains("sign") || text.contains("timestamp") || text.contains("token");
        return signature ? FailureReason.CREDENTIALS : FailureReason.CONFIGURATION;
    }
}
