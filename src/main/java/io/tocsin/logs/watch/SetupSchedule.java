package io.tocsin.logs.watch;

import io.tocsin.check.FailureDescriptions;
import io.tocsin.logs.LogsProperties;
import io.tocsin.logs.client.LogCluster;
import io.tocsin.logs.client.OnElasticsearch;
import io.tocsin.logs.client.Refusal;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Conditional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Sets up the store in the background: until it succeeds, and its retention once an hour from then on. */
@Component
@Conditional(OnElasticsearch.class)
@ConditionalOnBooleanProperty(name = "tocsin.logs.setup.enabled", matchIfMissing = true)
class SetupSchedule implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(SetupSchedule.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration BETWEEN = Duration.ofHours(1);

    private final StoreSetup setup;
    private boolean installed;
    private Duration pause = FIRST_PAUSE;
    private @Nullable ScheduledExecutorService thread;

    SetupSchedule(LogCluster cluster, LogsProperties properties, JsonMapper json, InstantSource clock) {
        this.setup = new StoreSetup(cluster, properties, json, clock);
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService created = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread daemon = new Thread(work, "logs-setup");
            daemon.setDaemon(true);
            return daemon;
        });
        created.execute(() -> run(created));
        thread = created;
    }

    private void run(ScheduledExecutorService on) {
        Duration next = step();
        try {
            var unused = on.schedule(() -> run(on), next.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The service was stopped in between.
            return;
        }
    }

    private Duration step() {
        try {
            if (!installed) {
                setup.installTemplate();
                installed = true;
            }
            setup.deleteExpired();
            pause = FIRST_PAUSE;
            return BETWEEN;
        } catch (IOException | RuntimeException e) {
            Refusal refusal = Refusal.of(e);
            return later(refusal == null ? FailureDescriptions.of(e) : refusal.words());
        }
    }

    /** Logged once in a row of failures. */
    private Duration later(String reason) {
        if (pause.equals(FIRST_PAUSE)) {
            log.warn("Elasticsearch is not set up for logs yet; the setup will be tried again: {}", reason);
        }
        Duration next = pause;
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        return next;
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
