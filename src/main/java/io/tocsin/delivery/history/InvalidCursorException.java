package io.tocsin.delivery.history;

/** The cursor is not one that an earlier page returned. */
public class InvalidCursorException extends IllegalArgumentException {

    public InvalidCursorException() {
        super("this is not the next of an earlier page");
    }
}
