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
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What an operator may have sent: a delivery again, or a test. Everything goes through the outbox, so that it is in the
 * history, and is recorded in the audit log. Every method throws an {@link OutboxException} when the store does not commit.
 */
@Component
public class OperatorActions {

    private static final Duration KEY_LIFETIME = Duration.ofHours(24);

    private final Resends resends;
    private final Outbox outbox;
    private final Ledger ledger;
    private final Targets targets;
    private final DeliveryMeters meters;
    private final AuditLog audit;
    private final InstantSource clock;

    OperatorActions(
            Resends resends,
            Outbox outbox,
            Ledger ledger,
            Targets targets,
            DeliveryMeters meters,
            AuditLog audit,
            InstantSource clock) {
        this.resends = resends;
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

    /** Replacing a parked delivery ends it in another way. */
    private void countSuperseded(String target, int deliveries) {
        targets.all().stream()
                .filter(candidate -> candidate.name().equals(target))
                .forEach(found -> meters.superseded(found, deliveries));
    }

    private boolean configured(String target) {
        return targets.names().contains(target);
    }
}
