package io.tocsin.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The proofs rest on these checks, so each is shown to find what it is for. */
class DeliveryProofTests {

    private static final Marker F1 = new Marker(1, false);
    private static final Marker R1 = new Marker(1, true);
    private static final Marker F2 = new Marker(2, false);
    private static final Set<Marker> ALL = Set.of(F1, R1, F2);

    @Test
    void a_sound_run_passes() {
        DeliveryProof proof = received(List.of(F1, F2, F2, R1), List.of(F1, F2, R1));
        assertThat(proof.isComplete()).isTrue();
        proof.assertNothingIsLost();
        proof.assertNothingIsInvented();
        proof.assertNoResolvedBeforeItsFiring();
        proof.assertOneOrder();
        proof.assertDuplicatesOnlyFromKills(1);
        assertThat(proof.duplicates()).isEqualTo(Map.of("target0", 1, "target1", 0));
    }

    @Test
    void a_loss_at_one_target_is_found() {
        DeliveryProof proof = received(List.of(F1, F2, R1), List.of(F1, R1));
        assertThat(proof.isComplete()).isFalse();
        assertFails(proof::assertNothingIsLost);
    }

    @Test
    void a_message_that_nobody_sent_is_found() {
        assertFails(received(List.of(F1, F2, R1, new Marker(3, false)))::assertNothingIsInvented);
    }

    @Test
    void a_resolved_before_its_firing_is_found() {
        assertFails(received(List.of(F2, R1, F1))::assertNoResolvedBeforeItsFiring);
    }

    @Test
    void targets_that_saw_different_orders_are_found() {
        assertFails(received(List.of(F1, R1, F2), List.of(F1, F2, R1))::assertOneOrder);
    }

    @Test
    void more_duplicates_than_kills_are_found() {
        DeliveryProof proof = received(List.of(F1, F1, F2, F2, R1));
        proof.assertDuplicatesOnlyFromKills(2);
        assertFails(() -> proof.assertDuplicatesOnlyFromKills(1));
    }

    @Test
    void a_duplicate_that_was_not_in_flight_is_found() {
        assertFails(() -> received(List.of(F1, F2, F1, R1)).assertDuplicatesOnlyFromKills(1));
    }

    @Test
    void a_repeat_without_a_kill_in_between_is_found() {
        DeliveryProof proof = received(List.of(F1, F1, F2, R1));
        Map<String, List<Instant>> times = Map.of(
                "target0", Stream.of(10, 20, 21, 22).map(DeliveryProofTests::at).toList());
        proof.assertDuplicatesOnlyFromKills(List.of(at(12)), times);
        assertFails(() -> proof.assertDuplicatesOnlyFromKills(List.of(at(8)), times));
        assertFails(() -> proof.assertDuplicatesOnlyFromKills(List.of(at(21)), times));
    }

    private static Instant at(int second) {
        return Instant.ofEpochSecond(second);
    }

    @Test
    void a_marker_is_found_in_any_text() {
        assertThat(Marker.find("**[FIRING]** x\n> " + R1 + "\n")).contains(R1);
        assertThat(Marker.find(F2.body())).contains(F2);
        assertThat(Marker.find("nothing of ours")).isEmpty();
    }

    private static DeliveryProof received(List<Marker> first) {
        return new DeliveryProof(ALL, Map.of("target0", first));
    }

    private static DeliveryProof received(List<Marker> first, List<Marker> second) {
        return new DeliveryProof(ALL, Map.of("target0", first, "target1", second));
    }

    private static void assertFails(Runnable check) {
        assertThatThrownBy(check::run).isInstanceOf(AssertionError.class);
    }
}
