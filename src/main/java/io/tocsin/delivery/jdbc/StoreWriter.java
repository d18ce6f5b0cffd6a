package io.tocsin.delivery.jdbc;

import io.tocsin.delivery.AppendResult;
import io.tocsin.delivery.jdbc.store.AppendLock;
import io.tocsin.delivery.jdbc.store.GroupCommit;
import io.tocsin.delivery.jdbc.store.StoreUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Waits for commits, with a time limit.
 *
 * @param commits accepts appends, and other writes that hold its {@link AppendLock}
 * @param records accepts other writes, so that delivering need not wait for appends; the same where the database has one writer
 *     at a time
 * @param patience how long a commit may take
 */
record StoreWriter(
        GroupCommit<WrittenNotification, Optional<AppendResult>> commits,
        GroupCommit<WrittenNotification, Optional<AppendResult>> records,
        Duration patience) {

    /** Writes without an {@link AppendLock} and waits for the commit. */
    <T> T write(Supplier<T> work) {
        return await(records.write(work));
    }

    /** Writes under its {@link AppendLock}, or as late as if under it, and waits for the commit. */
    <T> T inTurn(Supplier<T> work) {
        return await(commits.write(work));
    }

    <T> T await(CompletableFuture<T> commit) {
        try {
            return commit.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new StoreUnavailableException("no commit within " + patience.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw new StoreUnavailableException("no commit", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted", e);
        }
    }
}
