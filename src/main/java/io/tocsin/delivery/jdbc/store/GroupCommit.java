package io.tocsin.delivery.jdbc.store;

import io.tocsin.delivery.DistinctFaults;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One thread that writes for all others: everything that is pending while a commit is in progress goes into the next one, so
 * that durable throughput is not bounded by one fsync for each write.
 *
 * @param <A> what is appended, many at a time
 * @param <R> the result for one of them
 */
public final class GroupCommit<A, R> implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);

    /** How long a transaction is repeated; with the last try it is shorter than the time limit of the callers. */
    private static final Duration REPEATED_FOR = Duration.ofSeconds(5);

    private static final int LONGEST_PAUSE_MILLIS = 100;

    private final TransactionTemplate transaction;
    private final Runnable beforeCommit;
    private final Function<List<A>, List<R>> appender;
    private final InstantSource clock;
    private final int largestBatch;
    private final BlockingQueue<Request<A, R>> waiting = new ArrayBlockingQueue<>(4096);
    private final Thread writer;
    private final DistinctFaults faults = new DistinctFaults();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile boolean failing;
    private volatile Instant lastCommit = Instant.EPOCH;

    private sealed interface Request<A, R> {

        CompletableFuture<?> outcome();
    }

    private record Append<A, R>(A item, CompletableFuture<R> outcome) implements Request<A, R> {}

    private record Write<A, R, T>(Supplier<T> work, CompletableFuture<T> outcome) implements Request<A, R> {

        Runnable run() {
            T result = work.get();
            return () -> outcome.complete(result);
        }
    }

    /**
     * @param name names its thread
     * @param beforeCommit runs ahead of each commit and throws when it would be lost
     * @param appender writes many items in the running transaction and returns their results, in their order
     * @param largestBatch how many writes may share one commit; 1 gives each its own
     */
    public GroupCommit(
            String name,
            TransactionTemplate transaction,
            Runnable beforeCommit,
            Function<List<A>, List<R>> appender,
            InstantSource clock,
            int largestBatch) {
        this.transaction = transaction;
        this.beforeCommit = beforeCommit;
        this.appender = appender;
        this.clock = clock;
        this.largestBatch = largestBatch;
        this.writer = new Thread(this::run, name);
        writer.setDaemon(true);
        writer.start();
    }

    /** Appends an item; the future completes after the commit, exceptionally when there was none. */
    public CompletableFuture<R> append(A item) {
        return enqueue(new Append<>(item, new CompletableFuture<>()), Append<A, R>::outcome);
    }

    /**
     * Submits another write. It runs on the writer's thread, may run again when its transaction has to be repeated,
     * and must therefore touch nothing but the database.
     */
    public <T> CompletableFuture<T> write(Supplier<T> work) {
        return enqueue(new Write<A, R, T>(work, new CompletableFuture<>()), Write<A, R, T>::outcome);
    }

    private <Q extends Request<A, R>, T> CompletableFuture<T> enqueue(
            Q request, Function<Q, CompletableFuture<T>> outcome) {
        if (isClosing() || !waiting.offer(request)) {
            request.outcome().completeExceptionally(new IllegalStateException("the outbox is closing or overrun"));
        }
        return outcome.apply(request);
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** Whether the latest commit failed. */
    public boolean failing() {
        return failing;
    }

    /** When a commit last succeeded; 1970 before the first. */
    public Instant lastCommit() {
        return lastCommit;
    }

    /** Commits pending writes, then ends. */
    @Override
    public void close() {
        closing.countDown();
        try {
            writer.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<Request<A, R>> batch = new ArrayList<>();
        while (!isClosing() || !waiting.isEmpty()) {
            try {
                Request<A, R> first = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    waiting.drainTo(batch, largestBatch - 1);
                    commit(batch);
                }
            } catch (InterruptedException e) {
                return;
            } catch (Throwable e) {
                // Catch everything: without this thread nothing is written until a restart.
                failed(batch, e);
            } finally {
                batch.clear();
            }
        }
    }

    /** Whether the batch was committed. */
    private boolean commit(List<Request<A, R>> batch) throws InterruptedException {
        List<Runnable> acknowledgements;
        try {
            acknowledgements = inOneTransaction(batch);
        } catch (RuntimeException | Error e) {
            return isOfTheStore(e) ? failed(batch, e) : separately(batch, e);
        }
        succeeded();
        acknowledgements.forEach(Runnable::run);
        return true;
    }

    /** Whether another write would have failed as well. */
    private static boolean isOfTheStore(Throwable fault) {
        return fault instanceof TransactionException || isConflict(fault) || isConnectionLost(fault);
    }

    /** One write that the database refuses must not fail the others; when two fail in a row, it is the store. */
    private boolean separately(List<Request<A, R>> batch, Throwable fault) throws InterruptedException {
        if (batch.size() == 1) {
            return failed(batch, fault);
        }
        int failures = 0;
        for (Request<A, R> request : List.copyOf(batch)) {
            boolean committed = failures < 2 ? commit(List.of(request)) : failed(List.of(request), fault);
            failures = committed ? 0 : failures + 1;
        }
        return failures == 0;
    }

    private List<Runnable> inOneTransaction(List<Request<A, R>> batch) throws InterruptedException {
        long end = System.nanoTime() + REPEATED_FOR.toNanos();
        for (int tries = 1; ; tries++) {
            try {
                List<Runnable> acknowledgements = new ArrayList<>();
                transaction.executeWithoutResult(status -> write(batch, acknowledgements));
                return acknowledgements;
            } catch (RuntimeException e) {
                if (!mayRepeat(e) || System.nanoTime() > end) {
                    throw e;
                }
                pause(tries);
            }
        }
    }

    /**
     * A conflict is no error of the write; Galera reports it at commit as well. A lost connection may have moved to another
     * server, and each write may be repeated although its commit succeeded; while the store is known to be down no caller waits
     * for that.
     */
    private boolean mayRepeat(RuntimeException fault) {
        return isConflict(fault) || (isConnectionLost(fault) && !failing);
    }

    private static boolean isConflict(Throwable fault) {
        return fault instanceof TransientDataAccessException;
    }

    private static boolean isConnectionLost(Throwable fault) {
        return fault instanceof RecoverableDataAccessException
                || fault instanceof DataAccessResourceFailureException
                || fault instanceof CannotCreateTransactionException;
    }

    /** At random, so that conflicting writers do not conflict again; not while the store is closing. */
    private void pause(int tries) throws InterruptedException {
        int most = Math.min(LONGEST_PAUSE_MILLIS, 2 << Math.min(tries, 10));
        boolean unusedClosing = closing.await(ThreadLocalRandom.current().nextInt(1, most), TimeUnit.MILLISECONDS);
    }

    private void write(List<Request<A, R>> batch, List<Runnable> acknowledgements) {
        List<Append<A, R>> appends = new ArrayList<>();
        for (Request<A, R> request : batch) {
            if (request instanceof Append<A, R> append) {
                appends.add(append);
            }
        }
        if (!appends.isEmpty()) {
            List<R> results = appender.apply(appends.stream().map(Append::item).toList());
            for (int i = 0; i < results.size(); i++) {
                R result = results.get(i);
                CompletableFuture<R> outcome = appends.get(i).outcome();
                acknowledgements.add(() -> outcome.complete(result));
            }
        }
        for (Request<A, R> request : batch) {
            if (request instanceof Write<A, R, ?> write) {
                acknowledgements.add(write.run());
            }
        }
        beforeCommit.run();
    }

    private void succeeded() {
        lastCommit = clock.instant();
        if (failing) {
            log.info("The outbox accepts writes again");
            faults.clear();
        }
        failing = false;
    }

    private boolean failed(List<Request<A, R>> batch, Throwable fault) {
        failing = true;
        batch.forEach(request -> request.outcome().completeExceptionally(fault));
        if (faults.isNew(fault)) {
            log.error("The outbox does not commit; webhooks are answered 503 until it does", fault);
        }
        return false;
    }
}
