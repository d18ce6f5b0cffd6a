package io.tocsin.check;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Runs all checks, each on its own thread, from before the first probe can arrive until the end. */
@Component
class CheckSchedule implements SmartLifecycle {

    private final List<Sampler<?>> samplers;
    private final CheckProperties properties;
    private @Nullable ScheduledExecutorService timer;
    private @Nullable ExecutorService threads;

    CheckSchedule(ObjectProvider<Sampler<?>> samplers, CheckProperties properties) {
        this.samplers = samplers.orderedStream().toList();
        this.properties = properties;
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService newTimer = Executors.newSingleThreadScheduledExecutor(daemons("check-timer"));
        ExecutorService newThreads = Executors.newCachedThreadPool(daemons("check"));
        samplers.forEach(sampler -> newTimer.execute(() -> tick(sampler, newTimer, newThreads)));
        timer = newTimer;
        threads = newThreads;
    }

    private void tick(Sampler<?> sampler, ScheduledExecutorService onTimer, ExecutorService onThreads) {
        try {
            // Schedule the next check first, so that no error of this one ends all.
            var unused = onTimer.schedule(() -> tick(sampler, onTimer, onThreads), nextDelay(), TimeUnit.MILLISECONDS);
            sampler.sample(onThreads, onTimer);
        } catch (RejectedExecutionException e) {
            // The service was stopped in between.
            return;
        }
    }

    /** With jitter, so that replicas and checks do not all connect at the same moment. */
    private long nextDelay() {
        return (long)
                (properties.interval().toMillis() * ThreadLocalRandom.current().nextDouble(0.9, 1.1));
    }

    private static ThreadFactory daemons(String name) {
        return runnable -> {
            Thread thread = new Thread(runnable, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public synchronized void stop() {
        if (timer != null && threads != null) {
            timer.shutdownNow();
            threads.shutdownNow();
        }
        timer = null;
        threads = null;
    }

    @Override
    public synchronized boolean isRunning() {
        return timer != null;
    }

    /** Before the web server, so that the first probe finds a result. */
    @Override
    public int getPhase() {
        return 0;
    }
}
