package io.tocsin.intake.muting;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.GroupKey;
import io.tocsin.alert.Notification;
import io.tocsin.delivery.CurrentAlerts;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.intake.IncomingNotification;
import io.tocsin.intake.muting.AlertmanagerApi.Suppressed;
import io.tocsin.intake.routing.AlertRouter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps "resolved" true: Alertmanager omits muted alerts from its notifications, so that a group of which one alert is silenced
 * and still firing arrives as resolved.
 */
final class MutedAlerts implements CurrentAlerts {

    private static final Logger log = LoggerFactory.getLogger(MutedAlerts.class);
    /** No message shows more. */
    private static final int MOST = 200;

    private final List<AlertmanagerApi> alertmanagers;
    private final AlertRouter router;

    MutedAlerts(List<AlertmanagerApi> alertmanagers, AlertRouter router) {
        this.alertmanagers = alertmanagers;
        this.router = router;
    }

    @Override
    public Notification asOfNow(String target, Notification content) {
        if (content.externalUrl() == null || content.count(AlertStatus.RESOLVED) == 0) {
            return content;
        }
        Map<String, Alert> muted = new LinkedHashMap<>();
        muted(content).forEach(alert -> muted.put(alert.fingerprint(), alert));
        if (muted.isEmpty()) {
            return content;
        }
        List<Alert> told = new ArrayList<>();
        for (Alert alert : content.alerts()) {
            Alert fires = muted.remove(alert.fingerprint());
            told.add(fires == null || alert.status() == AlertStatus.FIRING ? alert : fires);
        }
        if (content.status() == AlertStatus.RESOLVED) {
            told.addAll(forTarget(target, content, List.copyOf(muted.values())));
        }
        return content.withAlerts(told);
    }

    /** The receivers of a firing alert are also notified when it is no longer notified. */
    private List<Alert> forTarget(String target, Notification content, List<Alert> muted) {
        List<Alert> alerts = muted.stream().map(MutedAlerts::firing).toList();
        IncomingNotification asked = new IncomingNotification(
                "",
                alerts.isEmpty() ? Instant.EPOCH : alerts.get(0).startsAt(),
                new GroupKey(content.groupKey()),
                content.receiver(),
                content.groupLabels(),
                content.commonLabels(),
                content.commonAnnotations(),
                alerts,
                0,
                content.externalUrl(),
                content.routeLabels(),
                "");
        Set<Integer> indexes = new HashSet<>();
        for (NewDelivery delivery : router.decide(asked).deliveries()) {
            if (delivery.target().equals(target)) {
                List<Integer> some = delivery.alertIndexes();
                indexes.addAll(
                        some == null ? IntStream.range(0, alerts.size()).boxed().toList() : some);
            }
        }
        return IntStream.range(0, muted.size())
                .filter(indexes::contains)
                .mapToObj(muted::get)
                .toList();
    }

    private static Alert firing(Alert alert) {
        return new Alert(
                AlertStatus.FIRING,
                alert.labels(),
                alert.annotations(),
                alert.startsAt(),
                null,
                null,
                null,
                null,
                alert.fingerprint());
    }

    @Override
    public List<Alert> muted(Notification content) {
        if (content.externalUrl() == null) {
            return List.of();
        }
        List<AlertmanagerApi> senderFirst = alertmanagers.stream()
                .sorted(Comparator.comparing(one -> !one.is(content.externalUrl())))
                .toList();
        for (AlertmanagerApi alertmanager : senderFirst) {
            Optional<List<Suppressed>> answer = ask(alertmanager, content);
            if (answer.isPresent()) {
                return answer.get().stream().limit(MOST).map(MutedAlerts::told).toList();
            }
        }
        log.debug("No Alertmanager reports muted alerts; the notification is sent unchanged");
        return List.of();
    }

    /** Whatever is wrong with an answer, the message is sent. */
    private static Optional<List<Suppressed>> ask(AlertmanagerApi alertmanager, Notification content) {
        try {
            return alertmanager.suppressed(content.groupLabels(), content.receiver());
        } catch (RuntimeException fault) {
            log.warn("What Alertmanager mutes cannot be read", fault);
            return Optional.empty();
        }
    }

    private static Alert told(Suppressed alert) {
        return new Alert(
                        AlertStatus.FIRING,
                        alert.labels(),
                        alert.annotations(),
                        alert.startsAt(),
                        null,
                        alert.generatorUrl(),
                        null,
                        null,
                        alert.fingerprint())
                .mutedBy(alert.muting());
    }
}
