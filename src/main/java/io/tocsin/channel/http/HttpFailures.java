package io.tocsin.channel.http;

import io.tocsin.channel.FailureReason;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.http.HttpOutcome.Answer;

/** The meaning of an answer by its status alone, when its body is not the provider's. */
public final class HttpFailures {

    private HttpFailures() {}

    /** Never a success: only the provider's own body can report that. */
    public static SendResult read(Answer answer) {
        int status = answer.status();
        if (status >= 200 && status < 300 && !isPage(answer.body())) {
            return SendResult.retryable(
                    FailureReason.UNCLEAR_ANSWER,
                    answer.retryAfter(),
                    "HTTP " + status + " without a word of success, so that it may have arrived: " + answer.body());
        }
        String detail = "HTTP " + status + ": " + answer.body();
        if (status == 413) {
            return SendResult.rejected(FailureReason.MESSAGE_TOO_LARGE, detail);
        }
        return SendResult.retryable(reason(status), answer.retryAfter(), detail);
    }

    /** A page comes from a gateway before the provider, which did not let the message through. */
    private static boolean isPage(String body) {
        return body.stripLeading().startsWith("<");
    }

    private static FailureReason reason(int status) {
        if (status >= 500 || status == 408) {
            return FailureReason.SERVER_ERROR;
        }
        return switch (status) {
            case 429 -> FailureReason.THROTTLED;
            case 401, 403 -> FailureReason.CREDENTIALS;
            case 400, 409, 422, 425 -> FailureReason.UNKNOWN_ERROR;
            // Redirects among them: a server that redirects a POST to a secret URL is not the provider.
            default -> status < 300 ? FailureReason.BAD_ANSWER : FailureReason.CONFIGURATION;
        };
    }
}
