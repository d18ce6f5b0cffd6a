package io.tocsin.channel;

import io.tocsin.channel.http.HttpOutcome;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer of a provider that says in a number whether it took a message.
 *
 * @param code 0 for success
 * @param words what it says beside the number; may be empty
 */
public record CodedAnswer(int code, String words) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The answer's code and words; empty when it has no such code, as a gateway's page. */
    public static Optional<CodedAnswer> of(HttpOutcome.Answer answer, String code, String words) {
        try {
            JsonNode body = JSON.readTree(answer.body());
            JsonNode number = body.path(code);
            return number.isIntegralNumber() && number.canConvertToInt()
                    ? Optional.of(
                            new CodedAnswer(number.intValue(), body.path(words).asString("")))
                    : Optional.empty();
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }
}
