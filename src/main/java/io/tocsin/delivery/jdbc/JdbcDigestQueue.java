package io.tocsin.delivery.jdbc;

import io.tocsin.channel.FailureReason;
import io.tocsin.delivery.jdbc.store.Rows;
import io.tocsin.delivery.queue.Delivery;
import io.tocsin.delivery.queue.DigestQueue;
import io.tocsin.delivery.queue.DigestResult;
import io.tocsin.delivery.queue.DigestResult.End;
import io.tocsin.delivery.queue.Lease;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * What digests read of the queues, and their records. Pending deliveries are found in the order of the primary key, from the
 * target's {@code head_seq} on, so that history costs nothing.
 */
final class JdbcDigestQueue implements DigestQueue {

    /** How many critical deliveries, and how many earlier ones of their groups, are read for one digest. */
    private static final int MOST_URGENT = 200;

    private static final int MOST_OF_THEIR_GROUPS = 1_000;
    private static final String WAITING = " FROM target t JOIN delivery d ON d.target = t.name AND d.seq >= t.head_seq"
            + " AND d.state = 'PENDING' WHERE t.name = ?";

    private final JdbcTemplate jdbc;
    private final StoreWriter writer;
    private final DeliveryRows rows;
    private final AttemptLog attempts;

    JdbcDigestQueue(JdbcTemplate jdbc, StoreWriter writer, JsonMapper json) {
        this.jdbc = jdbc;
        this.writer = writer;
        this.rows = new DeliveryRows(json);
        this.attempts = new AttemptLog(jdbc);
    }

    @Override
    public List<Delivery> behind(String target, long sequence, int limit) {
        return jdbc.query(
                "SELECT " + DeliveryRows.COLUMNS + DeliveryRows.waiting(limit),
                (row, n) -> rows.read(target, row),
                target,
                sequence);
    }

    @Override
    public List<Delivery> at(String target, List<Long> sequences) {
        if (sequences.isEmpty()) {
            return List.of();
        }
        return jdbc.query(
                "SELECT " + DeliveryRows.COLUMNS + " FROM delivery d JOIN notification n ON n.id = d.notification_id"
                        + DeliveryRows.FALLBACK + " WHERE d.target = ? AND d.state = 'PENDING' AND d.seq IN ("
                        + Rows.marks(sequences)
                        + ") ORDER BY d.seq",
                (row, n) -> rows.read(target, row),
                arguments(target, sequences));
    }

    @Override
    public Optional<Delivery> find(String target, long sequence) {
        return jdbc
                .query(
                        "SELECT " + DeliveryRows.COLUMNS + " FROM delivery d JOIN notification n"
                                + " ON n.id = d.notification_id" + DeliveryRows.FALLBACK
                                + " WHERE d.target = ? AND d.seq = ?",
                        (row, n) -> rows.read(target, row),
                        target,
                        sequence)
                .stream()
                .findFirst();
    }

    @Override
    public boolean isUrgentBehind(String target, long sequence) {
        return !jdbc.queryForList(
                        "SELECT d.seq" + WAITING + " AND d.seq > ? AND d.critical = 1 ORDER BY d.seq LIMIT 1",
                        Long.class,
                        target,
                        sequence)
                .isEmpty();
    }

    /** A delivery and its alert group. */
    private record Place(long sequence, long group) {}

    @Override
    public List<Long> urgent(String target) {
        List<Place> urgent = places(
                "SELECT d.seq, d.group_id" + WAITING + " AND d.critical = 1 ORDER BY d.seq LIMIT " + MOST_URGENT,
                target);
        if (urgent.isEmpty()) {
            return List.of();
        }
        List<Long> groups = urgent.stream().map(Place::group).distinct().toList();
        String ofGroups = " AND d.group_id IN (" + Rows.marks(groups) + ")";
        List<Place> places = places(
                "SELECT d.seq, d.group_id" + WAITING + ofGroups + " ORDER BY d.seq LIMIT " + MOST_OF_THEIR_GROUPS,
                arguments(target, groups));
        return urgent.stream()
                .flatMap(later -> places.stream()
                        .filter(place -> place.sequence() <= later.sequence() && place.group() == later.group()))
                .map(Place::sequence)
                .distinct()
                .toList();
    }

    private List<Place> places(String sql, Object... arguments) {
        return jdbc.query(sql, (row, n) -> new Place(row.getLong(1), row.getLong(2)), arguments);
    }

    @Override
    public List<Long> planned(String target) {
        return jdbc.queryForList(
                "SELECT d.seq" + WAITING + " AND d.digest_of IS NOT NULL ORDER BY d.seq", Long.class, target);
    }

    @Override
    public boolean plan(Lease lease, List<Long> members) {
        return writer.write(() -> holds(lease)
                && waiting(lease.target(), members) == members.size()
                && mark(lease.target(), members, members.get(0)) == members.size());
    }

    /** Locks the target's row as well, so that no replica acquires it before this is committed. */
    private boolean holds(Lease lease) {
        return jdbc.update(
                        "UPDATE target SET holds = holds + 1 WHERE name = ? AND lease_owner = ? AND epoch = ?",
                        lease.target(),
                        lease.owner(),
                        lease.epoch())
                == 1;
    }

    private int waiting(String target, List<Long> members) {
        Integer count = jdbc.queryForObject(
                "SELECT COUNT(*) FROM delivery WHERE target = ? AND finished_at IS NULL AND seq IN ("
                        + Rows.marks(members) + ")",
                Integer.class,
                arguments(target, members));
        return count == null ? 0 : count;
    }

    private int mark(String target, List<Long> members, @Nullable Long lead) {
        return update(
                "UPDATE delivery SET digest_of = ? WHERE target = ? AND seq IN (" + Rows.marks(members) + ")",
                members,
                lead,
                target);
    }

    @Override
    public boolean record(Lease lease, DigestResult attempt) {
        return writer.write(() -> {
            List<Long> members = attempt.members();
            if (!holds(lease) || waiting(attempt.target(), members) != members.size()) {
                return false;
            }
            if (isRecorded(attempt)) {
                return true;
            }
            if (attempt.end() == End.PARKED) {
                park(attempt);
            } else {
                recordLead(attempt);
            }
            updateTarget(attempt);
            return true;
        });
    }

    /** A worker that has not learned whether its record was committed repeats it, to the same time of the next attempt. */
    private boolean isRecorded(DigestResult attempt) {
        List<Long> next = jdbc.queryForList(
                "SELECT next_attempt_at FROM delivery WHERE target = ? AND seq = ? AND attempts > 0",
                Long.class,
                attempt.target(),
                attempt.lead());
        return attempt.end() != End.PARKED
                && next.contains(attempt.nextAttemptAt().toEpochMilli());
    }

    private void recordLead(DigestResult attempt) {
        if (attempt.end() == End.DELIVERED) {
            supersede(attempt);
        } else if (attempt.end() == End.DISSOLVED) {
            mark(attempt.target(), attempt.members(), null);
        }
        note(attempt, attempt.lead());
        updateLead(attempt);
    }

    /** Each as if it had been tried by itself, so that the history shows why for each. */
    private void park(DigestResult attempt) {
        attempt.members().forEach(member -> note(attempt, member));
        update(
                "UPDATE delivery SET state = 'PARKED', attempts = attempts + 1, finished_at = ?, reason = ?, detail = ?,"
                        + " digest_of = NULL WHERE target = ? AND seq IN (" + Rows.marks(attempt.members()) + ")",
                attempt.members(),
                attempt.at().toEpochMilli(),
                attempt.reason() == null ? null : attempt.reason().label(),
                attempt.detail(),
                attempt.target());
    }

    private void supersede(DigestResult attempt) {
        List<Long> followers = attempt.members().subList(1, attempt.members().size());
        if (!followers.isEmpty()) {
            update(
                    "UPDATE delivery SET state = 'SUPERSEDED', finished_at = ? WHERE target = ? AND seq IN ("
                            + Rows.marks(followers) + ")",
                    followers,
                    attempt.at().toEpochMilli(),
                    attempt.target());
        }
    }

    private void note(DigestResult attempt, long member) {
        FailureReason reason = attempt.reason();
        Integer tries = jdbc.queryForObject(
                "SELECT attempts FROM delivery WHERE target = ? AND seq = ?", Integer.class, attempt.target(), member);
        if (reason != null && tries != null) {
            attempts.insertFailed(attempt.target(), member, tries + 1, attempt.at(), reason, attempt.detail());
        }
    }

    private void updateLead(DigestResult attempt) {
        boolean delivered = attempt.end() == End.DELIVERED;
        jdbc.update(
                "UPDATE delivery SET state = ?, attempts = attempts + 1, next_attempt_at = ?, finished_at = ?,"
                        + " reason = ?, detail = ? WHERE target = ? AND seq = ?",
                delivered ? "DELIVERED" : "PENDING",
                attempt.nextAttemptAt().toEpochMilli(),
                delivered ? attempt.at().toEpochMilli() : null,
                attempt.reason() == null ? null : attempt.reason().label(),
                attempt.detail(),
                attempt.target(),
                attempt.lead());
    }

    /** A digest may finish deliveries anywhere in the queue, so that the new head is searched for. */
    private void updateTarget(DigestResult attempt) {
        int parked = attempt.end() == End.PARKED ? attempt.members().size() : 0;
        int ended = attempt.end() == End.DELIVERED ? attempt.members().size() : parked;
        Long blockedSince = attempt.pace().blockedSince() == null
                ? null
                : attempt.pace().blockedSince().toEpochMilli();
        jdbc.update(
                "UPDATE target SET sent_at = ?, not_before = ?, blocked_since = ?, ended = ended + ?,"
                        + " parked = parked + ?, head_seq = ? WHERE name = ?",
                Rows.times(attempt.pace().sentAt()),
                attempt.pace().notBefore().toEpochMilli(),
                blockedSince,
                ended,
                parked,
                HeadSequence.find(jdbc, attempt.target()),
                attempt.target());
    }

    private int update(String sql, Collection<Long> sequences, @Nullable Object... first) {
        List<@Nullable Object> arguments = new ArrayList<>(List.of());
        for (Object argument : first) {
            arguments.add(argument);
        }
        arguments.addAll(sequences);
        return jdbc.update(sql, arguments.toArray());
    }

    private static Object[] arguments(String target, Collection<Long> numbers) {
        return Stream.concat(Stream.of(target), numbers.stream().sorted(Comparator.naturalOrder()))
                .toArray();
    }
}
