package io.tocsin.console;

import java.util.List;

/** What was asked for is not there, or not any more: answered 404 with a sentence of the console's messages. */
final class NoSuchPageException extends RuntimeException {

    private final String key;
    private final List<Object> arguments;

    /**
     * Says what is not there.
     *
     * @param key of the message
     * @param arguments of the message; may come from the caller, the page escapes them
     */
    NoSuchPageException(String key, Object... arguments) {
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
