package io.tocsin.configuration;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.ConfigurationReplaced;
import io.tocsin.Reloadable;
import io.tocsin.channel.Targets;
import io.tocsin.configuration.ReloadAttempt.Trigger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.stereotype.Component;

/**
 * Replaces the routes, targets, people and severities of the running service by those of the files as they are now: all of them,
 * or none when anything is wrong. Queues, rate limits, threads and sessions stay.
 */
@Component
class ConfigurationReload {

    private static final Logger log = LoggerFactory.getLogger(ConfigurationReload.class);

    private final ConfigurationFiles files;
    private final ListableBeanFactory beans;
    private final ApplicationEventPublisher events;
    private final Targets targets;
    private final InstantSource clock;
    private final Counter applied;
    private final Counter refused;
    private final EffectiveProperties started;
    private volatile State state;

    /**
     * What is known of the configuration.
     *
     * @param hash identifies the one that is used
     * @param since since when
     * @param read identifies the files as they were at the latest attempt to use them, or at the start
     * @param last that attempt; null before the first
     */
    record State(
            String hash,
            Instant since,
            String read,
            @Nullable ReloadAttempt last) {

        boolean isRefused() {
            return last != null && !last.applied();
        }
    }

    ConfigurationReload(
            ConfigurationFiles files,
            ListableBeanFactory beans,
            ConfigurableEnvironment environment,
            ApplicationEventPublisher events,
            Targets targets,
            InstantSource clock,
            MeterRegistry registry) {
        this.files = files;
        this.beans = beans;
        this.events = events;
        this.targets = targets;
        this.clock = clock;
        this.applied = counter(registry, "applied");
        this.refused = counter(registry, "refused");
        this.started = EffectiveProperties.of(environment);
        this.state = new State(started.hash(), clock.instant(), started.fingerprint(), null);
        Gauge.builder("tocsin.configuration.last.reload.successful", this, reload -> reload.state.isRefused() ? 0 : 1)
                .description("0 while the latest change of the configuration is refused and the earlier one is used")
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String outcome) {
        return Counter.builder("tocsin.configuration.reloads")
                .description("Attempts to replace the configuration, by outcome")
                .tag("outcome", outcome)
                .register(registry);
    }

    State state() {
        return state;
    }

    /** Reloads because the files are no longer those of the latest attempt, unless another attempt has read them meanwhile. */
    synchronized void reloadChanged(String fingerprint) {
        if (!fingerprint.equals(state.read())) {
            ReloadAttempt unused = reload(Trigger.FILE);
        }
    }

    /** Reads all, checks all, and replaces all or nothing; returns when new notifications are routed by the result. */
    synchronized ReloadAttempt reload(Trigger trigger) {
        EffectiveProperties now = started;
        String read;
        CheckedConfiguration checked;
        try {
            ConfigurableEnvironment environment = files.read();
            now = EffectiveProperties.of(environment);
            read = now.fingerprint();
            checked = CheckedConfiguration.of(environment, beans);
        } catch (RuntimeException e) {
            read = ConfigurationFiles.unreadable(e);
            checked = CheckedConfiguration.refused(e, files.running());
        }
        boolean good = checked.problems().isEmpty();
        TreeSet<String> removed = new TreeSet<>();
        if (good) {
            removed.addAll(targets.names());
            replace(checked);
            removed.removeAll(targets.names());
        }
        Instant at = clock.instant();
        ReloadAttempt attempt = new ReloadAttempt(
                at,
                trigger,
                good,
                checked.problems(),
                checked.unknown(),
                now.needRestart(started),
                List.copyOf(removed));
        state = good ? new State(now.hash(), at, read, attempt) : new State(state.hash(), state.since(), read, attempt);
        report(attempt);
        return attempt;
    }

    private void replace(CheckedConfiguration checked) {
        Map<Reloadable<Object>, Object> replacements = new LinkedHashMap<>();
        for (String name : beans.getBeanNamesForType(Reloadable.class)) {
            @SuppressWarnings("unchecked") // Both have been made from the same definition.
            Reloadable<Object> running = (Reloadable<Object>) beans.getBean(name);
            replacements.put(running, checked.bean(name));
        }
        replacements.forEach(Reloadable::replaceBy);
        events.publishEvent(new ConfigurationReplaced());
    }

    private void report(ReloadAttempt attempt) {
        (attempt.applied() ? applied : refused).increment();
        if (!attempt.applied()) {
            log.error(
                    "The configuration has changed and cannot be used; the earlier one stays in use: {}",
                    String.join("; ", attempt.problems()));
            return;
        }
        log.info("The configuration {} is used now", state.hash());
        attempt.ignored().forEach(property -> log.warn("{}", property));
        if (!attempt.needRestart().isEmpty()) {
            log.warn("These properties have changed and need a restart: {}", attempt.needRestart());
        }
        if (!attempt.removedTargets().isEmpty()) {
            log.warn(
                    "No longer configured: {}. What waits for them is kept: send it elsewhere or discard it on the page of"
                            + " the targets.",
                    attempt.removedTargets());
        }
    }
}
