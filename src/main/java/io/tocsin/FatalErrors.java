package io.tocsin;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;

/**
 * Ends a process that can no longer work, so that its supervisor restarts it, independent of the JVM's options.
 *
 * <p>{@code -XX:+ExitOnOutOfMemoryError} does the same at the first error, but {@code java -jar} does not set it, and it cannot
 * be set from within. Here the process ends when a thread dies of an OutOfMemoryError, and when the heap stays full although it
 * is collected: caught errors leave no other trace. A thread that dies of anything else breaks liveness.
 */
final class FatalErrors implements Thread.UncaughtExceptionHandler, ApplicationListener<ApplicationPreparedEvent> {

    /** As with {@code -XX:+ExitOnOutOfMemoryError}. */
    static final int EXIT_CODE = 3;

    private static final Logger log = LoggerFactory.getLogger(FatalErrors.class);
    private static final double FULL = 0.97;
    private static final int MOST_SECONDS_FULL = 5;

    // Created while there is memory.
    private static final FileOutputStream ERRORS = new FileOutputStream(FileDescriptor.err);
    private static final byte[] THREAD_DIED = words("a thread died of it");
    private static final byte[] STAYS_FULL = words("the heap stays full");

    private volatile @Nullable ApplicationContext context;

    /** Monitors all threads and the heap from now on. */
    static FatalErrors install() {
        FatalErrors errors = new FatalErrors();
        Thread.setDefaultUncaughtExceptionHandler(errors);
        new Timer("heap-watch", true).schedule(new HeapWatch(), 1_000, 1_000);
        return errors;
    }

    @Override
    public void onApplicationEvent(ApplicationPreparedEvent event) {
        context = event.getApplicationContext();
    }

    @Override
    public void uncaughtException(Thread thread, Throwable error) {
        if (error instanceof OutOfMemoryError) {
            halt(THREAD_DIED);
        }
        log.error("The thread {} died; liveness is broken until a restart", thread.getName(), error);
        ApplicationContext running = context;
        if (running != null) {
            AvailabilityChangeEvent.publish(running, LivenessState.BROKEN);
        }
    }

    /** Only seconds in which the heap was collected count: older measurements may be obsolete. */
    private static final class HeapWatch extends TimerTask {

        private final List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.isUsageThresholdSupported() && pool.isCollectionUsageThresholdSupported())
                .toList();
        private final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
        private long collections;
        private int full;

        @Override
        public void run() {
            long now = collections(collectors);
            if (now != collections) {
                full = isFull(pools) ? full + 1 : 0;
            }
            collections = now;
            if (full >= MOST_SECONDS_FULL) {
                halt(STAYS_FULL);
            }
        }
    }

    private static long collections(List<GarbageCollectorMXBean> collectors) {
        long sum = 0;
        for (GarbageCollectorMXBean collector : collectors) {
            sum += collector.getCollectionCount();
        }
        return sum;
    }

    private static boolean isFull(List<MemoryPoolMXBean> pools) {
        for (MemoryPoolMXBean pool : pools) {
            MemoryUsage left = pool.getCollectionUsage();
            if (left != null && left.getMax() > 0 && left.getUsed() >= FULL * left.getMax()) {
                return true;
            }
        }
        return false;
    }

    /** Without the logging system and hooks, which need memory themselves. */
    private static void halt(byte[] words) {
        try {
            ERRORS.write(words);
        } catch (IOException e) {
            // There is no reader.
        } finally {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }

    private static byte[] words(String why) {
        return ("Tocsin is out of memory (" + why + ") and ends; give it a larger -Xmx\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
