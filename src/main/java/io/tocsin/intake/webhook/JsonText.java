package io.tocsin.intake.webhook;

import io.tocsin.intake.UnreadablePayloadException;
import java.io.StringWriter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Reads text and maps of text from JSON, whatever type the sender used. */
final class JsonText {

    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonText() {}

    /**
     * Reads a body that is one JSON object and nothing after it.
     *
     * @param reader called with the parser after the opening brace; leaves it at the closing one
     * @throws UnreadablePayloadException when the body is JSON but no object
     * @throws tools.jackson.core.JacksonException when it is not JSON, or exceeds Jackson's limits
     */
    static <T> T readObject(byte[] body, Function<JsonParser, T> reader) {
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), body)) {
            JsonToken first = json.nextToken();
            if (first != JsonToken.START_OBJECT) {
                throw new UnreadablePayloadException(notAnObject(first));
            }
            T result = reader.apply(json);
            if (json.nextToken() != null) {
                throw new UnreadablePayloadException("something follows the JSON object");
            }
            return result;
        }
    }

    private static String notAnObject(@Nullable JsonToken first) {
        if (first == null) {
            return "the body is empty";
        }
        return first == JsonToken.START_ARRAY
                ? "this is a JSON array, which Prometheus posts to Alertmanager (/api/v2/alerts): let Prometheus post to"
                        + " Alertmanager, and give this address as url of webhook_configs in an Alertmanager receiver"
                : "the body is JSON but not an object";
    }

    /** The current value as text: numbers and booleans as written, null for null and for a structure. */
    static @Nullable String text(JsonParser json) {
        return switch (json.currentToken()) {
            case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
                wellFormed(json.getString());
            default -> {
                json.skipChildren();
                yield null;
            }
        };
    }

    /** The current value as a map of texts, a structure in it as its JSON; nulls are left out; empty when it is no object. */
    static Map<String, String> map(JsonParser json) {
        if (!json.isExpectedStartObjectToken()) {
            json.skipChildren();
            return Map.of();
        }
        Map<String, String> map = new LinkedHashMap<>();
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            json.nextToken();
            String value = value(json);
            if (value != null) {
                map.put(wellFormed(name), value);
            }
        }
        return Collections.unmodifiableMap(map);
    }

    /** The current value as text, a structure as its JSON; null for null. */
    static @Nullable String value(JsonParser json) {
        return json.currentToken().isStructStart() ? structure(json) : text(json);
    }

    private static String structure(JsonParser json) {
        StringWriter out = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            generator.copyCurrentStructure(json);
        }
        return wellFormed(out.toString());
    }

    /** Without half characters (lone surrogates) and NUL, which JSON can express but stores and encoders refuse. */
    static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return repaired(text);
            }
        }
        return text;
    }

    private static String repaired(String text) {
        return text.codePoints()
                .map(point -> point == 0 || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)
                        ? 0xFFFD
                        : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
