package io.tocsin.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What must hold for what the sinks received, given what was acknowledged.
 *
 * @param acknowledged what the service answered with 200
 * @param received for each target, what its sink accepted, in order
 */
record DeliveryProof(Set<Marker> acknowledged, Map<String, List<Marker>> received) {

    /** A sink may still read what the dead have sent; the next needs longer to start. */
    private static final Duration READING = Duration.ofSeconds(1);

    /** Whether every target has received all that was acknowledged. */
    boolean isComplete() {
        return received.values().stream().allMatch(sequence -> new HashSet<>(sequence).containsAll(acknowledged));
    }

    void assertNothingIsLost() {
        received.forEach((target, sequence) ->
                assertThat(new HashSet<>(sequence)).as("received by %s", target).containsAll(acknowledged));
    }

    void assertNothingIsInvented() {
        received.forEach((target, sequence) -> assertThat(acknowledged)
                .as("acknowledged, of what %s received", target)
                .containsAll(sequence));
    }

    void assertNoResolvedBeforeItsFiring() {
        received.forEach((target, sequence) -> {
            Set<Marker> before = new HashSet<>();
            for (Marker marker : sequence) {
                assertThat(!marker.resolved() || before.contains(new Marker(marker.group(), false)))
                        .as("%s: %s comes after its firing", target, marker)
                        .isTrue();
                before.add(marker);
            }
        });
    }

    /** All targets get everything, so commit order shows as one order at all of them. */
    void assertOneOrder() {
        List<Set<Marker>> orders = new ArrayList<>();
        received.values().forEach(sequence -> orders.add(new LinkedHashSet<>(sequence)));
        orders.forEach(order -> assertThat(List.copyOf(order)).isEqualTo(List.copyOf(orders.get(0))));
    }

    /** A target is drained one by one, so a kill can repeat only the one in flight, and it repeats it at once. */
    void assertDuplicatesOnlyFromKills(int kills) {
        received.forEach((target, sequence) -> {
            int duplicates = sequence.size() - new HashSet<>(sequence).size();
            int atOnce = 0;
            for (int i = 1; i < sequence.size(); i++) {
                atOnce += sequence.get(i).equals(sequence.get(i - 1)) ? 1 : 0;
            }
            assertThat(duplicates).as("duplicates at %s", target).isLessThanOrEqualTo(kills);
            assertThat(atOnce)
                    .as("duplicates at %s that follow the original", target)
                    .isEqualTo(duplicates);
        });
    }

    /**
     * The same, and between a message and its repeat there was a kill.
     *
     * @param kills when the service was gone
     * @param times for each target, when its sink accepted each of what it received
     */
    void assertDuplicatesOnlyFromKills(List<Instant> kills, Map<String, List<Instant>> times) {
        assertDuplicatesOnlyFromKills(kills.size());
        received.forEach((target, sequence) -> {
            List<Instant> accepted = Objects.requireNonNull(times.get(target));
            assertThat(accepted).hasSameSizeAs(sequence);
            for (int i = 1; i < sequence.size(); i++) {
                if (sequence.get(i).equals(sequence.get(i - 1))) {
                    Instant first = accepted.get(i - 1);
                    Instant again = accepted.get(i);
                    assertThat(kills)
                            .as("a kill before %s got %s again, at %s and %s", target, sequence.get(i), first, again)
                            .anyMatch(kill -> kill.isAfter(first.minus(READING)) && kill.isBefore(again));
                }
            }
        });
    }

    /** How many messages each target received twice. */
    Map<String, Integer> duplicates() {
        Map<String, Integer> duplicates = new LinkedHashMap<>();
        received.forEach(
                (target, sequence) -> duplicates.put(target, sequence.size() - new HashSet<>(sequence).size()));
        return duplicates;
    }
}
