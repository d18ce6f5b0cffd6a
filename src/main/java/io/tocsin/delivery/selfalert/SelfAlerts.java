package io.tocsin.delivery.selfalert;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.channel.Target;
import io.tocsin.channel.Targets;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.NewNotification;
import io.tocsin.delivery.selfalert.SelfAlertStore.Firing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Sends notifications about Tocsin's own state: through the outbox, like any notification, and once over all replicas. */
@Component
public class SelfAlerts {

    /** A target has been blocked for too long. */
    public static final String TARGET_BLOCKED = "TocsinTargetBlocked";
    /** The store has little room left, or none. */
    public static final String STORE_FULL = "TocsinStoreFull";
    /** The store lacks acknowledged notifications. */
    public static final String STORE_LOST = "TocsinStoreLost";
    /** The Watchdog alert stopped arriving. */
    public static final String WATCHDOG_SILENT = "TocsinWatchdogSilent";

    /** A change of the configuration is refused. */
    public static final String CONFIGURATION_REFUSED = "TocsinConfigurationRefused";
    /** Replicas use different configurations. */
    public static final String CONFIGURATION_DIFFERS = "TocsinConfigurationDiffers";

    private static final Duration LONGEST_UPGRADE = Duration.ofMinutes(10);
    private static final Logger log = LoggerFactory.getLogger(SelfAlerts.class);

    private final SelfAlertStore store;
    private final Targets targets;
    private final InstantSource clock;
    private final MeterRegistry registry;

    public SelfAlerts(SelfAlertStore store, Targets targets, InstantSource clock, MeterRegistry registry) {
        this.store = store;
        this.targets = targets;
        this.clock = clock;
        this.registry = registry;
        for (String name : List.of(
                TARGET_BLOCKED,
                STORE_FULL,
                STORE_LOST,
                WATCHDOG_SILENT,
                CONFIGURATION_REFUSED,
                CONFIGURATION_DIFFERS)) {
            counter(name, "firing");
            counter(name, "resolved");
        }
    }

    /** The firing ones, by {@link SelfAlert#key()}. */
    public Map<String, Firing> firing() {
        return store.firing();
    }

    /**
     * Sends that it is firing, unless that was sent before.
     *
     * @param recipients names of targets; nothing is sent when empty, but the alert is kept
     */
    public void raise(SelfAlert alert, Instant since, List<String> recipients) {
        raise(alert, since, () -> true, recipients);
    }

    /**
     * Sends that it is firing, unless that was sent before.
     *
     * @param confirmed whether its cause still exists, asked of the store while no other replica can raise or resolve it: what
     *     was sampled before may be older than what another replica acted on
     */
    void raise(SelfAlert alert, Instant since, BooleanSupplier confirmed, List<String> recipients) {
        if (store.raise(alert.key(), since, confirmed, notification(alert, since, null, recipients))) {
            counter(alert.name(), "firing").increment();
            log.error("{}: {} (sent to: {})", alert.name(), alert.annotations().get("summary"), recipients);
        }
    }

    /** Sends again that it is firing to its receivers, unless another replica did. */
    public void repeat(SelfAlert alert, Firing known) {
        if (store.repeat(alert.key(), known, notification(alert, known.since(), null, known.targets()))) {
            counter(alert.name(), "firing").increment();
        }
    }

    /** Sends that it is resolved to its receivers, unless that was sent before. */
    public void resolve(SelfAlert alert, Firing known) {
        resolve(alert, known, () -> true);
    }

    /** Sends that it is resolved, if that is confirmed as in {@link #raise(SelfAlert, Instant, BooleanSupplier, List)}. */
    void resolve(SelfAlert alert, Firing known, BooleanSupplier confirmed) {
        Set<String> hearing = targets.all().stream()
                .filter(Target::sendResolved)
                .map(Target::name)
                .collect(Collectors.toSet());
        List<String> recipients =
                known.targets().stream().filter(hearing::contains).toList();
        if (store.resolve(alert.key(), confirmed, notification(alert, known.since(), clock.instant(), recipients))) {
            counter(alert.name(), "resolved").increment();
            log.info("{} is over: {}", alert.name(), alert.annotations().get("summary"));
        }
    }

    /**
     * Resolves those of this name that are no longer checked, as their subject is no longer configured. Not at once: during an
     * upgrade another replica may still check them, and would raise them again.
     *
     * @param lookedAfter the keys of those that are still checked
     */
    public void resolveGone(String name, Set<String> lookedAfter) {
        Instant longAgo = clock.instant().minus(LONGEST_UPGRADE);
        firing().forEach((key, known) -> {
            if (key.startsWith(name + "{")
                    && !lookedAfter.contains(key)
                    && !known.toldAt().isAfter(longAgo)) {
                resolve(SelfAlert.ofKey(name, key, SelfAlertMessages.annotations("gone", locale -> List.of())), known);
            }
        });
    }

    private NewNotification notification(
            SelfAlert alert, Instant since, @Nullable Instant end, List<String> recipients) {
        Set<String> known = targets.names();
        List<NewDelivery> deliveries = recipients.stream()
                .filter(known::contains)
                .map(recipient -> new NewDelivery(recipient, null))
                .toList();
        // The store decides whether it is sent, so that no two are duplicates of each other.
        String dedupKey = UUID.randomUUID().toString();
        return new NewNotification(dedupKey, Duration.ZERO, clock.instant(), alert.content(since, end), deliveries);
    }

    private Counter counter(String name, String status) {
        return Counter.builder("tocsin.own.alerts")
                .description("Notifications that Tocsin raised by itself")
                .tag("alertname", name)
                .tag("status", status)
                .register(registry);
    }
}
