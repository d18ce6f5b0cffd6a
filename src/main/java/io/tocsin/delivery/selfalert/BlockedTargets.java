package io.tocsin.delivery.selfalert;

import io.tocsin.channel.Fallback;
import io.tocsin.channel.Target;
import io.tocsin.channel.Targets;
import io.tocsin.channel.config.Fallbacks;
import io.tocsin.delivery.DefaultReceivers;
import io.tocsin.delivery.maintenance.StoreStatus;
import io.tocsin.delivery.maintenance.StoreStatus.TargetStatus;
import io.tocsin.delivery.selfalert.SelfAlertStore.Firing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Notifies the other targets of the default route when a target is blocked, and when it recovers. */
final class BlockedTargets {

    /** A status that is older shows nothing about now. */
    private static final Duration STALE = Duration.ofSeconds(10);

    private final Supplier<StoreStatus> status;
    private final Supplier<StoreStatus> current;
    private final Function<String, Optional<String>> lastFailure;
    private final SelfAlerts alerts;
    private final Recipients recipients;
    private final Duration blockedAfter;
    private final InstantSource clock;

    /**
     * The targets to notify.
     *
     * @param targets all there are
     * @param fallbacks the fallback of each
     * @param audience the default route
     */
    record Recipients(Targets targets, Fallbacks fallbacks, DefaultReceivers audience) {

        /** The other targets of the default route, or else the fallback; never the blocked one. */
        List<String> others(String blocked) {
            List<String> others = audience.defaultTargets().stream()
                    .filter(name -> !name.equals(blocked))
                    .toList();
            return others.isEmpty()
                    ? fallbacks.of(blocked).map(Fallback::target).stream().toList()
                    : others;
        }
    }

    /**
     * @param status the last sample of each target
     * @param current reads each target now
     * @param lastFailure why the last attempt of a target's first pending delivery failed
     */
    BlockedTargets(
            Supplier<StoreStatus> status,
            Supplier<StoreStatus> current,
            Function<String, Optional<String>> lastFailure,
            SelfAlerts alerts,
            Recipients recipients,
            Duration blockedAfter,
            InstantSource clock) {
        this.status = status;
        this.current = current;
        this.lastFailure = lastFailure;
        this.alerts = alerts;
        this.recipients = recipients;
        this.blockedAfter = blockedAfter;
        this.clock = clock;
    }

    /** Checks every target once. */
    void look() {
        StoreStatus seen = status.get();
        if (seen.sampledAt().plus(STALE).isBefore(clock.instant())) {
            return;
        }
        Map<String, Firing> firing = alerts.firing();
        alerts.resolveGone(
                SelfAlerts.TARGET_BLOCKED,
                recipients.targets().all().stream()
                        .map(target -> about(target, Map.of()).key())
                        .collect(Collectors.toSet()));
        for (Target target : recipients.targets().all()) {
            TargetStatus line = seen.targets().get(target.name());
            if (line != null) {
                look(
                        target,
                        line,
                        Optional.ofNullable(firing.get(about(target, Map.of()).key())));
            }
        }
    }

    private void look(Target target, TargetStatus line, Optional<Firing> firing) {
        Instant blockedSince = line.blockedSince();
        if (blockedSince == null) {
            firing.ifPresent(known -> alerts.resolve(
                    about(target, texts("unblocked", target, line)), known, () -> isBlockedSince(target, null)));
        } else if (firing.isEmpty()
                && waitsInVain(line)
                && !blockedSince.plus(blockedAfter).isAfter(clock.instant())) {
            SelfAlert alert = about(target, texts("blocked", target, line));
            alerts.raise(
                    alert, blockedSince, () -> isBlockedSince(target, blockedSince), recipients.others(target.name()));
        }
    }

    private boolean isBlockedSince(Target target, @Nullable Instant since) {
        TargetStatus now = current.get().targets().get(target.name());
        return now != null && Objects.equals(now.blockedSince(), since);
    }

    /**
     * A target whose last pending delivery was parked has had no success since; a delivery that has just arrived may bring one.
     */
    private boolean waitsInVain(TargetStatus line) {
        Instant oldest = line.oldestPending();
        return oldest != null && !oldest.plus(STALE).isAfter(clock.instant());
    }

    private static SelfAlert about(Target target, Map<String, String> texts) {
        Map<String, String> labels = new TreeMap<>();
        labels.put("target", target.name());
        labels.put("channel", target.channel().label());
        return new SelfAlert(SelfAlerts.TARGET_BLOCKED, "critical", labels, texts);
    }

    private Map<String, String> texts(String key, Target target, TargetStatus line) {
        String failure = lastFailure.apply(target.name()).orElse("-");
        List<String> arguments =
                List.of(target.name(), target.channel().label(), String.valueOf(line.pending()), failure);
        return SelfAlertMessages.annotations(key, locale -> arguments);
    }
}
