package io.tocsin.check.host;

import io.tocsin.check.Families;
import java.util.function.Consumer;

/** Adds one value to its family. */
interface Figure extends Consumer<Families> {

    static Figure gauge(String name, String help, double value, String... labels) {
        return families -> families.gauge(name, help, value, labels);
    }

    /** The name is without {@code _total}. */
    static Figure counter(String name, String help, double value, String... labels) {
        return families -> families.counter(name, help, value, labels);
    }

    static Figure untyped(String name, String help, double value, String... labels) {
        return families -> families.untyped(name, help, value, labels);
    }

    /** The name is without {@code _info}. */
    static Figure info(String name, String help, String... labels) {
        return families -> families.info(name, help, labels);
    }
}
