package io.tocsin.delivery;

/** The state of a delivery. */
public enum DeliveryState {
    /** It is pending: not sent yet, or to be retried. */
    PENDING,
    /** The provider confirmed it. */
    DELIVERED,
    /** Given up, but kept; it can be sent again. */
    PARKED,
    /** Its content was sent as part of another message, or to another target, or an operator discarded it. */
    SUPERSEDED
}
