package io.tocsin.alert.routing;

/** A mistake in where alerts go that stops the start; the message says what is wrong, the action how to mend it. */
public class RoutingMistake extends RuntimeException {

    private final String action;

    public RoutingMistake(String description, String action) {
        super(description);
        this.action = action;
    }

    String action() {
        return action;
    }
}
