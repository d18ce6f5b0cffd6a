package io.tocsin.channel.slack;

import io.tocsin.channel.ChannelType;
import io.tocsin.channel.Digest;
import io.tocsin.channel.FailureReason;
import io.tocsin.channel.Message;
import io.tocsin.channel.RenderedMessage;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.SendResult.Rejected;
import io.tocsin.channel.render.RenderFailures;
import io.tocsin.channel.slack.SlackAnswer.Failed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Posts and updates messages: in their own form, or in the plain form when that one cannot be built or is refused. */
final class SlackMessages {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final SlackApi api;
    private final String channel;
    private final SlackRenderer renderer;
    private final SlackDigestForm digestForm;
    private final RenderFailures renderFailures;

    /**
     * @param channel the id of a channel, or its name
     */
    SlackMessages(
            SlackApi api,
            String channel,
            SlackRenderer renderer,
            SlackDigestForm digestForm,
            RenderFailures renderFailures) {
        this.api = api;
        this.channel = channel;
        this.renderer = renderer;
        this.digestForm = digestForm;
        this.renderFailures = renderFailures;
    }

    /** The body of a post, without the people it mentions. */
    RenderedMessage preview(Message message) {
        try {
            return shown(renderer.render(message), null);
        } catch (RuntimeException fault) {
            return shown(renderer.renderPlain(message), RenderFailures.words(fault));
        }
    }

    private static RenderedMessage shown(byte[] json, @Nullable String problem) {
        String body = SlackMentions.withoutPeople(new String(json, StandardCharsets.UTF_8));
        return RenderedMessage.of("application/json", body, problem);
    }

    /** Posts to the channel. */
    SlackAnswer post(Message message, SlackAttempt attempt) {
        return send(message, attempt, toChannel());
    }

    /** Posts to the channel; a body that cannot be built counts as refused, because smaller parts may be built. */
    SlackAnswer post(Digest digest, SlackAttempt attempt) {
        ObjectNode body;
        try {
            body = toChannel().body(digestForm.render(digest));
        } catch (RuntimeException fault) {
            renderFailures.noteDigest(ChannelType.SLACK, digest.identity(), RenderFailures.words(fault));
            return new Failed(SendResult.rejected(
                    FailureReason.INTERNAL_ERROR, fault.getClass().getSimpleName()));
        }
        SlackAnswer answer = attempt.call(SlackAttempt.POST, body);
        if (answer instanceof Failed failed && failed.result() instanceof Rejected refused) {
            renderFailures.noteDigest(
                    ChannelType.SLACK, digest.identity(), refused.reason().label());
        }
        return answer;
    }

    /** An attempt that starts now. */
    SlackAttempt attempt(Duration limit) {
        return new SlackAttempt(api, limit);
    }

    SlackDigestForm digestForm() {
        return digestForm;
    }

    private Call toChannel() {
        return new Call(SlackAttempt.POST, JSON.createObjectNode().put("channel", channel));
    }

    /**
     * Posts into a thread.
     *
     * @param broadcast whether the reply also shows in the channel
     */
    SlackAnswer reply(Message message, SlackAttempt attempt, String conversation, String root, boolean broadcast) {
        ObjectNode address =
                JSON.createObjectNode().put("channel", conversation).put("thread_ts", root);
        return send(
                message,
                attempt,
                new Call(SlackAttempt.POST, broadcast ? address.put("reply_broadcast", true) : address));
    }

    /** Replaces a message. */
    SlackAnswer update(Message message, SlackAttempt attempt, String conversation, String ts) {
        // Without parse, an update would turn words with # and @ into links, which a post does not.
        ObjectNode address = JSON.createObjectNode()
                .put("channel", conversation)
                .put("ts", ts)
                .put("parse", "none");
        return send(message, attempt, new Call(SlackAttempt.UPDATE, address));
    }

    private record Call(String method, ObjectNode address) {

        ObjectNode body(byte[] form) {
            JsonNode rendered = JSON.readTree(form);
            ObjectNode body = address.deepCopy();
            rendered.properties().forEach(part -> body.set(part.getKey(), part.getValue()));
            return method.equals(SlackAttempt.UPDATE) ? replacing(body) : body;
        }

        /** An update keeps or drops omitted fields, depending on the API's version: so it sets all of them. */
        private static ObjectNode replacing(ObjectNode body) {
            body.remove(List.of("mrkdwn", "unfurl_links", "unfurl_media"));
            body.withArray("attachments");
            body.withArray("blocks");
            return body;
        }
    }

    private SlackAnswer send(Message message, SlackAttempt attempt, Call call) {
        ObjectNode own;
        try {
            own = call.body(renderer.render(message));
        } catch (RuntimeException fault) {
            renderFailures.note(ChannelType.SLACK, message.deliveryId(), fault);
            return plain(message, attempt, call);
        }
        SlackAnswer answer = attempt.call(call.method(), own);
        FailureReason refused = answer instanceof Failed failed
                ? failed.result().refusalOfForm().orElse(null)
                : null;
        if (refused == null) {
            return answer;
        }
        renderFailures.noteRefused(ChannelType.SLACK, message.deliveryId(), refused);
        SlackAnswer second = plain(message, attempt, call);
        // The target accepted the full form, so this message's content is the cause.
        return second instanceof Failed again && again.needsOperator() ? answer : second;
    }

    private SlackAnswer plain(Message message, SlackAttempt attempt, Call call) {
        return attempt.call(call.method(), call.body(renderer.renderPlain(message)));
    }
}
