package io.tocsin.channel.http;

import io.tocsin.channel.FailureReason;
import io.tocsin.channel.SendResult;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The outcome of one HTTP request. */
public sealed interface HttpOutcome {

    /**
     * The server answered.
     *
     * @param status 100 to 599
     * @param retryAfter what the header {@code Retry-After} asks for in seconds; null without one
     * @param body at most as much as was to be read (of an answer to a message 64 kB), as UTF-8 without a byte order mark
     */
    record Answer(int status, @Nullable Duration retryAfter, String body) implements HttpOutcome {}

    /**
     * There is no complete answer.
     *
     * @param reason {@link FailureReason#TIMEOUT}, {@link FailureReason#CONNECTION} or {@link
     *     FailureReason#INTERNAL_ERROR}
     * @param detail a short fixed text, without the URL
     * @param mayHaveArrived false when the request was certainly never sent
     */
    record NoAnswer(FailureReason reason, String detail, boolean mayHaveArrived) implements HttpOutcome {

        /** The result of a send with this outcome. */
        public SendResult toResult() {
            return SendResult.retryable(reason, detail);
        }
    }
}
