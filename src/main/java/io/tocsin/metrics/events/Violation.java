package io.tocsin.metrics.events;

/**
 * An error in one event, in the shape of RFC 9457's own example.
 *
 * @param pointer where, a JSON pointer as a URI fragment (RFC 6901, section 6)
 * @param detail what is allowed
 */
record Violation(String pointer, String detail) {}
