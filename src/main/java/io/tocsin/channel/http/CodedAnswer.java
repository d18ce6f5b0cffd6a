package io.tocsin.channel.http;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * An answer of a provider whose number shows whether it accepted a message.
 *
 * @param code 0 for success
 * @param words its text beside the number; may be empty
 */
public record CodedAnswer(int code, String words) {

    /** The answer's code and text; empty when it has no such code, such as a gateway's page. */
    public static Optional<CodedAnswer> of(HttpOutcome.Answer answer, String code, String words) {
        JsonAnswer said = JsonAnswer.of(answer);
        OptionalInt number = said.number(code);
        return number.isPresent()
                ? Optional.of(new CodedAnswer(number.getAsInt(), said.text(words)))
                : Optional.empty();
    }
}
