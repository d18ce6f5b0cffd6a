package io.tocsin.delivery.jdbc.history;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A statement with its arguments, put together piece by piece. */
final class Sql {

    private final StringBuilder text;
    private final List<Object> arguments = new ArrayList<>();

    Sql(String text, Object... arguments) {
        this.text = new StringBuilder(text);
        this.arguments.addAll(List.of(arguments));
    }

    /** Adds a piece, with a space before it. */
    Sql add(String piece, Object... more) {
        text.append(' ').append(piece);
        arguments.addAll(Stream.of(more).toList());
        return this;
    }

    String text() {
        return text.toString();
    }

    Object[] arguments() {
        return arguments.toArray();
    }
}
