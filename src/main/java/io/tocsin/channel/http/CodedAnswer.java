package io.tocsin.channel.http;

import io.tocsin.channel.FailureReason;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.http.HttpOutcome.Answer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * An answer of a provider whose number shows whether it accepted a message.
 *
 * @param member the number's name
 * @param code 0 for success
 * @param words its text beside the number; may be empty
 */
public record CodedAnswer(String member, int code, String words) {

    /** The answer's code and text; empty when it has no such code, such as a gateway's page. */
    public static Optional<CodedAnswer> of(Answer answer, String code, String words) {
        JsonAnswer said = JsonAnswer.of(answer);
        OptionalInt number = said.number(code);
        return number.isPresent()
                ? Optional.of(new CodedAnswer(code, number.getAsInt(), said.text(words)))
                : Optional.empty();
    }

    /**
     * The meaning of an answer: that of its code, or of its status when there is no code or the two contradict each other.
     *
     * @param error the meaning of a code other than 0
     */
    public static SendResult read(
            Answer answer, Optional<CodedAnswer> said, Function<? super CodedAnswer, SendResult> error) {
        return said.filter(coded -> coded.code() != 0 || answer.status() == 200)
                .map(coded -> coded.code() == 0 ? SendResult.delivered() : error.apply(coded))
                .orElseGet(() -> HttpFailures.read(answer));
    }

    /** A failure that another attempt may end. */
    public SendResult retryable(FailureReason reason) {
        return SendResult.retryable(reason, detail());
    }

    /** The provider takes no more messages for this time. */
    public SendResult throttled(Duration after) {
        return SendResult.retryable(FailureReason.THROTTLED, after, detail());
    }

    /** The message itself is refused. */
    public SendResult rejected(FailureReason reason) {
        return SendResult.rejected(reason, detail());
    }

    /** The code with its name, and the text. */
    public String detail() {
        return member + " " + code + ": " + words;
    }
}
