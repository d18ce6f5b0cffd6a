package io.tocsin.audit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Records what operators do: at once as a line on the logger {@code tocsin.audit}, and within a second in the store, which all
 * replicas share. It never blocks: while the store does not answer, entries are kept in memory, and operators can sign in.
 */
@Component
public class AuditLog implements SmartLifecycle {

    /** The action that unauthenticated clients cause: an operator's password was wrong. */
    public static final String SIGN_IN_FAILED = "sign-in-failed";

    private static final Logger audit = LoggerFactory.getLogger("tocsin.audit");
    private static final Logger log = LoggerFactory.getLogger(AuditLog.class);

    private static final int MOST_WAITING = 10_000;
    private static final int BATCH = 200;
    private static final Duration FAILED_SIGN_INS = Duration.ofDays(7);
    private static final Duration REPEATED = Duration.ofHours(1);
    private static final int MOST_REMEMBERED = 1_000;

    private final @Nullable AuditStore store;
    private final AuditProperties properties;
    private final InstantSource clock;
    private final BlockingQueue<AuditEntry> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private final Map<AuditEntry, Instant> noted = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<AuditEntry, Instant> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };
    private final ScheduledExecutorService schedule = Executors.newSingleThreadScheduledExecutor(runnable -> {
        Thread thread = new Thread(runnable, "audit-log");
        thread.setDaemon(true);
        return thread;
    });
    private List<AuditEntry> batch = new ArrayList<>();
    private boolean failing;
    private volatile boolean running;

    AuditLog(ObjectProvider<AuditStore> store, AuditProperties properties, InstantSource clock) {
        this.store = store.getIfAvailable();
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * Records one action.
     *
     * @param action one of a fixed set
     * @param subject its object
     * @param outcome its result
     */
    public void note(String action, String subject, String outcome, Caller by) {
        write(new AuditEntry(clock.instant(), by.name(), by.address(), action, subject, outcome));
    }

    /** Records an action unless the same was recorded within the hour: a page that refreshes itself repeats its requests. */
    public void noteOnce(String action, String subject, String outcome, Caller by) {
        AuditEntry timeless = new AuditEntry(Instant.EPOCH, by.name(), by.address(), action, subject, outcome);
        Instant now = clock.instant();
        synchronized (noted) {
            Instant last = noted.get(timeless);
            if (last != null && last.plus(REPEATED).isAfter(now)) {
                return;
            }
            noted.put(timeless, now);
        }
        note(action, subject, outcome, by);
    }

    /** The latest entries of all replicas, newest first; throws a {@link RuntimeException} when the store does not answer. */
    public List<AuditEntry> latest(int most) {
        return store == null ? List.of() : store.latest(most);
    }

    private void write(AuditEntry entry) {
        audit.info(
                "{} {} outcome={} by={} from={}",
                entry.action(),
                quoted(entry.subject()),
                entry.outcome(),
                quoted(entry.name()),
                quoted(entry.address()));
        if (store != null && !waiting.offer(entry)) {
            log.warn(
                    "The store has not accepted entries of the audit log for too long: this one is only in the log file");
        }
    }

    /** So that no value can imitate another field. */
    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    @Override
    public void start() {
        running = true;
        if (store != null) {
            var unusedWrite = schedule.scheduleWithFixedDelay(() -> store(store), 1, 1, TimeUnit.SECONDS);
            var unusedPurge = schedule.scheduleWithFixedDelay(() -> purge(store), 1, 60, TimeUnit.MINUTES);
        }
    }

    /** Writes pending entries to the store; failures are retried. */
    private void store(AuditStore into) {
        try {
            do {
                if (batch.isEmpty()) {
                    int unusedTaken = waiting.drainTo(batch, BATCH);
                }
                if (!batch.isEmpty()) {
                    into.append(batch);
                    batch = new ArrayList<>();
                }
            } while (!waiting.isEmpty());
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                log.warn(
                        "The store does not accept the audit log, which is kept in memory meanwhile: {}", e.toString());
            }
            failing = true;
        }
    }

    private void purge(AuditStore of) {
        try {
            Instant before = clock.instant().minus(properties.retention());
            Instant failedBefore = clock.instant().minus(FAILED_SIGN_INS);
            of.purge(before, failedBefore.isAfter(before) ? failedBefore : before);
        } catch (RuntimeException e) {
            log.warn("Old entries of the audit log will be deleted later: {}", e.toString());
        }
    }

    @Override
    public void stop() {
        running = false;
        schedule.shutdown();
        try {
            if (schedule.awaitTermination(5, TimeUnit.SECONDS) && store != null) {
                store(store);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stopped after the web server, so that the last actions are kept too. */
    @Override
    public int getPhase() {
        return 0;
    }
}
