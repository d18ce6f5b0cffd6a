package io.tocsin.console.preview;

import io.tocsin.channel.RenderedMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message as its reader would see it.
 *
 * @param headline what a list of mails or of chats shows of it; empty when its channel has none
 * @param html its content, as HTML that needs no escaping; links lead to http and https only, and nothing is loaded
 * @param document the HTML of a mail, unchanged: to be shown in a sandbox only; null when there is none
 * @param sent the request as sent, with formatted JSON; to be escaped
 */
public record ShownMessage(
        String headline, String html, @Nullable String document, List<RenderedMessage.Part> sent) {}
