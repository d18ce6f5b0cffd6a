package io.tocsin.check;

/** What is watched is down, for a reason that names no host, user or secret. */
public class CheckException extends Exception {

    public CheckException(String reason) {
        super(reason);
    }

    /** A few words that may be shown to anybody. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
