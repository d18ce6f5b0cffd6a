package io.tocsin.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * What the store of a stopped service says of each delivery, beside what the sinks got.
 *
 * @param rows every delivery
 * @param messages for each target, the markers in each message that its sink accepted, in order
 */
record LedgerProof(List<Row> rows, Map<String, List<List<Marker>>> messages) {

    /**
     * One delivery.
     *
     * @param message the place of the delivery whose message told it
     */
    record Row(String target, Marker marker, String state, long message) {}

    static LedgerProof read(Path file, Map<String, List<List<Marker>>> messages) throws SQLException {
        return read(file, messages, content -> false);
    }

    /**
     * Reads the store.
     *
     * @param foreign tells by its content what is not part of the proof; all else must have a marker
     */
    static LedgerProof read(Path file, Map<String, List<List<Marker>>> messages, Predicate<String> foreign)
            throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT d.target, n.content, d.state,"
                        + " COALESCE(d.digest_of, d.seq) AS message FROM delivery d"
                        + " JOIN notification n ON n.id = d.notification_id")) {
            while (row.next()) {
                if (foreign.test(row.getString("content"))) {
                    continue;
                }
                Marker marker = Marker.find(row.getString("content")).orElseThrow();
                rows.add(new Row(row.getString("target"), marker, row.getString("state"), row.getLong("message")));
            }
        }
        return new LedgerProof(rows, messages);
    }

    /** Each target was told what was acknowledged. */
    void assertAgreement(Set<Marker> acknowledged) {
        assertAgreement(acknowledged, Map.of());
    }

    /**
     * The same, but that some targets are told only what others did not take.
     *
     * @param fallbacks such targets by the target in whose place they are
     */
    void assertAgreement(Set<Marker> acknowledged, Map<String, String> fallbacks) {
        Set<Marker> kept = new HashSet<>();
        rows.forEach(row -> kept.add(row.marker()));
        assertThat(kept).as("in the ledger").isEqualTo(acknowledged);
        assertThat(notHandedOn(fallbacks)).as("parked, and not handed on").isEmpty();
        messages.forEach((target, received) -> {
            Map<Marker, Row> ledger = ledger(target);
            if (!fallbacks.containsValue(target)) {
                assertThat(ledger.keySet()).as("meant for %s", target).isEqualTo(acknowledged);
            }
            // A firing that was told, and killed before that was recorded, may be collapsed afterwards.
            assertThat(told(received)).as("told by %s", target).containsAll(expected(ledger));
            assertThat(ledger.keySet()).as("of what %s told", target).containsAll(told(received));
            assertOrder(target, received);
        });
    }

    /** The target's deliveries by what they tell. */
    private Map<Marker, Row> ledger(String target) {
        Map<Marker, Row> ledger = new HashMap<>();
        rows.stream()
                .filter(row -> row.target().equals(target))
                .forEach(row -> assertThat(ledger.put(row.marker(), row))
                        .as("one delivery of %s to %s", row.marker(), target)
                        .isNull());
        return ledger;
    }

    /** What is parked and has no delivery to the fallback of its target. */
    List<String> notHandedOn(Map<String, String> fallbacks) {
        Set<String> handedOn = new HashSet<>();
        rows.forEach(row -> handedOn.add(row.target() + " " + row.marker()));
        return rows.stream()
                .filter(row -> row.state().equals("PARKED") && fallbacks.containsKey(row.target()))
                .filter(row -> !handedOn.contains(fallbacks.get(row.target()) + " " + row.marker()))
                .map(Row::toString)
                .toList();
    }

    /** How many of the target's deliveries are in the state. */
    long count(String target, String state) {
        return rows.stream()
                .filter(row -> row.target().equals(target) && row.state().equals(state))
                .count();
    }

    /** What a target was told and did not take is parked, and nothing else. */
    void assertParked(String target, int refusals) {
        assertThat(count(target, "PARKED")).as("parked at %s", target).isLessThanOrEqualTo(refusals);
    }

    private static Set<Marker> told(List<List<Marker>> received) {
        Set<Marker> told = new HashSet<>();
        received.forEach(told::addAll);
        return told;
    }

    /** What was delivered, but for a firing that went out in the same digest as its end, which is one line. */
    private static Set<Marker> expected(Map<Marker, Row> ledger) {
        Set<Marker> expected = new HashSet<>();
        ledger.forEach((marker, row) -> {
            assertThat(row.state()).as("%s", row).isIn("DELIVERED", "SUPERSEDED", "PARKED");
            Row end = ledger.get(new Marker(marker.group(), true));
            boolean collapsed = !marker.resolved() && end != null && end.message() == row.message();
            if (!row.state().equals("PARKED") && !collapsed) {
                expected.add(marker);
            }
        });
        return expected;
    }

    private static void assertOrder(String target, List<List<Marker>> received) {
        Set<Integer> ended = new HashSet<>();
        Set<Marker> seen = new HashSet<>();
        for (List<Marker> message : received) {
            for (Marker marker : message) {
                assertThat(!marker.resolved() && seen.add(marker) && ended.contains(marker.group()))
                        .as("%s: %s comes after its end", target, marker)
                        .isFalse();
                if (marker.resolved()) {
                    ended.add(marker.group());
                }
            }
        }
    }

    /**
     * How many messages told what the ledger has as told otherwise or not at all.
     *
     * @param most for each target, how many may: only kills and time-outs make such
     */
    void assertSurplusMessages(ToIntFunction<String> most) {
        messages.forEach((target, received) -> {
            Set<Marker> expected = expected(ledger(target));
            assertThat(received)
                    .as("messages of %s that are not in the ledger", target)
                    .filteredOn(message -> !expected.containsAll(message))
                    .hasSizeLessThanOrEqualTo(most.applyAsInt(target));
        });
    }

    /**
     * A message can be repeated only by a kill between send and record, or by a time-out, after which it may have arrived.
     *
     * @param most for each target, how many of these there were
     */
    void assertRepeatedMessages(ToIntFunction<String> most) {
        messages.forEach((target, received) -> {
            Set<Marker> seen = new HashSet<>();
            int repeated = 0;
            for (List<Marker> message : received) {
                boolean anyKnown = message.stream().anyMatch(seen::contains);
                repeated += anyKnown ? 1 : 0;
                seen.addAll(message);
            }
            assertThat(repeated).as("repeated messages at %s", target).isLessThanOrEqualTo(most.applyAsInt(target));
        });
    }

    /** How many messages each target got, and how many deliveries ended how. */
    String figures() {
        Map<String, Integer> states = new TreeMap<>();
        rows.forEach(row -> states.merge(row.state(), 1, Integer::sum));
        Map<String, Integer> counts = new TreeMap<>();
        messages.forEach((target, received) -> counts.put(target, received.size()));
        return "messages " + counts + ", deliveries " + states;
    }
}
