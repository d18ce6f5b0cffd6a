package io.tocsin.delivery;

/** What has become of a delivery. */
public enum DeliveryState {
    /** It waits for its turn, or for another attempt. */
    PENDING,
    /** The provider said that it has it. */
    DELIVERED,
    /** Given up; kept, counted, and can be sent again. */
    PARKED,
    /** Its content went out as part of another message. */
    SUPERSEDED
}
