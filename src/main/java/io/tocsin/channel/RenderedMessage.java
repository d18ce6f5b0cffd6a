package io.tocsin.channel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message as a target would get it, for an operator. It contains no token, password, signature or address, and none of the
 * numbers or ids of the people that a message mentions.
 *
 * @param subject the mail's subject; empty for channels that have none
 * @param parts its bodies, the richest last; never empty
 * @param problem why this is the plain form; null when it is the channel's own
 */
public record RenderedMessage(
        String subject, List<Part> parts, @Nullable String problem) {

    /**
     * One body.
     *
     * @param contentType its media type, such as {@code application/json} or {@code text/html}; the charset is UTF-8
     * @param body the text
     */
    public record Part(String contentType, String body) {}

    /** A message that is one body and has no subject. */
    public static RenderedMessage of(String contentType, String body, @Nullable String problem) {
        return new RenderedMessage("", List.of(new Part(contentType, body)), problem);
    }
}
