package io.tocsin.alert.routing;

/** A mistake in {@code tocsin.alert.routes} that stops the start; the message says what is wrong, the action how to mend it. */
class RoutingMistake extends RuntimeException {

    private final String action;

    RoutingMistake(String description, String action) {
        super(description);
        this.action = action;
    }

    String action() {
        return action;
    }
}
