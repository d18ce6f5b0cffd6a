package io.tocsin.check;

/** A monitored component is down, for a reason that names no host, user or secret. */
public class CheckException extends Exception {

    public CheckException(String reason) {
        super(reason);
    }

    /** A short reason that may be public. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
