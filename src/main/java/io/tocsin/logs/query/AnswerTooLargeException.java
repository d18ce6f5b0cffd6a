package io.tocsin.logs.query;

import io.tocsin.logs.InvalidLogQueryException;

/** The requested entries need more memory than one response may use. */
class AnswerTooLargeException extends InvalidLogQueryException {

    AnswerTooLargeException() {
        super("the answer would be too large: ask for fewer entries (size)");
    }
}
