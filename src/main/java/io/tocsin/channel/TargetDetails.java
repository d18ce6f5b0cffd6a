package io.tocsin.channel;

import io.tocsin.alert.LabelMatcher;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a target that is specific to its channel, for an operator: no token, no path of a URL, and the people it
 * mentions masked.
 *
 * @param style the readers' language and time zone
 * @param host the provider's host; null when the target names none
 * @param room the chat room that it posts to; null when the provider alone knows it
 * @param sender the address that its mails come from; null for other channels
 * @param recipients who receives: mail addresses, or masked telephone numbers; empty for chat rooms
 * @param mentions who is mentioned for which alerts
 */
public record TargetDetails(
        MessageStyle style,
        @Nullable String host,
        @Nullable String room,
        @Nullable String sender,
        List<String> recipients,
        List<Mention> mentions) {

    /**
     * Mentions people when a matching alert is firing.
     *
     * @param matchers matchers that an alert must all match; empty for every alert
     * @param called who is mentioned, each with an at sign before it, people masked
     */
    public record Mention(List<LabelMatcher> matchers, List<String> called) {}

    /**
     * A room of a chat.
     *
     * @param url the provider's address, of which only the host is kept
     */
    public static TargetDetails chat(MessageStyle style, URI url, @Nullable String room, List<Mention> mentions) {
        return new TargetDetails(style, url.getHost(), room, null, List.of(), mentions);
    }
}
