package io.tocsin.console.forms;

import java.util.List;

/** The requested item does not exist, or no longer: answered 404 with one of the console's messages. */
public final class NoSuchPageException extends RuntimeException {

    private final String key;
    private final List<Object> arguments;

    /**
     * Names the missing item.
     *
     * @param key of the message
     * @param arguments of the message; may come from the caller, the page escapes them
     */
    public NoSuchPageException(String key, Object... arguments) {
        super(key);
        this.key = key;
        this.arguments = List.of(arguments);
    }

    public String key() {
        return key;
    }

    public List<Object> arguments() {
        return arguments;
    }
}
