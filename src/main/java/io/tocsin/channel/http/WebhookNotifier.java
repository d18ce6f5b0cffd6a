package io.tocsin.channel.http;

import io.tocsin.channel.Digest;
import io.tocsin.channel.DigestLine;
import io.tocsin.channel.Digests;
import io.tocsin.channel.FailureReason;
import io.tocsin.channel.Message;
import io.tocsin.channel.Notifier;
import io.tocsin.channel.RenderedMessage;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.SendResult.Rejected;
import io.tocsin.channel.SendResult.Retryable;
import io.tocsin.channel.http.HttpOutcome.Answer;
import io.tocsin.channel.http.HttpOutcome.NoAnswer;
import io.tocsin.channel.render.RenderFailures;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Posts messages to a provider's webhook: in the provider's own form, or in the plain form when that one cannot be
 * built or is refused.
 */
public final class WebhookNotifier implements Notifier {

    private final WebhookProtocol protocol;
    private final WebhookBodies bodies;
    private final ChannelHttp http;
    private final RenderFailures renderFailures;
    private final Redaction redaction;
    private final Duration timeout;

    /**
     * @param timeout the limit for a whole send, rendering included; each try has the remaining time, but at least one second
     */
    public WebhookNotifier(
            WebhookProtocol protocol,
            WebhookBodies bodies,
            ChannelHttp http,
            RenderFailures renderFailures,
            Redaction redaction,
            Duration timeout) {
        this.protocol = protocol;
        this.bodies = bodies;
        this.http = http;
        this.renderFailures = renderFailures;
        this.redaction = redaction;
        this.timeout = timeout;
    }

    @Override
    public SendResult send(Message message) {
        try {
            return redaction.result(ownFormElsePlain(message));
        } catch (RuntimeException fault) {
            return SendResult.retryable(
                    FailureReason.INTERNAL_ERROR, fault.getClass().getSimpleName());
        }
    }

    @Override
    public Optional<Digests> digests() {
        return Optional.ofNullable(bodies.digests()).map(WebhookDigests::new);
    }

    private final class WebhookDigests implements Digests {

        private final DigestForm form;

        private WebhookDigests(DigestForm form) {
            this.form = form;
        }

        @Override
        public int room() {
            return form.room();
        }

        @Override
        public int size(DigestLine line, Instant at) {
            return form.size(line, at);
        }

        @Override
        public SendResult send(Digest digest) {
            byte[] body;
            try {
                body = form.render(digest);
            } catch (RuntimeException fault) {
                renderFailures.noteDigest(protocol.channel(), digest.identity(), RenderFailures.words(fault));
                return SendResult.rejected(
                        FailureReason.INTERNAL_ERROR, fault.getClass().getSimpleName());
            }
            SendResult result = post(digest.identity(), body, timeout);
            if (result instanceof Rejected refused) {
                renderFailures.noteDigest(
                        protocol.channel(), digest.identity(), refused.reason().label());
            }
            return redaction.result(result);
        }
    }

    @Override
    public RenderedMessage preview(Message message) {
        try {
            return shown(bodies.own().apply(message), null);
        } catch (RuntimeException fault) {
            return shown(bodies.plain().apply(message), RenderFailures.words(fault));
        }
    }

    private RenderedMessage shown(byte[] json, @Nullable String problem) {
        String body = bodies.shown().apply(new String(json, StandardCharsets.UTF_8));
        return RenderedMessage.of("application/json", body, problem);
    }

    private SendResult ownFormElsePlain(Message message) {
        TimeLimit time = TimeLimit.of(timeout);
        byte[] own;
        try {
            own = bodies.own().apply(message);
        } catch (RuntimeException fault) {
            renderFailures.note(protocol.channel(), message.deliveryId(), fault);
            return post(message.identity(), bodies.plain().apply(message), time.left());
        }
        SendResult result = post(message.identity(), own, time.left());
        FailureReason refused = result.refusalOfForm().orElse(null);
        if (refused == null) {
            return result;
        }
        renderFailures.noteRefused(protocol.channel(), message.deliveryId(), refused);
        SendResult second = post(message.identity(), bodies.plain().apply(message), time.left());
        // The target accepted the full form, so this message's content is the cause.
        boolean blamesTarget =
                second instanceof Retryable retryable && retryable.reason().needsOperator();
        return (blamesTarget ? result : second).withPosts(2);
    }

    private SendResult post(String id, byte[] body, Duration limit) {
        HttpOutcome outcome = protocol.post(http, id, body, limit);
        return outcome instanceof Answer answer ? protocol.read(answer) : ((NoAnswer) outcome).toResult();
    }
}
