package io.tocsin.channel.render;

import io.tocsin.KeptOnReload;
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
 * Renders messages on separate threads and within a time limit, so that a slow one does not delay any other: the plain form is
 * sent instead. Loops of templates are interrupted; work that cannot be interrupted keeps its thread until it ends, and when
 * four do so nothing further is rendered.
 */
@KeptOnReload
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

    /** Work that counts as stuck from its time limit until it ends. */
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
