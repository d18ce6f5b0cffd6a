package io.tocsin.intake;

import io.tocsin.channel.RenderedMessage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Renders the message for a target without sending it. */
public interface MessagePreviews {

    /**
     * Renders a webhook's body for a target, with all its alerts, whatever the routes say.
     *
     * @param target the target's name
     * @param payload the body that Alertmanager or Grafana would post; null for a sample
     * @return the message; empty when no target is configured under the name
     * @throws UnreadablePayloadException when the body can never be read as a notification
     */
    Optional<RenderedMessage> preview(String target, byte @Nullable [] payload);
}
