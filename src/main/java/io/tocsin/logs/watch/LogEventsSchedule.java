package io.tocsin.logs.watch;

import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.check.FailureDescriptions;
import io.tocsin.logs.InvalidLogQueryException;
import io.tocsin.logs.LogsProperties;
import io.tocsin.logs.LogsUnavailableException;
import io.tocsin.logs.client.OnElasticsearch;
import io.tocsin.logs.query.LogCounts;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Conditional;
import org.springframework.stereotype.Component;

/** Counts log entries in the background. */
@Component
@Conditional(OnElasticsearch.class)
@ConditionalOnBooleanProperty(name = "tocsin.logs.counts.enabled", matchIfMissing = true)
class LogEventsSchedule implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(LogEventsSchedule.class);

    private final LogCounts counts;
    private final LogsProperties.Counts settings;
    private final LogEvents events;
    private boolean failing;
    private @Nullable ScheduledExecutorService thread;

    LogEventsSchedule(LogCounts counts, LogsProperties properties, MeterRegistry registry) {
        this.counts = counts;
        this.settings = properties.counts();
        this.events = new LogEvents(registry, settings.maxServices());
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService created = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread daemon = new Thread(work, "logs-counts");
            daemon.setDaemon(true);
            return daemon;
        });
        long millis = settings.interval().toMillis();
        var unused = created.scheduleWithFixedDelay(this::count, 0, millis, TimeUnit.MILLISECONDS);
        thread = created;
    }

    private void count() {
        try {
            events.show(counts.count(settings.maxServices()));
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                log.warn("tocsin_log_events is not counted: {}", reason(e));
            }
            failing = true;
            events.forget();
        }
    }

    /** Of other failures the message may contain anything. */
    private static String reason(RuntimeException e) {
        return e instanceof LogsUnavailableException || e instanceof InvalidLogQueryException
                ? String.valueOf(e.getMessage())
                : FailureDescriptions.of(e);
    }

    @Override
    public synchronized void stop() {
        if (thread != null) {
            thread.shutdownNow();
            thread = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }
}
