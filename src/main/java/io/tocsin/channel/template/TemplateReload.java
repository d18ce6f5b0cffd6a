package io.tocsin.channel.template;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.ConfigurationException;
import io.tocsin.channel.template.model.TemplatePart;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Checks the operator's directory every few seconds; a change that is invalid keeps the last good templates active. */
@Component
class TemplateReload implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(TemplateReload.class);
    private static final long EVERY_SECONDS = 5;

    private final @Nullable TemplateDirectory directory;
    private final MessageTemplates templates;
    private final Counter applied;
    private final Counter refused;
    private Seen seen;
    private @Nullable ScheduledThreadPoolExecutor timer;

    TemplateReload(TemplateProperties properties, MessageTemplates templates, MeterRegistry registry) {
        this.directory = properties.directory() == null ? null : new TemplateDirectory(properties.directory());
        this.templates = templates;
        this.applied = counter(registry, "applied");
        this.refused = counter(registry, "refused");
        this.seen = new Seen(templates.sources(), "");
    }

    /**
     * The content of the directory.
     *
     * @param problem why it cannot be read; empty when it can
     */
    private record Seen(Map<TemplatePart, String> sources, String problem) {}

    private static Counter counter(MeterRegistry registry, String outcome) {
        return Counter.builder("tocsin.template.reloads")
                .description("Changes of the templates' directory that were put in force, or refused as unusable")
                .tag("outcome", outcome)
                .register(registry);
    }

    /** Checks once. */
    synchronized void look() {
        if (directory == null) {
            return;
        }
        Seen now = look(directory);
        if (now.equals(seen)) {
            return;
        }
        seen = now;
        try {
            apply(now);
            applied.increment();
            log.info("The templates have changed; the new ones are in force");
        } catch (ConfigurationException mistake) {
            refused.increment();
            log.warn(
                    "The templates have changed and cannot be used; the last good ones stay: {}", mistake.getMessage());
        }
    }

    private void apply(Seen now) {
        if (!now.problem().isEmpty()) {
            throw TemplateDirectory.refused(now.problem());
        }
        templates.replace(now.sources());
    }

    private static Seen look(TemplateDirectory directory) {
        try {
            return new Seen(directory.read(), "");
        } catch (ConfigurationException mistake) {
            return new Seen(Map.of(), mistake.getMessage());
        }
    }

    @Override
    public synchronized void start() {
        if (directory == null) {
            return;
        }
        timer = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "template-reload");
            thread.setDaemon(true);
            return thread;
        });
        var unused = timer.scheduleWithFixedDelay(this::lookSafely, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    /** An exception would end the schedule. */
    private void lookSafely() {
        try {
            look();
        } catch (RuntimeException | Error fault) {
            log.warn("The templates could not be checked: {}", fault.toString());
        }
    }

    @Override
    public synchronized void stop() {
        if (timer != null) {
            timer.shutdownNow();
        }
        timer = null;
    }

    @Override
    public synchronized boolean isRunning() {
        return timer != null;
    }
}
