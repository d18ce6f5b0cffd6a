package io.tocsin.configuration;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.delivery.DefaultReceivers;
import io.tocsin.delivery.maintenance.ReplicaStore;
import io.tocsin.delivery.maintenance.ReplicaStore.Replica;
import io.tocsin.delivery.selfalert.SelfAlert;
import io.tocsin.delivery.selfalert.SelfAlertMessages;
import io.tocsin.delivery.selfalert.SelfAlertStore.Firing;
import io.tocsin.delivery.selfalert.SelfAlerts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Notices when the files of the configuration change, and compares the configuration with that of the other replicas; a refused
 * change, and replicas that differ, are self-alerts.
 */
@Component
class ConfigurationWatch {

    /** An upgrade, or a mounted secret, reaches one replica after the other. */
    private static final Duration MAY_DIFFER = Duration.ofMinutes(5);

    private static final Duration REPORT = Duration.ofMinutes(1);
    private static final int LONGEST_PROBLEM = 500;

    private final ConfigurationReload reload;
    private final ConfigurationFiles files;
    private final ReloadProperties properties;
    private final ReplicaStore store;
    private final SelfAlerts alerts;
    private final DefaultReceivers receivers;
    private final InstantSource clock;
    private final String id = UUID.randomUUID().toString();
    private final String name = hostName();
    /** What the files were at the last look. */
    private String seen;

    private @Nullable Replica reported;
    private @Nullable Instant differSince;
    private volatile List<Replica> others = List.of();

    ConfigurationWatch(
            ConfigurationReload reload,
            ConfigurationFiles files,
            ReloadProperties properties,
            ReplicaStore store,
            SelfAlerts alerts,
            DefaultReceivers receivers,
            InstantSource clock,
            MeterRegistry registry) {
        this.reload = reload;
        this.files = files;
        this.properties = properties;
        this.store = store;
        this.alerts = alerts;
        this.receivers = receivers;
        this.clock = clock;
        this.seen = reload.state().read();
        Gauge.builder(
                        "tocsin.configuration.replicas.differing",
                        this,
                        watch -> watch.differing().size())
                .description("Other replicas on this store that use another configuration")
                .register(registry);
    }

    private static String hostName() {
        String name = System.getenv("HOSTNAME");
        try {
            return name == null || name.isBlank()
                    ? Files.readString(Path.of("/proc/sys/kernel/hostname")).strip()
                    : name;
        } catch (IOException e) {
            return "localhost";
        }
    }

    /** The other replicas that have reported lately. */
    List<Replica> others() {
        return others;
    }

    /** Its own name among the replicas. */
    String name() {
        return name;
    }

    private List<Replica> differing() {
        String own = reload.state().hash();
        return others.stream()
                .filter(other -> !other.configuration().equals(own))
                .toList();
    }

    /** Looks once. */
    void look() {
        if (properties.isWatched()) {
            lookAtFiles();
        }
        lookAtReplicas();
        Map<String, Firing> firing = alerts.firing();
        notifyOfRefusal(firing);
        notifyOfDifference(firing);
    }

    /** A file that is being written changes from one look to the next. */
    private void lookAtFiles() {
        String now = files.fingerprint();
        boolean settled = now.equals(seen);
        seen = now;
        if (settled) {
            reload.reloadChanged(now);
        }
    }

    private void lookAtReplicas() {
        Instant now = clock.instant();
        Replica self = new Replica(id, name, reload.state().hash(), now);
        Replica before = reported;
        if (before == null
                || !before.configuration().equals(self.configuration())
                || !before.seenAt().plus(REPORT).isAfter(now)) {
            store.report(self);
            reported = self;
        }
        others = store.replicas(now).stream()
                .filter(replica -> !replica.id().equals(id))
                .toList();
    }

    private void notifyOfRefusal(Map<String, Firing> firing) {
        ConfigurationReload.State state = reload.state();
        ReloadAttempt last = state.last();
        Firing known = firing.get(refusal("accepted", "").key());
        if (last != null && !last.applied() && known == null) {
            String problem = last.problems().isEmpty() ? "" : last.problems().get(0);
            alerts.raise(
                    refusal("refused", problem.substring(0, Math.min(LONGEST_PROBLEM, problem.length()))),
                    last.at(),
                    receivers.defaultTargets());
        } else if (known != null && !state.isRefused()) {
            alerts.resolve(refusal("accepted", ""), known);
        }
        alerts.resolveGone(
                SelfAlerts.CONFIGURATION_REFUSED,
                Stream.concat(Stream.of(name), others.stream().map(Replica::name))
                        .map(replica -> refusal("accepted", "", replica).key())
                        .collect(Collectors.toSet()));
    }

    private SelfAlert refusal(String text, String problem) {
        return refusal(text, problem, name);
    }

    private static SelfAlert refusal(String text, String problem, String replica) {
        return new SelfAlert(
                SelfAlerts.CONFIGURATION_REFUSED,
                "critical",
                Map.of("replica", replica),
                SelfAlertMessages.annotations("configuration." + text, locale -> List.of(replica, problem)));
    }

    private void notifyOfDifference(Map<String, Firing> firing) {
        List<Replica> differing = differing();
        Instant now = clock.instant();
        Firing known = firing.get(difference("same", List.of()).key());
        if (differing.isEmpty()) {
            differSince = null;
            if (known != null) {
                alerts.resolve(difference("same", List.of()), known);
            }
            return;
        }
        Instant since = differSince == null ? now : differSince;
        differSince = since;
        if (known == null && !since.plus(MAY_DIFFER).isAfter(now)) {
            alerts.raise(difference("differ", differing), since, receivers.defaultTargets());
        }
    }

    private SelfAlert difference(String text, List<Replica> differing) {
        String names = differing.stream().map(Replica::name).collect(Collectors.joining(", "));
        return new SelfAlert(
                SelfAlerts.CONFIGURATION_DIFFERS,
                "warning",
                Map.of(),
                SelfAlertMessages.annotations("configuration." + text, locale -> List.of(name, names)));
    }
}
