package io.tocsin.delivery.history;

import java.time.Instant;

/**
 * A notification in a list.
 *
 * @param id its id in the store
 * @param receivedAt when it arrived
 * @param summary the summary of its content
 */
public record NotificationEntry(long id, Instant receivedAt, NotificationSummary summary) {}
