package io.tocsin.channel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Who of a delivery's recipients has it, so that an attempt after a partial failure writes to nobody twice. It is kept in
 * memory only: after a restart those who have it may get it again.
 */
public final class Recipients {

    /** How many unfinished deliveries are remembered; only as many as are tried in turn are ever needed. */
    private static final int REMEMBERED = 200;

    private final int count;
    private final Map<String, Progress> progress = new LinkedHashMap<>();

    /**
     * @param count how many recipients the target has; they are known by their numbers from 0
     */
    public Recipients(int count) {
        this.count = count;
    }

    private static final class Progress {
        private final List<Integer> open = new ArrayList<>();
        private final Map<Integer, SendResult> settled = new LinkedHashMap<>();
    }

    /** The numbers of those who still wait for the delivery, who failed last time at the end. */
    public synchronized List<Integer> open(String delivery) {
        Progress known = progress.get(delivery);
        return known == null ? IntStream.range(0, count).boxed().toList() : List.copyOf(known.open);
    }

    /**
     * Notes what became of those recipients, and says what that makes of the delivery.
     *
     * @param tried the numbers of the recipients
     * @param results one for each of them
     */
    public synchronized Outcome settle(String delivery, List<Integer> tried, List<SendResult> results) {
        Progress known = progress.computeIfAbsent(delivery, key -> new Progress());
        known.open.clear();
        SendResult failure = null;
        for (int i = 0; i < tried.size(); i++) {
            if (results.get(i) instanceof SendResult.Retryable retryable) {
                known.open.add(tried.get(i));
                failure = failure == null ? retryable : failure;
            } else {
                known.settled.put(tried.get(i), results.get(i));
            }
        }
        if (failure != null) {
            forgetOldest();
            return new Outcome(failure, List.of());
        }
        progress.remove(delivery);
        return conclude(known);
    }

    /** All are settled: one who has it makes it a delivery. */
    private static Outcome conclude(Progress known) {
        List<Integer> refused = known.settled.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof SendResult.Rejected)
                .map(Map.Entry::getKey)
                .toList();
        Optional<SendResult> delivered = known.settled.values().stream()
                .filter(SendResult.Delivered.class::isInstance)
                .findFirst();
        SendResult result = delivered.orElseGet(() -> known.settled.values().stream()
                .findFirst()
                .orElse(SendResult.rejected(FailureReason.RECIPIENT_REFUSED, "no recipient")));
        return new Outcome(result, delivered.isPresent() ? refused : List.of());
    }

    private void forgetOldest() {
        if (progress.size() > REMEMBERED) {
            progress.remove(progress.keySet().iterator().next());
        }
    }

    /**
     * What became of the delivery.
     *
     * @param result of the delivery as a whole
     * @param without the numbers of those who do not get it although others did
     */
    public record Outcome(SendResult result, List<Integer> without) {}
}
