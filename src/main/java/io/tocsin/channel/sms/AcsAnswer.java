package io.tocsin.channel.sms;

import io.tocsin.channel.http.HttpOutcome.Answer;
import io.tocsin.channel.http.JsonAnswer;
import tools.jackson.databind.JsonNode;

/**
 * An answer of Alibaba Cloud.
 *
 * @param status the HTTP status
 * @param code its code; empty when the answer is not the provider's
 * @param words the code and its explanation
 * @param body the whole body; an object without members when it is no JSON
 */
record AcsAnswer(int status, String code, String words, JsonNode body) {

    static final String OK = "OK";

    static AcsAnswer read(Answer answer) {
        JsonAnswer said = JsonAnswer.of(answer);
        String code = said.text("Code");
        return new AcsAnswer(answer.status(), code, code + ": " + said.text("Message"), said.body());
    }

    boolean isOk() {
        return status == 200 && code.equalsIgnoreCase(OK);
    }
}
