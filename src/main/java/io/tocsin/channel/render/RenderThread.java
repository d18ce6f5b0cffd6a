package io.tocsin.channel.render;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * A thread that renders messages. FreeMarker checks at each repetition, of a loop or of a macro, whether its thread is
 * interrupted, and then ends the template; this thread also reports an interruption when a template has allocated more than any
 * message needs. A text that is doubled in a loop would otherwise fill the heap long before its time limit.
 */
public final class RenderThread extends Thread {

    /** Of one run of a template. Built-in ones allocate 1/40 of it for 10,000 alerts. */
    public static final long MOST_BYTES = 64L << 20;

    private static final java.lang.management.ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private long mayHaveAllocated = Long.MAX_VALUE;

    RenderThread(Runnable work) {
        super(work, "render");
        setDaemon(true);
    }

    /** A template starts to run on the current thread. */
    public static void begin() {
        if (currentThread() instanceof RenderThread thread) {
            thread.mayHaveAllocated = allocated() + MOST_BYTES;
        }
    }

    /** Whether the template that runs on the current thread has allocated too much. */
    public static boolean exhausted() {
        return currentThread() instanceof RenderThread thread && allocated() > thread.mayHaveAllocated;
    }

    @Override
    public boolean isInterrupted() {
        return super.isInterrupted() || (currentThread() == this && exhausted());
    }

    private static long allocated() {
        return THREADS instanceof ThreadMXBean counting ? counting.getCurrentThreadAllocatedBytes() : 0;
    }
}
