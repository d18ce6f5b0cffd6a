package io.tocsin.delivery.history;

/** What was handed in as the place to go on from is not what an earlier page said. */
public class InvalidCursorException extends IllegalArgumentException {

    public InvalidCursorException() {
        super("this is not the next of an earlier page");
    }
}
