package io.tocsin.delivery;

import io.tocsin.channel.MessageContent;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** One target's line in memory, whose lease can be taken away. */
final class InMemoryQueue implements DeliveryQueue {

    final Deque<Delivery> line = new ArrayDeque<>();
    final List<Attempt> recorded = new ArrayList<>();
    TargetPace pace = TargetPace.FRESH;
    boolean takenOver;
    boolean leaseLost;
    boolean heldElsewhere;
    int acquisitions;
    int renewals;
    int releases;

    void add(MessageContent content, Instant createdAt) {
        long sequence = recorded.size() + line.size() + 1L;
        line.add(new Delivery("oncall", sequence, sequence, createdAt, 0, createdAt, content));
    }

    @Override
    public void register(Collection<String> targets) {}

    @Override
    public Optional<Lease> acquire(String target, Instant now, Instant until) {
        if (heldElsewhere) {
            return Optional.empty();
        }
        acquisitions++;
        return Optional.of(new Lease(target, "me", acquisitions, until, pace, takenOver));
    }

    @Override
    public boolean renew(Lease lease, Instant until) {
        renewals++;
        return !leaseLost;
    }

    @Override
    public void release(Lease lease) {
        releases++;
    }

    @Override
    public Optional<Delivery> head(String target) {
        return Optional.ofNullable(line.peek());
    }

    @Override
    public boolean record(Lease lease, Attempt attempt) {
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
