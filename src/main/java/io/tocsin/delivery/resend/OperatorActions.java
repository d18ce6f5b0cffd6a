package io.tocsin.delivery.resend;

import io.tocsin.audit.AuditLog;
import io.tocsin.audit.Caller;
import io.tocsin.channel.Targets;
import io.tocsin.delivery.AppendResult;
import io.tocsin.delivery.DeliveryId;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.NewNotification;
import io.tocsin.delivery.Outbox;
import io.tocsin.delivery.OutboxException;
import io.tocsin.delivery.ShortHash;
import io.tocsin.delivery.attempt.DeliveryMeters;
import io.tocsin.delivery.history.DeliveryEntry;
import io.tocsin.delivery.history.DeliveryFilter;
import io.tocsin.delivery.history.Ledger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What an operator may have sent: a delivery again, or a test. Everything goes through the outbox, so that it is in the
 * history, and is recorded in the audit log. Every method throws an {@link OutboxException} when the store does not commit.
 */
@Component
public class OperatorActions {

    private static final Duration KEY_LIFETIME = Duration.ofHours(24);

    /** As many deliveries as one request ends. */
    private static final int MOST_AT_ONCE = 10_000;

    private final Resends resends;
    private final RemovedQueues removed;
    private final Outbox outbox;
    private final Ledger ledger;
    private final Targets targets;
    private final DeliveryMeters meters;
    private final AuditLog audit;
    private final InstantSource clock;

    OperatorActions(
            Resends resends,
            RemovedQueues removed,
            Outbox outbox,
            Ledger ledger,
            Targets targets,
            DeliveryMeters meters,
            AuditLog audit,
            InstantSource clock) {
        this.resends = resends;
        this.removed = removed;
        this.outbox = outbox;
        this.ledger = ledger;
        this.targets = targets;
        this.meters = meters;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Sends the content of a finished delivery again.
     *
     * @param key identifies this request, so that its retries count once; null for none
     */
    public ResendResult resend(DeliveryId id, @Nullable String key, Caller by) {
        boolean parked = ledger.delivery(id)
                .filter(found -> found.entry().state() == DeliveryState.PARKED)
                .isPresent();
        ResendResult result = configured(id.target())
                ? resends.resend(id, key == null ? null : ShortHash.text(key), by.name(), clock.instant())
                : withoutTarget(id);
        if (parked && result instanceof ResendResult.Queued) {
            countSuperseded(id.target(), 1);
        }
        String outcome = result.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        audit.note("resend", id.toString(), outcome, by);
        return result;
    }

    private ResendResult withoutTarget(DeliveryId id) {
        return ledger.delivery(id).isPresent()
                ? new ResendResult.NotConfigured(id.target())
                : new ResendResult.Unknown();
    }

    /** Sends the parked deliveries of a configured target again, oldest first; empty when there is no such target. */
    public Optional<Resends.Outcome> resendParked(String target, Caller by) {
        if (!configured(target)) {
            return Optional.empty();
        }
        Resends.Outcome outcome = resends.resendParked(target, by.name(), clock.instant());
        countSuperseded(target, outcome.resent());
        audit.note("resend-parked", target, outcome.resent() + "-resent", by);
        return Optional.of(outcome);
    }

    /**
     * Sends a test message to a configured target; empty when there is no such target.
     *
     * @param key identifies this request for a day, so that its retries count once; null for none
     */
    public Optional<DeliveryId> test(String target, @Nullable String key, Caller by) {
        if (!configured(target)) {
            return Optional.empty();
        }
        String request = key == null ? UUID.randomUUID().toString() : "key " + key;
        AppendResult result = outbox.append(new NewNotification(
                "test-" + ShortHash.text(target + " " + request),
                KEY_LIFETIME,
                clock.instant(),
                TestMessage.to(target, clock.instant()),
                List.of(new NewDelivery(target, null))));
        DeliveryFilter its = new DeliveryFilter(target, null, result.notificationId(), null, null);
        Optional<DeliveryId> id =
                ledger.deliveries(its, null, 1).items().stream().findFirst().map(DeliveryEntry::id);
        audit.note("test", target, id.map(DeliveryId::toString).orElse("purged"), by);
        return id;
    }

    /** What was decided on the queue of a removed target. */
    public sealed interface Decided {

        /**
         * Its deliveries have ended.
         *
         * @param ended how many, at most 10,000 at once
         * @param sent how many of them were appended to another queue
         */
        record Done(int ended, int sent) implements Decided {}

        /** A target of this name is configured, so that its own worker sends what waits. */
        record StillConfigured() implements Decided {}

        /** Another replica still has the target configured and sends to it. */
        record HeldByReplica() implements Decided {}

        /** The number of pending deliveries has reached {@code tocsin.delivery.max-pending}. */
        record Full() implements Decided {}

        /** There is no target of this name to send to. */
        record Unknown(String target) implements Decided {}
    }

    /** Sends what waits or is parked for a target that is no longer configured to another one. */
    public Decided sendElsewhere(String target, String to, Caller by) {
        return targets.find(to)
                .map(found -> decide(
                        target,
                        "send-elsewhere",
                        to,
                        () -> removed.sendElsewhere(target, to, found.sendResolved(), by.name(), clock.instant()),
                        by))
                .orElseGet(() -> new Decided.Unknown(to));
    }

    /** Gives up what waits or is parked for a target that is no longer configured. */
    public Decided discard(String target, Caller by) {
        return decide(target, "discard", "", () -> removed.discard(target, by.name(), clock.instant()), by);
    }

    private Decided decide(String target, String action, String to, Supplier<RemovedQueues.Moved> step, Caller by) {
        if (configured(target)) {
            return new Decided.StillConfigured();
        }
        int ended = 0;
        int sent = 0;
        RemovedQueues.Moved moved;
        do {
            moved = step.get();
            ended += moved.ended();
            sent += moved.sent();
        } while (moved.ended() > 0 && ended < MOST_AT_ONCE);
        String subject = to.isEmpty() ? target : target + " to " + to;
        if (ended == 0 && (moved.held() || moved.full())) {
            audit.note(action, subject, moved.held() ? "held" : "full", by);
            return moved.held() ? new Decided.HeldByReplica() : new Decided.Full();
        }
        audit.note(action, subject, ended + "-ended-" + sent + "-sent", by);
        return new Decided.Done(ended, sent);
    }

    /** Replacing a parked delivery ends it in another way. */
    private void countSuperseded(String target, int deliveries) {
        targets.find(target).ifPresent(found -> meters.superseded(found, deliveries));
    }

    private boolean configured(String target) {
        return targets.names().contains(target);
    }
}
