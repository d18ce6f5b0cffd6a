package io.tocsin.channel.wecom;

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
import io.tocsin.channel.http.WebhookProtocol;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * WeCom's group robot. The field {@code errcode} in the body shows whether a message was accepted; the HTTP status is 200 for
 * errors, too. Source: WeCom developer center, "message push" (91770) and "global error codes" (90313), which says that the
 * texts may change.
 */
class WeComProtocol implements WebhookProtocol {

    private static final Logger log = LoggerFactory.getLogger(WeComProtocol.class);
    private static final Duration THROTTLED_FOR = Duration.ofSeconds(60);
    private static final Duration TOO_MANY_AT_ONCE_FOR = Duration.ofSeconds(5);

    private final URI url;
    final WeComRenderer renderer;
    private final WeComDigestForm digestForm;

    WeComProtocol(URI url, WeComRenderer renderer, WeComDigestForm digestForm) {
        this.url = url;
        this.renderer = renderer;
        this.digestForm = digestForm;
    }

    /** The text messages for mentions that Markdown cannot express. */
    static final class Calls extends WeComProtocol {

        Calls(URI url, WeComRenderer renderer, WeComDigestForm digestForm) {
            super(url, renderer, digestForm);
        }

        @Override
        public byte[] render(Message message) {
            return renderer.renderCall(message);
        }

        @Override
        public byte[] renderPlain(Message message) {
            return renderer.renderCall(message);
        }
    }

    @Override
    public ChannelType channel() {
        return ChannelType.WECOM;
    }

    @Override
    public HttpOutcome post(ChannelHttp http, String id, byte[] body, Duration limit) {
        return http.post(url, body, limit);
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
        return renderer.mentions().withoutPeople(body);
    }

    @Override
    public SendResult read(Answer answer) {
        CodedAnswer coded = CodedAnswer.of(answer, "errcode", "errmsg").orElse(null);
        if (coded == null || (coded.code() == 0 && answer.status() != 200)) {
            return HttpFailures.read(answer);
        }
        String words = coded.words().toLowerCase(Locale.ROOT);
        if (coded.code() == 0) {
            if (words.contains("wrong json format")) {
                log.warn("WeCom took a message and says beside it: wrong json format");
            }
            return SendResult.delivered();
        }
        return failed(coded.code(), words, "errcode " + coded.code() + ": " + coded.words());
    }

    private static SendResult failed(int code, String words, String detail) {
        return switch (code) {
            case -1, 6000 -> SendResult.retryable(FailureReason.SERVER_ERROR, detail);
            case 45009 -> SendResult.retryable(FailureReason.THROTTLED, THROTTLED_FOR, detail);
            case 45033 -> SendResult.retryable(FailureReason.THROTTLED, TOO_MANY_AT_ONCE_FOR, detail);
            case 93000 -> SendResult.retryable(FailureReason.CONFIGURATION, detail);
            case 45002 -> SendResult.rejected(FailureReason.MESSAGE_TOO_LARGE, detail);
            // One code for any wrong parameter.
            case 40058 ->
                SendResult.rejected(
                        words.contains("max length") ? FailureReason.MESSAGE_TOO_LARGE : FailureReason.MESSAGE_REFUSED,
                        detail);
            case 40008, 40033, 40035, 40039, 40063, 44004 -> SendResult.rejected(FailureReason.MESSAGE_REFUSED, detail);
            default -> SendResult.retryable(FailureReason.UNKNOWN_ERROR, detail);
        };
    }
}
