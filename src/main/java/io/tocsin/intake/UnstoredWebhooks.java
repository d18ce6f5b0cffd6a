package io.tocsin.intake;

import io.tocsin.alert.Alert;
import io.tocsin.alert.Text;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Webhooks that were answered 200 and not stored: counted, and the latest {@value #KEPT} of each reason kept, in the memory of
 * this replica and since its start.
 */
@Component
public class UnstoredWebhooks {

    static final int KEPT = 50;

    private static final int MOST_NAMES = 10;

    private final Instant since;
    private final Map<Reason, Long> counts = new EnumMap<>(Reason.class);
    private final Map<Reason, Deque<Unstored>> latest = new EnumMap<>(Reason.class);

    /** Why a webhook was not stored. */
    public enum Reason {
        /** It equals the latest notification of its group, within {@code tocsin.alert.dedup-window}. */
        DUPLICATE,
        /** It contains the Watchdog alert only. */
        HEARTBEAT,
        /** It contains no alert. */
        EMPTY
    }

    /**
     * One of them.
     *
     * @param receivedAt when it arrived
     * @param reason why it was not stored
     * @param duplicateOf the notification that it equals; null unless it is a duplicate
     * @param receiver the receiver's name at the sender, cut to 100 characters
     * @param groupKey the sender's key of the group, cut to 300 characters
     * @param alertnames the names of its alerts, each once, the first ten
     * @param alerts how many alerts it lists
     */
    public record Unstored(
            Instant receivedAt,
            Reason reason,
            @Nullable Long duplicateOf,
            String receiver,
            String groupKey,
            List<String> alertnames,
            int alerts) {}

    /**
     * All that is known.
     *
     * @param since when this replica started to count
     * @param counts how many there were, by reason
     * @param latest the latest of each reason, newest first
     */
    public record Report(Instant since, Map<Reason, Long> counts, List<Unstored> latest) {

        /** The duplicates of one notification that are among the latest. */
        public List<Unstored> duplicatesOf(long notification) {
            return latest.stream()
                    .filter(one -> one.duplicateOf() != null && one.duplicateOf() == notification)
                    .toList();
        }
    }

    public UnstoredWebhooks(InstantSource clock) {
        since = clock.instant();
        for (Reason reason : Reason.values()) {
            counts.put(reason, 0L);
            latest.put(reason, new ArrayDeque<>());
        }
    }

    /**
     * Counts one.
     *
     * @param duplicateOf the notification that it equals; null unless it is a duplicate
     */
    public void add(IncomingNotification notification, Reason reason, @Nullable Long duplicateOf) {
        Unstored one = new Unstored(
                notification.receivedAt(),
                reason,
                duplicateOf,
                Text.cut(notification.receiver(), 100),
                Text.cut(notification.groupKey().value(), 300),
                notification.alerts().stream()
                        .map(Alert::name)
                        .distinct()
                        .limit(MOST_NAMES)
                        .map(name -> Text.cut(name, 200))
                        .toList(),
                notification.alerts().size());
        synchronized (counts) {
            counts.merge(reason, 1L, Long::sum);
            Deque<Unstored> its = latest.computeIfAbsent(reason, added -> new ArrayDeque<>());
            its.addFirst(one);
            if (its.size() > KEPT) {
                its.removeLast();
            }
        }
    }

    /** As of now. */
    public Report report() {
        synchronized (counts) {
            List<Unstored> all = new ArrayList<>();
            latest.values().forEach(all::addAll);
            all.sort(Comparator.comparing(Unstored::receivedAt).reversed());
            return new Report(since, new EnumMap<>(counts), all);
        }
    }
}
