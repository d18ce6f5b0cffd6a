package io.tocsin.channel.http;

import io.tocsin.channel.http.HttpOutcome.Answer;
import java.math.BigDecimal;
import java.util.OptionalInt;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A provider's answer in JSON, read leniently: numbers and booleans may be texts. */
public record JsonAnswer(JsonNode body) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The answer; one without members when it is not JSON, such as a gateway's page. */
    public static JsonAnswer of(Answer answer) {
        try {
            return new JsonAnswer(JSON.readTree(answer.body()));
        } catch (JacksonException notJson) {
            return new JsonAnswer(JSON.createObjectNode());
        }
    }

    /** The member's whole number, also as a text; empty when it has none. */
    public OptionalInt number(String member) {
        JsonNode value = body.path(member);
        if (!value.isNumber() && !value.isString()) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(new BigDecimal(value.asString("").strip()).intValueExact());
        } catch (ArithmeticException | NumberFormatException notWhole) {
            return OptionalInt.empty();
        }
    }

    /** Whether the member is true, also as a text. */
    public boolean isTrue(String member) {
        return says(member, true);
    }

    /** Whether the member is false, also as a text. */
    public boolean isFalse(String member) {
        return says(member, false);
    }

    private boolean says(String member, boolean wanted) {
        JsonNode value = body.path(member);
        return (value.isBoolean() || value.isString())
                && value.asString("").strip().equalsIgnoreCase(String.valueOf(wanted));
    }

    /** The member's text; empty when it has none. */
    public String text(String member) {
        JsonNode value = body.path(member);
        return value.isString() ? value.asString("").strip() : "";
    }
}
