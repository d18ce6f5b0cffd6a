package io.tocsin.channel.sms;

import io.tocsin.channel.http.HttpOutcome.Answer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer of Alibaba Cloud.
 *
 * @param status the HTTP status
 * @param code what it says; empty when the answer is not the provider's
 * @param words the code and its explanation
 * @param body all of it; an object without members when it is no JSON
 */
record AcsAnswer(int status, String code, String words, JsonNode body) {

    static final String OK = "OK";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static AcsAnswer read(Answer answer) {
        JsonNode body = json(answer.body());
        String code = body.path("Code").asString("");
        return new AcsAnswer(
                answer.status(), code, code + ": " + body.path("Message").asString(""), body);
    }

    boolean isOk() {
        return status == 200 && code.equals(OK);
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException notJson) {
            return JSON.createObjectNode();
        }
    }
}
