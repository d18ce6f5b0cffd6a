package io.tocsin.delivery.digest;

import io.tocsin.alert.Alert;
import io.tocsin.alert.Notification;
import io.tocsin.channel.Digest;
import io.tocsin.channel.DigestLine;
import io.tocsin.channel.Digests;
import io.tocsin.delivery.queue.Delivery;
import io.tocsin.delivery.queue.PlannedDigest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A digest being built. Deliveries of one alert group are added in their order; all messages about one alert become one line.
 */
final class DigestDraft {

    private final @Nullable Digests form;
    private final Instant at;
    private final Map<AlertIdentity, Line> lines = new LinkedHashMap<>();
    private final Map<AlertIdentity, AlertIdentity> keys = new HashMap<>();
    private final Map<Occurrence, AlertIdentity> occurrences = new HashMap<>();
    private final SortedMap<Long, Member> members = new TreeMap<>();
    private final Map<String, Long> latest = new HashMap<>();
    /** The latest content of each group, without its alerts. */
    private final Map<String, Notification> groups = new LinkedHashMap<>();

    private @Nullable Delivery only;
    private int taken;
    private long truncated;

    /** One alert of one group, however often it is firing. */
    private record AlertIdentity(String group, Object identity) {

        static AlertIdentity of(Delivery delivery, Alert alert) {
            Object identity = alert.fingerprint().isEmpty() ? alert.labels() : alert.fingerprint();
            return new AlertIdentity(delivery.content().groupKey(), identity);
        }
    }

    /** An alert with its start: the same one in whichever group it is, as with routes that continue. */
    private record Occurrence(Object identity, Instant startsAt) {}

    /** A line, and the sequence number of the delivery whose state it shows. */
    private record Line(DigestLine line, long sequence) {}

    /** The fields of a delivery that are needed until the end; its content is not. */
    private record Member(
            String id, long notificationId, Instant createdAt, int attempts, int unexplained, Instant nextAttemptAt) {}

    DigestDraft(@Nullable Digests form, Instant at) {
        this.form = form;
        this.at = at;
    }

    /** Adds the delivery; returns false and changes nothing when its alerts need more than the remaining room. */
    boolean add(Delivery delivery, int room) {
        Map<AlertIdentity, Line> changed = new LinkedHashMap<>();
        int needed = taken;
        for (Alert alert : delivery.content().alerts()) {
            AlertIdentity key = key(delivery, alert);
            Line before = changed.getOrDefault(key, lines.get(key));
            Line after = line(before, delivery, alert);
            needed += size(after) - size(before);
            changed.put(key, after);
            if (needed > room) {
                return false;
            }
        }
        taken = needed;
        lines.putAll(changed);
        truncated += delivery.content().truncatedAlerts();
        only = members.isEmpty() ? delivery : null;
        members.put(
                delivery.sequence(),
                new Member(
                        delivery.id(),
                        delivery.notificationId(),
                        delivery.createdAt(),
                        delivery.attempts(),
                        delivery.unexplained(),
                        delivery.nextAttemptAt()));
        String group = delivery.content().groupKey();
        if (latest.merge(group, delivery.sequence(), Math::max) == delivery.sequence()) {
            groups.put(group, delivery.content().withAlerts(List.of()));
        }
        return true;
    }

    private int size(@Nullable Line line) {
        return form == null || line == null ? 0 : form.size(line.line(), at);
    }

    private AlertIdentity key(Delivery delivery, Alert alert) {
        AlertIdentity own = AlertIdentity.of(delivery, alert);
        Occurrence occurrence = new Occurrence(own.identity(), alert.startsAt());
        AlertIdentity key = keys.computeIfAbsent(own, one -> occurrences.getOrDefault(occurrence, one));
        occurrences.putIfAbsent(occurrence, key);
        return key;
    }

    /** The group that comes later here may have an earlier state in the other. */
    private static Line line(@Nullable Line before, Delivery delivery, Alert alert) {
        String via = delivery.fallbackOf();
        if (before == null) {
            return new Line(DigestLine.of(alert, via), delivery.sequence());
        }
        return delivery.sequence() < before.sequence()
                ? new Line(before.line().after(via), before.sequence())
                : new Line(before.line().then(alert, via), delivery.sequence());
    }

    boolean contains(long sequence) {
        return members.containsKey(sequence);
    }

    int size() {
        return members.size();
    }

    /** The digest of all that was added; at least one delivery is required. */
    PlannedDigest toPlan(String target) {
        Member lead = Objects.requireNonNull(members.get(members.firstKey()));
        List<Long> places = List.copyOf(members.keySet());
        Digest digest = new Digest(
                lead.id(),
                lead.notificationId(),
                lead.id() + "." + hash(places),
                at,
                lead.createdAt(),
                places.size(),
                lines.values().stream().map(Line::line).toList(),
                truncated);
        return new PlannedDigest(
                target,
                places,
                members.values().stream().map(Member::createdAt).toList(),
                members.values().stream().mapToInt(Member::attempts).max().orElse(0),
                members.values().stream().mapToInt(Member::unexplained).max().orElse(0),
                lead.nextAttemptAt(),
                digest,
                only,
                Map.copyOf(latest),
                groups());
    }

    private List<Notification> groups() {
        Map<String, List<Alert>> alerts = lines.entrySet().stream()
                .collect(Collectors.groupingBy(
                        line -> line.getKey().group(),
                        Collectors.mapping(line -> line.getValue().line().alert(), Collectors.toList())));
        return groups.entrySet().stream()
                .map(group -> group.getValue().withAlerts(alerts.getOrDefault(group.getKey(), List.of())))
                .toList();
    }

    private static String hash(List<Long> places) {
        return UUID.nameUUIDFromBytes(places.toString().getBytes(StandardCharsets.UTF_8))
                .toString()
                .substring(0, 8);
    }
}
