package io.tocsin.delivery;

import io.tocsin.channel.MessageContent;
import java.time.Instant;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;

/** One target's line in memory, whose lease can be taken away. */
final class InMemoryQueue implements DeliveryQueue {

    final Deque<Delivery> line = new ConcurrentLinkedDeque<>();
    final List<Attempt> recorded = new CopyOnWriteArrayList<>();
    TargetPace pace = TargetPace.FRESH;
    boolean takenOver;
    boolean leaseLost;
    boolean heldElsewhere;
    boolean broken;
    volatile int acquisitions;
    volatile int renewals;
    volatile int releases;

    synchronized void add(MessageContent content, Instant createdAt) {
        long sequence = recorded.size() + line.size() + 1L;
        line.add(new Delivery("oncall", sequence, sequence, createdAt, 0, createdAt, content));
    }

    @Override
    public synchronized void register(Collection<String> targets) {}

    @Override
    public synchronized Optional<Lease> acquire(String target, Instant now, Instant until) {
        if (heldElsewhere) {
            return Optional.empty();
        }
        acquisitions = acquisitions + 1;
        return Optional.of(new Lease(target, "me", acquisitions, until, pace, takenOver));
    }

    @Override
    public synchronized boolean renew(Lease lease, Instant until) {
        renewals = renewals + 1;
        return !leaseLost;
    }

    @Override
    public synchronized void release(Lease lease) {
        releases = releases + 1;
    }

    @Override
    public synchronized Optional<Delivery> head(String target) {
        return Optional.ofNullable(line.peek());
    }

    @Override
    public synchronized boolean record(Lease lease, Attempt attempt) {
        if (broken) {
            throw new IllegalStateException("no commit");
        }
        if (leaseLost) {
            return false;
        }
        recorded.add(attempt);
        Delivery tried = line.pop();
        if (attempt.state() == DeliveryState.PENDING) {
            line.push(new Delivery(
                    tried.target(),
                    tried.sequence(),
                    tried.notificationId(),
                    tried.createdAt(),
                    tried.attempts() + 1,
                    attempt.nextAttemptAt(),
                    tried.content()));
        }
        return true;
    }
}
