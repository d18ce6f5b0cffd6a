package io.tocsin.delivery.attempt;

import io.tocsin.channel.Digest;
import io.tocsin.channel.Digests;
import io.tocsin.channel.FailureReason;
import io.tocsin.channel.GroupThreads;
import io.tocsin.channel.Message;
import io.tocsin.channel.Notifier;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.Target;
import io.tocsin.channel.http.TimeLimit;
import io.tocsin.delivery.CurrentAlerts;
import io.tocsin.delivery.queue.PlannedDigest;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one target's attempts under a hard time limit, never two at a time: an attempt that exceeds its limit delays the next
 * one, because a late message must not overtake later ones.
 */
public final class AttemptRunner {

    private static final Logger log = LoggerFactory.getLogger(AttemptRunner.class);

    private final String target;
    private final Notifier notifier;
    private final CurrentAlerts current;
    private final ExecutorService executor;
    private final Duration limit;
    private @Nullable Future<SendResult> running;

    /**
     * @param current queried within the limit, and before each message only: neither a webhook's answer nor an append waits for
     *     it
     */
    public AttemptRunner(Target target, CurrentAlerts current, ExecutorService executor, Duration limit) {
        this.target = target.name();
        this.notifier = target.notifier();
        this.current = current;
        this.executor = executor;
        this.limit = limit;
    }

    public SendResult send(Message message) {
        return run(message.notificationId(), message.deliveryId(), () -> notifier.send(asOfNow(message)));
    }

    /** With as many groups queried as a third of the limit allows; one that no longer fits is refused as too large. */
    public SendResult send(Digests digests, PlannedDigest planned) {
        Digest digest = planned.digest();
        return run(digest.notificationId(), digest.identity(), () -> {
            TimeLimit time = TimeLimit.of(limit.dividedBy(3));
            Digest now = planned.asOfNow(group -> time.isOver() ? group : current.asOfNow(target, group));
            long size = now.lines().stream()
                    .mapToLong(line -> digests.size(line, now.at()))
                    .sum();
            return size <= digests.room() || now.lines().equals(digest.lines())
                    ? digests.send(now)
                    : SendResult.rejected(FailureReason.MESSAGE_TOO_LARGE, "with what is muted it is too large");
        });
    }

    public SendResult show(GroupThreads threads, Message latest) {
        return run(latest.notificationId(), latest.deliveryId(), () -> threads.show(asOfNow(latest)));
    }

    private Message asOfNow(Message message) {
        return message.saying(current.asOfNow(target, message.content()));
    }

    /** Whether an attempt that exceeded its limit has not ended yet. */
    public boolean isRunning() {
        return running != null && !running.isDone();
    }

    private SendResult run(long notification, String delivery, Callable<SendResult> send) {
        if (isRunning()) {
            return SendResult.retryable(FailureReason.TIMEOUT, "an earlier attempt is still running");
        }
        DeliveryLog.about(notification, delivery);
        Future<SendResult> attempt = executor.submit(() -> {
            DeliveryLog.about(notification, delivery);
            return send.call();
        });
        running = attempt;
        return await(attempt, delivery);
    }

    private SendResult await(Future<SendResult> attempt, String id) {
        try {
            return attempt.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return SendResult.retryable(FailureReason.TIMEOUT, "no end within " + limit.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return SendResult.retryable(FailureReason.TIMEOUT, "interrupted");
        } catch (ExecutionException e) {
            return failed(id, e.getCause() == null ? e : e.getCause());
        }
    }

    /** Only the type and the location are logged: the text of a client's exception may contain a URL with its token. */
    private static SendResult failed(String id, Throwable fault) {
        StackTraceElement[] trace = fault.getStackTrace();
        log.error(
                "Sending {} failed inside Tocsin: {} at {}",
                id,
                fault.getClass().getName(),
                trace.length == 0 ? "unknown" : trace[0]);
        return SendResult.retryable(
                FailureReason.INTERNAL_ERROR, fault.getClass().getSimpleName());
    }
}
