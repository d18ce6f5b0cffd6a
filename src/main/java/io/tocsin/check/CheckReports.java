package io.tocsin.check;

import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Reports the state of all components that are or can be monitored; keeps an hour of it in memory, a point every 15 seconds.
 */
@Component
public class CheckReports implements SmartLifecycle {

    private final List<CheckHistory<?>> histories;
    private final InstantSource clock;
    private @Nullable ScheduledExecutorService timer;

    CheckReports(ObjectProvider<MonitoredComponent<?>> watched, InstantSource clock) {
        this.histories = watched.stream()
                .sorted(Comparator.comparingInt(MonitoredComponent::order))
                .<CheckHistory<?>>map(CheckHistory::new)
                .toList();
        this.clock = clock;
    }

    /** All reports, from the last results; never waits for a component. */
    public List<CheckReport> all() {
        return histories.stream().<CheckReport>map(CheckHistory::report).toList();
    }

    /** Records the current values. */
    void take() {
        histories.forEach(history -> history.take(clock.instant()));
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService newTimer = Executors.newSingleThreadScheduledExecutor(runnable -> {
            Thread thread = new Thread(runnable, "check-history");
            thread.setDaemon(true);
            return thread;
        });
        long pause = CheckHistory.interval().toMillis();
        // Not at once: the first checks have to end.
        var unused = newTimer.scheduleAtFixedRate(this::take, 2_000, pause, TimeUnit.MILLISECONDS);
        timer = newTimer;
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
