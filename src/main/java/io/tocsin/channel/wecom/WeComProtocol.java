package io.tocsin.channel.wecom;

import io.tocsin.channel.ChannelType;
import io.tocsin.channel.FailureReason;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.http.ChannelHttp;
import io.tocsin.channel.http.CodedAnswer;
import io.tocsin.channel.http.HttpOutcome;
import io.tocsin.channel.http.HttpOutcome.Answer;
import io.tocsin.channel.http.WebhookProtocol;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * WeCom's group robot. The field {@code errcode} in the body shows whether a message was accepted; the HTTP status is 200 for
 * errors, too. Source: WeCom developer center, "message push" (91770) and "global error codes" (90313), which says that the
 * texts may change.
 */
record WeComProtocol(URI url) implements WebhookProtocol {

    private static final Logger log = LoggerFactory.getLogger(WeComProtocol.class);
    private static final Duration THROTTLED_FOR = Duration.ofSeconds(60);
    private static final Duration TOO_MANY_AT_ONCE_FOR = Duration.ofSeconds(5);

    @Override
    public ChannelType channel() {
        return ChannelType.WECOM;
    }

    @Override
    public HttpOutcome post(ChannelHttp http, String id, byte[] body, Duration limit) {
        return http.post(url, body, limit);
    }

    @Override
    public SendResult read(Answer answer) {
        SendResult result =
                CodedAnswer.read(answer, CodedAnswer.of(answer, "errcode", "errmsg"), WeComProtocol::failed);
        if (result instanceof SendResult.Delivered && answer.body().contains("wrong json format")) {
            log.warn("WeCom took a message and says beside it: wrong json format");
        }
        return result;
    }

    private static SendResult failed(CodedAnswer said) {
        return switch (said.code()) {
            case -1, 6000 -> said.retryable(FailureReason.SERVER_ERROR);
            case 45009 -> said.throttled(THROTTLED_FOR);
            case 45033 -> said.throttled(TOO_MANY_AT_ONCE_FOR);
            case 93000 -> said.retryable(FailureReason.CONFIGURATION);
            case 45002 -> said.rejected(FailureReason.MESSAGE_TOO_LARGE);
            // One code for any wrong parameter.
            case 40058 ->
                said.rejected(
                        said.words().toLowerCase(Locale.ROOT).contains("max length")
                                ? FailureReason.MESSAGE_TOO_LARGE
                                : FailureReason.MESSAGE_REFUSED);
            case 40008, 40033, 40035, 40039, 40063, 44004 -> said.rejected(FailureReason.MESSAGE_REFUSED);
            default -> said.retryable(FailureReason.UNKNOWN_ERROR);
        };
    }
}
