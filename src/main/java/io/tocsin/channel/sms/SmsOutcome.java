package io.tocsin.channel.sms;

import io.tocsin.channel.FailureReason;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.SendResult.Retryable;
import io.tocsin.channel.http.HttpFailures;
import io.tocsin.channel.http.HttpOutcome;
import io.tocsin.channel.http.HttpOutcome.Answer;
import io.tocsin.channel.http.HttpOutcome.NoAnswer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * The outcome of one request to send.
 *
 * @param result the provider's result
 * @param uncertain whether the message may have been accepted nevertheless; sending again could reach people twice
 */
record SmsOutcome(SendResult result, boolean uncertain) {

    /** Sent messages can be queried only after a moment. */
    private static final Duration UNTIL_FOUND = Duration.ofSeconds(15);

    private static final Set<FailureReason> OF_FORM =
            EnumSet.of(FailureReason.MESSAGE_REFUSED, FailureReason.MESSAGE_TOO_LARGE, FailureReason.UNKNOWN_ERROR);

    static SmsOutcome of(HttpOutcome outcome) {
        if (outcome instanceof NoAnswer none) {
            return of(none.toResult(), none.mayHaveArrived());
        }
        Answer answer = (Answer) outcome;
        AcsAnswer body = AcsAnswer.read(answer);
        if (body.isOk()) {
            return new SmsOutcome(SendResult.delivered(), false);
        }
        if (body.code().isEmpty() || body.code().equalsIgnoreCase(AcsAnswer.OK)) {
            // A gateway's page: it may have passed the request on.
            return of(HttpFailures.read(answer), answer.status() < 300 || answer.status() >= 500);
        }
        return new SmsOutcome(SmsErrors.read(body, answer.retryAfter()), false);
    }

    private static SmsOutcome of(SendResult result, boolean uncertain) {
        if (uncertain && result instanceof Retryable retryable && retryable.after() == null) {
            return new SmsOutcome(SendResult.retryable(retryable.reason(), UNTIL_FOUND, retryable.detail()), true);
        }
        return new SmsOutcome(result, uncertain);
    }

    /** Whether this form of the message is refused, so that the plain form is worth a try. */
    boolean refusesForm() {
        return result.refusalOfForm().filter(OF_FORM::contains).isPresent();
    }

    boolean needsOperator() {
        return result instanceof Retryable retryable && retryable.reason().needsOperator();
    }
}
