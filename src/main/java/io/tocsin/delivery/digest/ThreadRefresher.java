package io.tocsin.delivery.digest;

import io.tocsin.channel.GroupThreads;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.SendResult.Retryable;
import io.tocsin.channel.Target;
import io.tocsin.delivery.attempt.AttemptRunner;
import io.tocsin.delivery.attempt.RetryPolicy;
import io.tocsin.delivery.queue.Delivery;
import io.tocsin.delivery.queue.DigestQueue;
import io.tocsin.delivery.queue.PlannedDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of a worker that updates Slack threads with what digests reported of their groups. It alerts no one, so it runs only
 * while the queue is empty, slowly, and its work is discarded when the worker ends.
 */
public final class ThreadRefresher {

    private static final Logger log = LoggerFactory.getLogger(ThreadRefresher.class);

    /** Slack lets an app update 50 messages a minute, and threads that are replied to need some of them. */
    private static final Duration BETWEEN = Duration.ofSeconds(2);

    private static final int MOST = 1_000;

    private final Target target;
    private final @Nullable GroupThreads threads;
    private final DigestQueue queue;
    private final RetryPolicy retries;
    private final InstantSource clock;
    /** The sequence number of the delivery that each group's thread is to show, by the group's key. */
    private final Map<String, Long> behind = new LinkedHashMap<>();

    private Instant notBefore = Instant.EPOCH;
    private int failures;

    ThreadRefresher(Target target, DigestQueue queue, RetryPolicy retries, InstantSource clock) {
        this.target = target;
        this.threads = target.notifier().threads().orElse(null);
        this.queue = queue;
        this.retries = retries;
        this.clock = clock;
    }

    /** The groups of the digest were reported outside of their threads. */
    void toldElsewhere(PlannedDigest digest) {
        if (threads != null) {
            behind.putAll(digest.latest());
            Iterator<String> oldest = behind.keySet().iterator();
            while (behind.size() > MOST) {
                oldest.next();
                oldest.remove();
            }
        }
    }

    /** The delivery was sent to its thread, or is being sent. */
    void sent(Delivery delivery) {
        behind.remove(delivery.content().groupKey());
    }

    void forget() {
        behind.clear();
    }

    /** When the next thread is to be updated; the end of time when all are current. */
    public Instant due() {
        return behind.isEmpty() ? Instant.MAX : notBefore;
    }

    /** Updates the thread that has been pending longest. */
    public void show(AttemptRunner runner) {
        Map.Entry<String, Long> first = behind.entrySet().iterator().next();
        Optional<Delivery> latest = queue.find(target.name(), first.getValue());
        SendResult result = latest.isEmpty() || threads == null
                ? SendResult.delivered()
                : runner.show(threads, latest.get().message());
        Instant now = clock.instant();
        if (result instanceof Retryable failure && !retries.givesUp(failure.reason(), ++failures)) {
            notBefore = now.plus(retries.delay(failure, failures));
            return;
        }
        if (!(result instanceof SendResult.Delivered)) {
            log.warn("The thread of {}-{} is out of date", target.name(), first.getValue());
        }
        behind.remove(first.getKey());
        failures = 0;
        notBefore = now.plus(BETWEEN);
    }
}
