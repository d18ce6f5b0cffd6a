package io.tocsin.console;

import java.util.List;

/** A parameter of a page is not understood: answered 400 with a sentence of the console's messages. */
final class BadParameterException extends RuntimeException {

    private final String key;
    private final List<Object> arguments;

    /**
     * Says what is not understood.
     *
     * @param key of the message
     * @param arguments of the message; may come from the caller, the page escapes them
     */
    BadParameterException(String key, Object... arguments) {
        super(key);
        this.key = key;
        this.arguments = List.of(arguments);
    }

    String key() {
        return key;
    }

    List<Object> arguments() {
        return arguments;
    }
}
