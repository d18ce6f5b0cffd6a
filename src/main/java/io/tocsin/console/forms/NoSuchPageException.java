package io.tocsin.console.forms;

import java.util.List;

/** What was asked for is not there, or not any more: answered 404 with a sentence of the console's messages. */
public final class NoSuchPageException extends RuntimeException {

    private final String key;
    private final List<Object> arguments;

    /**
     * Says what is not there.
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
