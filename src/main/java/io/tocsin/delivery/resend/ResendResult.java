package io.tocsin.delivery.resend;

import io.tocsin.delivery.DeliveryId;

/** The result of a request to send a delivery again. */
public sealed interface ResendResult {

    /** It is in its target's queue again, as another delivery. */
    record Queued(DeliveryId as) implements ResendResult {}

    /** An earlier identical request counts: this one was a double click, or the earlier resend is still pending. */
    record Repeated(DeliveryId as) implements ResendResult {}

    /** It is itself still pending. */
    record StillPending() implements ResendResult {}

    /** There is no such delivery, or it was purged. */
    record Unknown() implements ResendResult {}

    /** Its target is no longer configured, so no worker would send it. */
    record NotConfigured(String target) implements ResendResult {}

    /** The number of pending deliveries has reached {@code tocsin.delivery.max-pending}. */
    record Full() implements ResendResult {}
}
