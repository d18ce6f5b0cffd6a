package io.tocsin.console.forms;

import java.util.List;

/** A parameter of a page is invalid: answered 400 with one of the console's messages. */
public final class BadParameterException extends RuntimeException {

    private final String key;
    private final List<Object> arguments;

    /**
     * Names the invalid parameter.
     *
     * @param key of the message
     * @param arguments of the message; may come from the caller, the page escapes them
     */
    public BadParameterException(String key, Object... arguments) {
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
