package io.tocsin.channel.render;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Builds messages on threads of their own and within a time limit, so that one that takes long holds up no other: the plain form
 * is sent instead. Loops of templates are interrupted; what cannot be interrupted keeps its thread until it ends, and when four do
 * so nothing further is built.
 */
@Component
public final class RenderLimit implements AutoCloseable {

    /** For one message: its views, and all its parts at all the details that are tried. */
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private static final int MOST_STUCK = 4;

    private final ExecutorService threads = Executors.newCachedThreadPool(RenderThread::new);
    private final AtomicInteger stuck = new AtomicInteger();
    private final Duration limit;

    @Autowired
    public RenderLimit() {
        this(LIMIT);
    }

    public RenderLimit(Duration limit) {
        this.limit = limit;
    }

    /**
     * Does the work within the limit.
     *
     * @param what the channel or the template, for the message of a fault
     * @throws RenderException when it takes longer, or ends in an error
     */
    public <T> T call(String what, Callable<T> work) {
        if (stuck.get() >= MOST_STUCK) {
            throw fault(what + ": not run, because earlier messages are still being built");
        }
        Run<T> run = new Run<>(work);
        Future<T> result = threads.submit(run);
        try {
            return result.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            run.giveUp();
            result.cancel(true);
            throw fault(what + ": did not end within " + limit.toMillis() + " ms");
        } catch (InterruptedException interrupted) {
            run.giveUp();
            result.cancel(true);
            Thread.currentThread().interrupt();
            throw fault(what + ": interrupted");
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException own
                    ? own
                    : fault(what + ": " + kind(failed.getCause()));
        }
    }

    /** Such as StackOverflowError, when a macro calls itself without end. */
    private static String kind(@Nullable Throwable cause) {
        return cause == null ? "failed" : cause.getClass().getSimpleName();
    }

    private static RenderException fault(String words) {
        return new RenderException(words, words);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** Work that is counted as stuck from when it is given up until it ends. */
    private final class Run<T> implements Callable<T> {

        private final Callable<T> work;
        private boolean running;
        private boolean givenUp;

        private Run(Callable<T> work) {
            this.work = work;
        }

        @Override
        public T call() throws Exception {
            begin();
            try {
                return work.call();
            } finally {
                end();
            }
        }

        private synchronized void begin() {
            running = true;
        }

        private synchronized void end() {
            running = false;
            if (givenUp) {
                stuck.decrementAndGet();
            }
        }

        private synchronized void giveUp() {
            if (running) {
                givenUp = true;
                stuck.incrementAndGet();
            }
        }
    }
}
