package io.tocsin.delivery.queue;

/**
 * The front of a target's line.
 *
 * @param head the first delivery that waits
 * @param waiting how many wait, the head included; at least 1
 */
public record QueueHead(Delivery head, long waiting) {}
