package io.tocsin.delivery.resend;

import io.tocsin.delivery.DeliveryId;

/** What became of the wish to send a delivery again. */
public sealed interface ResendResult {

    /** It is in its target's line again, as another delivery. */
    record Queued(DeliveryId as) implements ResendResult {}

    /** An earlier wish for the same counts: the click was a double click, or its resend still waits. */
    record Repeated(DeliveryId as) implements ResendResult {}

    /** It still waits itself. */
    record StillPending() implements ResendResult {}

    /** There is no such delivery, or none any more. */
    record Unknown() implements ResendResult {}

    /** No configured target has its name any more, so nobody would send it. */
    record NotConfigured(String target) implements ResendResult {}

    /** As many deliveries wait as {@code tocsin.delivery.max-pending} allows. */
    record Full() implements ResendResult {}
}
