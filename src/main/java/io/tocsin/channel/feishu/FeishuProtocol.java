package io.tocsin.channel.feishu;

import io.tocsin.channel.ChannelType;
import io.tocsin.channel.FailureReason;
import io.tocsin.channel.HmacSha256;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.http.ChannelHttp;
import io.tocsin.channel.http.CodedAnswer;
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
 *
 * @param secret empty when the robot does not ask for signatures
 */
record FeishuProtocol(URI url, String secret, InstantSource clock) implements WebhookProtocol {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    /** The limits are 5 a second and 100 a minute, and the whole system's at full and half hours. */
    private static final Duration THROTTLED_FOR = Duration.ofSeconds(20);

    @Override
    public ChannelType channel() {
        return ChannelType.FEISHU;
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

    /** Older robots answer with other names only; where there is a code, it counts. */
    @Override
    public SendResult read(Answer answer) {
        Optional<CodedAnswer> said = CodedAnswer.of(answer, "code", "msg")
                .or(() -> answer.body().contains("\"code\"")
                        ? Optional.empty()
                        : CodedAnswer.of(answer, "StatusCode", "StatusMessage"));
        return CodedAnswer.read(answer, said, FeishuProtocol::failed);
    }

    private static SendResult failed(CodedAnswer said) {
        return switch (said.code()) {
            case 11232, 99991400 -> said.throttled(THROTTLED_FOR);
            // One code for a malformed message and for too many of them.
            case 9499 ->
                said.words().toLowerCase(Locale.ROOT).contains("too many")
                        ? said.throttled(THROTTLED_FOR)
                        : said.rejected(FailureReason.MESSAGE_REFUSED);
            case 2200 -> said.retryable(FailureReason.SERVER_ERROR);
            case 19001 -> said.retryable(FailureReason.CREDENTIALS);
            case 19021 ->
                SendResult.retryable(
                        FailureReason.CREDENTIALS, said.detail() + " (the secret is wrong, or this machine's clock)");
            case 19022, 19024 -> said.retryable(FailureReason.CONFIGURATION);
            case 19002, 230099, 200621, 11310 -> said.rejected(FailureReason.MESSAGE_REFUSED);
            case 19036 -> said.rejected(FailureReason.MESSAGE_TOO_LARGE);
            default -> said.retryable(FailureReason.UNKNOWN_ERROR);
        };
    }
}
