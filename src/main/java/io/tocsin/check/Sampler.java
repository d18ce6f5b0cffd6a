package io.tocsin.check;

import io.tocsin.check.CheckResult.Down;
import io.tocsin.check.CheckResult.Up;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the last result of one check. A bean of this type is sampled by the schedule; probes and scrapes only read.
 *
 * @param <T> the figures of the check
 */
public final class Sampler<T> {

    private static final Logger log = LoggerFactory.getLogger(Sampler.class);

    private final Check<T> check;
    private final CheckProperties properties;
    private final InstantSource clock;
    private final AtomicReference<@Nullable Run> current = new AtomicReference<>();
    private volatile CheckResult<T> last;
    private boolean up = true;

    public Sampler(Check<T> check, CheckProperties properties, InstantSource clock) {
        this.check = check;
        this.properties = properties;
        this.clock = clock;
        this.last = new Down<>(clock.instant(), Duration.ZERO, "no result yet");
    }

    /** The last result; DOWN when that is older than three intervals. Never waits. */
    public CheckResult<T> last() {
        CheckResult<T> result = last;
        Instant taken = result.sampledAt();
        return taken.plus(properties.staleAfter()).isBefore(clock.instant())
                ? new Down<>(taken, Duration.ZERO, "no result since " + taken.truncatedTo(ChronoUnit.SECONDS))
                : result;
    }

    /** Starts a check, unless the previous one still runs: then logs again that it hangs. Never waits. */
    void sample(Executor threads, ScheduledExecutorService timer) {
        Run run = new Run(threads);
        Run before = current.compareAndExchange(null, run);
        if (before != null) {
            before.remind();
            return;
        }
        var unused = timer.schedule(run::expire, properties.timeout().toMillis(), TimeUnit.MILLISECONDS);
        threads.execute(run);
    }

    private synchronized void publish(CheckResult<T> result) {
        last = result;
        if (up && result instanceof Down<T> down) {
            log.warn("{} is down: {}", check.name(), down.reason());
        } else if (!up && result instanceof Up<T>) {
            log.info("{} is up again", check.name());
        }
        up = result instanceof Up<T>;
    }

    /** One check: ends with its own result or, after the time limit, with a timeout. */
    private final class Run implements Runnable {

        private final Executor threads;
        private final Instant startedAt = clock.instant();
        private final long started = System.nanoTime();
        private boolean over;
        private boolean expired;

        Run(Executor threads) {
            this.threads = threads;
        }

        @Override
        public void run() {
            try {
                CheckResult<T> result = look();
                if (end()) {
                    publish(result);
                }
            } finally {
                current.set(null);
            }
        }

        // An error, such as a missing native library, is a result like any other: the next check may succeed.
        private CheckResult<T> look() {
            try {
                T figures = check.look();
                return new Up<>(startedAt, sinceStart(), figures);
            } catch (CheckException e) {
                return new Down<>(startedAt, sinceStart(), e.reason());
            } catch (Throwable e) {
                log.debug("{} cannot be checked", check.name(), e);
                return new Down<>(startedAt, sinceStart(), FailureDescriptions.of(e));
            }
        }

        void expire() {
            if (end()) {
                synchronized (this) {
                    expired = true;
                }
                publish(hung());
                threads.execute(check::abandon);
            }
        }

        synchronized void remind() {
            if (expired) {
                publish(hung());
            }
        }

        private synchronized boolean end() {
            boolean first = !over;
            over = true;
            return first;
        }

        private Down<T> hung() {
            return new Down<>(
                    clock.instant(),
                    sinceStart(),
                    "no answer within " + properties.timeout().toMillis() + " ms");
        }

        private Duration sinceStart() {
            return Duration.ofNanos(System.nanoTime() - started);
        }
    }
}
