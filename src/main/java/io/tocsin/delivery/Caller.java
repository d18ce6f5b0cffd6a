package io.tocsin.delivery;

/**
 * Who asks for something to be sent, for the audit log.
 *
 * @param name the user's name
 * @param address where the request came from
 */
public record Caller(String name, String address) {}
