package io.tocsin.metrics.events;

/**
 * What is wrong with one event, in the shape of RFC 9457's own example.
 *
 * @param pointer where, a JSON pointer as a URI fragment (RFC 6901, section 6)
 * @param detail what would be right
 */
record Violation(String pointer, String detail) {}
