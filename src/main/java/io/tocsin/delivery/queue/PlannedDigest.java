package io.tocsin.delivery.queue;

import io.tocsin.alert.Alert;
import io.tocsin.alert.Notification;
import io.tocsin.channel.Digest;
import io.tocsin.channel.DigestLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A digest that is about to be sent, or to be sent again.
 *
 * @param target the target's name
 * @param members the sequence numbers of its deliveries, in ascending order
 * @param committed when each of them was committed
 * @param attempts the highest number of attempts among them
 * @param unexplained the highest number of attempts among them that failed for an unknown reason
 * @param nextAttemptAt not to be tried before this
 * @param digest its content
 * @param alone the delivery when it is only one, which is sent in its own form instead; null when there are more
 * @param latest the sequence number of the last delivery of each alert group in it, by the group's key
 * @param groups the alert groups of its lines, each with the alerts of these lines
 */
public record PlannedDigest(
        String target,
        List<Long> members,
        List<Instant> committed,
        int attempts,
        int unexplained,
        Instant nextAttemptAt,
        Digest digest,
        @Nullable Delivery alone,
        Map<String, Long> latest,
        List<Notification> groups) {

    /** When the oldest of its deliveries was committed. */
    public Instant oldest() {
        return committed.stream().min(Instant::compareTo).orElse(Instant.MAX);
    }

    /** The same one, after this attempt failed. */
    public PlannedDigest triedAgain(DigestResult failed) {
        boolean explained = failed.reason() == null || !failed.reason().isUnexplained();
        return new PlannedDigest(
                target,
                members,
                committed,
                attempts + 1,
                explained ? unexplained : unexplained + 1,
                failed.nextAttemptAt(),
                digest,
                alone,
                latest,
                groups);
    }

    /**
     * Its content with the current state of its alerts.
     *
     * @param current returns a group with its alerts in the same order, and after them others of the group
     */
    public Digest asOfNow(UnaryOperator<Notification> current) {
        IdentityHashMap<Alert, Alert> changed = new IdentityHashMap<>();
        List<DigestLine> others = new ArrayList<>();
        for (Notification group : groups) {
            List<Alert> before = group.alerts();
            List<Alert> now = current.apply(group).alerts();
            for (int n = 0; n < before.size(); n++) {
                changed.put(before.get(n), now.get(n));
            }
            now.stream().skip(before.size()).map(DigestLine::of).forEach(others::add);
        }
        return digest.showing(Stream.concat(
                        digest.lines().stream().map(line -> line.now(changed.getOrDefault(line.alert(), line.alert()))),
                        others.stream())
                .toList());
    }
}
