package io.tocsin.delivery.worker;

import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.Notification;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.queue.AttemptResult;
import io.tocsin.delivery.queue.Delivery;
import io.tocsin.delivery.queue.DeliveryQueue;
import io.tocsin.delivery.queue.DigestQueue;
import io.tocsin.delivery.queue.DigestResult;
import io.tocsin.delivery.queue.DigestResult.End;
import io.tocsin.delivery.queue.Lease;
import io.tocsin.delivery.queue.QueueHead;
import io.tocsin.delivery.queue.RateLimitState;
import java.time.Instant;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** One target's line in memory, whose lease can be taken away. */
final class InMemoryQueue implements DeliveryQueue, DigestQueue {

    final Deque<Delivery> line = new ConcurrentLinkedDeque<>();
    private final Map<Long, Delivery> all = new ConcurrentHashMap<>();
    final List<AttemptResult> recorded = new CopyOnWriteArrayList<>();
    final List<DigestResult> digests = new CopyOnWriteArrayList<>();
    /** The places that each delivered message told. */
    final List<List<Long>> told = new CopyOnWriteArrayList<>();

    final List<Long> parked = new CopyOnWriteArrayList<>();
    List<Long> planned = List.of();
    /** How often more than the front was read. */
    int reads;

    RateLimitState pace = RateLimitState.FRESH;
    private long last;
    boolean takenOver;
    boolean leaseLost;
    boolean heldElsewhere;
    volatile boolean down;
    boolean broken;
    /** What the next look at the front ends with. */
    @Nullable Error error;

    volatile int acquisitions;
    volatile int renewals;
    volatile int releases;

    synchronized void add(Notification content, Instant createdAt) {
        long sequence = ++last;
        Delivery delivery = new Delivery("oncall", sequence, sequence, createdAt, 0, createdAt, content);
        line.add(delivery);
        all.put(sequence, delivery);
    }

    @Override
    public synchronized void register(Collection<String> targets) {
        if (down) {
            throw new IllegalStateException("the store is down");
        }
    }

    @Override
    public synchronized Optional<Lease> acquire(String target, Instant now, Instant until) {
        if (heldElsewhere) {
            return Optional.empty();
        }
        acquisitions = acquisitions + 1;
        return Optional.of(new Lease(target, "me", acquisitions, until, pace, takenOver));
    }

    @Override
    public synchronized Collection<String> workable(Instant now) {
        return heldElsewhere || line.isEmpty() ? List.of() : List.of("oncall");
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
    public synchronized Optional<QueueHead> front(String target) {
        Error thrown = error;
        if (thrown != null) {
            error = null;
            throw thrown;
        }
        return Optional.ofNullable(line.peek()).map(head -> new QueueHead(head, line.size()));
    }

    @Override
    public synchronized List<Delivery> behind(String target, long sequence, int limit) {
        reads++;
        return line.stream()
                .filter(delivery -> delivery.sequence() > sequence)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<Delivery> at(String target, List<Long> sequences) {
        return line.stream()
                .filter(delivery -> sequences.contains(delivery.sequence()))
                .toList();
    }

    @Override
    public Optional<Delivery> find(String target, long sequence) {
        return Optional.ofNullable(all.get(sequence));
    }

    @Override
    public synchronized boolean isUrgentBehind(String target, long sequence) {
        reads++;
        return line.stream().anyMatch(delivery -> delivery.sequence() > sequence && isUrgent(delivery));
    }

    private static boolean isUrgent(Delivery delivery) {
        return delivery.content().alerts().stream()
                .anyMatch(alert -> alert.status() == AlertStatus.FIRING
                        && "critical".equals(alert.labels().get("severity")));
    }

    @Override
    public synchronized List<Long> urgent(String target) {
        return line.stream()
                .filter(InMemoryQueue::isUrgent)
                .flatMap(urgent -> line.stream()
                        .filter(delivery -> delivery.sequence() <= urgent.sequence()
                                && delivery.content()
                                        .groupKey()
                                        .equals(urgent.content().groupKey())))
                .map(Delivery::sequence)
                .distinct()
                .toList();
    }

    @Override
    public synchronized List<Long> planned(String target) {
        return planned;
    }

    @Override
    public synchronized boolean plan(Lease lease, List<Long> members) {
        if (broken) {
            throw new IllegalStateException("no commit");
        }
        if (!leaseLost) {
            planned = List.copyOf(members);
        }
        return !leaseLost;
    }

    @Override
    public synchronized boolean record(Lease lease, DigestResult attempt) {
        if (broken) {
            throw new IllegalStateException("no commit");
        }
        if (leaseLost) {
            return false;
        }
        digests.add(attempt);
        if (attempt.end() == End.DELIVERED || attempt.end() == End.PARKED) {
            line.removeIf(delivery -> attempt.members().contains(delivery.sequence()));
        }
        if (attempt.end() == End.DELIVERED) {
            told.add(attempt.members());
        } else if (attempt.end() == End.PARKED) {
            parked.addAll(attempt.members());
        }
        if (attempt.end() != End.KEPT) {
            planned = List.of();
        }
        return true;
    }

    @Override
    public synchronized boolean record(Lease lease, AttemptResult attempt) {
        if (broken) {
            throw new IllegalStateException("no commit");
        }
        if (leaseLost) {
            return false;
        }
        recorded.add(attempt);
        Delivery tried = line.pop();
        if (attempt.state() == DeliveryState.DELIVERED) {
            told.add(List.of(tried.sequence()));
        } else if (attempt.state() == DeliveryState.PARKED) {
            parked.add(tried.sequence());
        }
        if (attempt.state() == DeliveryState.PENDING) {
            line.push(new Delivery(
                    tried.target(),
                    tried.sequence(),
                    tried.notificationId(),
                    tried.createdAt(),
                    tried.attempts() + 1,
                    attempt.reason() != null && attempt.reason().isUnexplained()
                            ? tried.unexplained() + 1
                            : tried.unexplained(),
                    attempt.nextAttemptAt(),
                    tried.content(),
                    null,
                    false));
        }
        return true;
    }
}
