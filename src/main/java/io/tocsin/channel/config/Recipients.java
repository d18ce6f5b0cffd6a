package io.tocsin.channel.config;

import io.tocsin.channel.FailureReason;
import io.tocsin.channel.SendResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which of a delivery's recipients have it, so that an attempt after a partial failure sends to none twice. It is kept in
 * memory only: after a restart those who have it may get it again.
 */
public final class Recipients {

    /** How many unfinished deliveries are remembered; more are never needed. */
    private static final int REMEMBERED = 200;

    /** How long a recipient that is temporarily refused delays the queue; greylisting rarely lasts longer. */
    static final Duration PATIENCE = Duration.ofMinutes(10);

    private final List<String> all;
    private final InstantSource clock;
    /** By delivery; shared with the recipients that these continue, and guarded by itself. */
    private volatile Map<String, Progress> progress = new LinkedHashMap<>();

    /**
     * @param all who identifies each recipient of the target, such as an address; their numbers are the indexes from 0
     */
    public Recipients(List<String> all, InstantSource clock) {
        this.all = List.copyOf(all);
        this.clock = clock;
    }

    /** Takes over which deliveries the target's recipients have, as its list of recipients may have changed. */
    public void continueFrom(Recipients running) {
        progress = running.progress;
    }

    private static final Progress NOTHING = new Progress();

    private static final class Progress {
        /** Those that failed last, in the order of the attempts. */
        private final List<String> open = new ArrayList<>();

        private final Map<String, SendResult> settled = new LinkedHashMap<>();
        /** Since when these are refused while others have it. */
        private final Map<String, Instant> refusedSince = new HashMap<>();

        private boolean isDelivered() {
            return settled.values().stream().anyMatch(SendResult.Delivered.class::isInstance);
        }

        /** Whether the queue need no longer wait for a temporarily refused recipient. */
        private boolean isOverdue(String recipient, SendResult.Retryable refusal, Instant now) {
            if (refusal.reason() != FailureReason.RECIPIENT_REFUSED || !isDelivered()) {
                return false;
            }
            Instant since = refusedSince.computeIfAbsent(recipient, first -> now);
            return !since.plus(PATIENCE).isAfter(now);
        }
    }

    /** The numbers of those without the delivery, the ones that failed last time at the end. */
    public List<Integer> open(String delivery) {
        Map<String, Progress> shared = progress;
        synchronized (shared) {
            Progress known = shared.getOrDefault(delivery, NOTHING);
            return IntStream.range(0, all.size())
                    .filter(number -> !known.settled.containsKey(all.get(number)))
                    .boxed()
                    .sorted(Comparator.comparingInt(number -> known.open.indexOf(all.get(number))))
                    .toList();
        }
    }

    /**
     * Records the results of those recipients, and returns that of the delivery. A temporary refusal counts as permanent once
     * others have had it for ten minutes: one full mailbox must not delay the next deliveries for all.
     *
     * @param tried the numbers of the recipients
     * @param results one for each of them
     */
    public Outcome settle(String delivery, List<Integer> tried, List<SendResult> results) {
        Map<String, Progress> shared = progress;
        synchronized (shared) {
            Progress known = shared.computeIfAbsent(delivery, key -> new Progress());
            known.open.clear();
            for (int i = 0; i < tried.size(); i++) {
                if (!(results.get(i) instanceof SendResult.Retryable)) {
                    known.settled.put(all.get(tried.get(i)), results.get(i));
                }
            }
            SendResult failure = waitFor(known, tried, results);
            if (failure == null) {
                shared.remove(delivery);
                return conclude(known);
            }
            if (shared.size() > REMEMBERED) {
                shared.remove(shared.keySet().iterator().next());
            }
            return new Outcome(failure, List.of());
        }
    }

    /** Keeps those open that are worth another attempt; returns the first one's failure, or null when there are none. */
    private @Nullable SendResult waitFor(Progress known, List<Integer> tried, List<SendResult> results) {
        SendResult failure = null;
        for (int i = 0; i < tried.size(); i++) {
            if (!(results.get(i) instanceof SendResult.Retryable retryable)) {
                continue;
            }
            if (known.isOverdue(all.get(tried.get(i)), retryable, clock.instant())) {
                known.settled.put(all.get(tried.get(i)), SendResult.rejected(retryable.reason(), retryable.detail()));
            } else {
                known.open.add(all.get(tried.get(i)));
                failure = failure == null ? retryable : failure;
            }
        }
        return failure;
    }

    /** All are settled: one that has it makes it delivered. */
    private Outcome conclude(Progress known) {
        List<Integer> refused = known.settled.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof SendResult.Rejected)
                .map(entry -> all.indexOf(entry.getKey()))
                .filter(number -> number >= 0)
                .toList();
        Optional<SendResult> delivered = known.settled.values().stream()
                .filter(SendResult.Delivered.class::isInstance)
                .findFirst();
        SendResult result = delivered.orElseGet(() -> known.settled.values().stream()
                .findFirst()
                .orElse(SendResult.rejected(FailureReason.RECIPIENT_REFUSED, "no recipient")));
        return new Outcome(result, delivered.isPresent() ? refused : List.of());
    }

    /**
     * The result of the delivery.
     *
     * @param result of the delivery as a whole
     * @param without the numbers of those that do not get it although others did
     */
    public record Outcome(SendResult result, List<Integer> without) {}
}
