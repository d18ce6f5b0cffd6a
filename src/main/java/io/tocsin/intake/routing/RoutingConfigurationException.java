package io.tocsin.intake.routing;

/** A mistake in where alerts go that stops the start; the message says what is wrong, the action how to mend it. */
public class RoutingConfigurationException extends RuntimeException {

    private final String action;

    public RoutingConfigurationException(String description, String action) {
        super(description);
        this.action = action;
    }

    String action() {
        return action;
    }
}
