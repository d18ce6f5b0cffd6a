package io.tocsin.delivery.queue;

/**
 * The head of a target's queue.
 *
 * @param head the first pending delivery
 * @param waiting how many are pending, the head included; at least 1
 */
public record QueueHead(Delivery head, long waiting) {}
