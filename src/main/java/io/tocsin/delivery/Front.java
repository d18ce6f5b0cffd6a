package io.tocsin.delivery;

/**
 * The front of a target's line.
 *
 * @param head the first delivery that waits
 * @param waiting how many wait, the head included; at least 1
 */
public record Front(Delivery head, long waiting) {}
