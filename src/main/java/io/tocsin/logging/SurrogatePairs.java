package io.tocsin.logging;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.json.WritableJson;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * Passes texts with characters beyond 16 bits, such as emoji, to the structured formats in one piece.
 *
 * <p>Spring Boot 4.1.0 and 4.1.1 encode each half of such a character separately, which results in {@code ?}
 * (spring-projects/spring-boot#51464); no longer needed once the Boot in use has that fixed.
 */
class SurrogatePairs implements StructuredLoggingJsonMembersCustomizer<Object> {

    @Override
    public void customize(JsonWriter.Members<Object> members) {
        members.applyingValueProcessor((JsonWriter.ValueProcessor<Object>) (path, value) -> whole(value));
    }

    private static @Nullable Object whole(@Nullable Object value) {
        return value instanceof String text && text.chars().anyMatch(unit -> Character.isSurrogate((char) unit))
                ? quoted(text)
                : value;
    }

    private static WritableJson quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 16).append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, json);
        json.append('"');
        return out -> out.append(json);
    }
}
