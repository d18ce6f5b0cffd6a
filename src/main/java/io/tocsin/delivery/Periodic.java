package io.tocsin.delivery;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Repeats a task in the background while the service runs; a failure is logged once and the task tried again. */
public class Periodic implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Periodic.class);

    private final String what;
    private final Duration pause;
    private final Runnable work;
    private final ScheduledExecutorService schedule;
    private final DistinctFaults faults = new DistinctFaults();
    private volatile boolean running;

    /**
     * @param what its name in the log and of its thread
     * @param pause from the end of one run to the start of the next
     * @param work must end by itself, and soon
     */
    public Periodic(String what, Duration pause, Runnable work) {
        this.what = what;
        this.pause = pause;
        this.work = work;
        this.schedule = Executors.newSingleThreadScheduledExecutor(runnable -> {
            Thread thread = new Thread(runnable, what);
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void start() {
        running = true;
        var unused = schedule.scheduleWithFixedDelay(this::run, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run() {
        try {
            work.run();
            faults.clear();
        } catch (RuntimeException | Error e) {
            if (faults.isNew(e)) {
                log.warn("{} failed and will be tried again: {}", what, e.toString());
            }
        }
    }

    @Override
    public void stop() {
        running = false;
        schedule.shutdown();
        try {
            boolean unusedEnded = schedule.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
