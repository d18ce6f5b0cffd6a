package io.tocsin.logs.query;

import io.tocsin.logs.InvalidLogQueryException;

/** The entries that were asked for take more memory than one answer may. */
class AnswerTooLargeException extends InvalidLogQueryException {

    AnswerTooLargeException() {
        super("the answer would be too large: ask for fewer entries (size)");
    }
}
