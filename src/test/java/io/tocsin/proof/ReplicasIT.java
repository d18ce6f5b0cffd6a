package io.tocsin.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Three replicas on one shared store; each is killed once in the middle of the work, one at a time. */
@Tag("drill")
class ReplicasIT {

    private static final Logger log = LoggerFactory.getLogger(ReplicasIT.class);

    private static final int REPLICAS = Replicas.COUNT;
    private static final int SENDERS = 24;
    private static final int GROUPS_PER_ROUND = 200;
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(2);

    @Test
    void nothing_is_lost_or_overtaken_and_no_target_is_served_twice_at_a_time_when_a_replica_dies() {
        try (Sinks sinks = Sinks.start();
                Replicas replicas = Replicas.start(properties(sinks));
                WebhookLoad load = new WebhookLoad(SENDERS, replicas::webhook)) {
            // Whoever works for a target when it dies is among the three.
            for (int victim = 0; victim < REPLICAS; victim++) {
                int half = load.finishedGroups() + GROUPS_PER_ROUND / 2;
                load.add(GROUPS_PER_ROUND);
                await("half a round")
                        .atMost(Duration.ofMinutes(2))
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> load.finishedGroups() >= half);
                replicas.get(victim).kill9();
                awaitDelivery(load, sinks, (victim + 1) * GROUPS_PER_ROUND);
                replicas.get(victim).start();
            }
            replicas.stopAll();
            DeliveryProof proof = new DeliveryProof(load.acknowledged(), sinks.received());
            report(load, proof);
            proof.assertNothingIsInvented();
            proof.assertNoResolvedBeforeItsFiring();
            proof.assertOneOrder();
            proof.assertDuplicatesOnlyFromKills(REPLICAS);
            assertSound(load, sinks);
        }
    }

    @Test
    void replicas_that_are_stopped_hand_over_without_sending_anything_twice() {
        try (Sinks sinks = Sinks.start();
                Replicas replicas = Replicas.start(properties(sinks));
                WebhookLoad load = new WebhookLoad(SENDERS, replicas::webhook)) {
            load.add(2 * GROUPS_PER_ROUND);
            for (int leaver = 1; leaver < REPLICAS; leaver++) {
                int part = leaver * GROUPS_PER_ROUND / 2;
                await("a part of the work").atMost(Duration.ofMinutes(2)).until(() -> load.finishedGroups() >= part);
                assertThat(replicas.get(leaver).stop())
                        .as("exit value after SIGTERM")
                        .isEqualTo(143);
            }
            awaitDelivery(load, sinks, 2 * GROUPS_PER_ROUND);
            replicas.get(0).stop();
            DeliveryProof proof = new DeliveryProof(load.acknowledged(), sinks.received());
            report(load, proof);
            proof.assertNoResolvedBeforeItsFiring();
            proof.assertOneOrder();
            proof.assertDuplicatesOnlyFromKills(0);
            assertSound(load, sinks);
        }
    }

    private static void awaitDelivery(WebhookLoad load, Sinks sinks, int groups) {
        await("acknowledgement of everything")
                .atMost(Duration.ofMinutes(2))
                .until(load::finishedGroups, finished -> finished == groups);
        await("delivery of everything")
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> new DeliveryProof(load.acknowledged(), sinks.received()).assertNothingIsLost());
    }

    private static void assertSound(WebhookLoad load, Sinks sinks) {
        assertThat(load.surprises()).as("answers other than 200 and 503").isEmpty();
        sinks.mostAtOnce()
                .forEach((target, most) -> assertThat(most)
                        .as("most attempts at once at %s", target)
                        .isEqualTo(1));
    }

    private static void report(WebhookLoad load, DeliveryProof proof) {
        log.info(
                "{} acknowledged after {} retries, duplicates {}",
                load.acknowledged().size(),
                load.retries(),
                proof.duplicates());
    }

    private static Map<String, String> properties(Sinks sinks) {
        Map<String, String> properties = new HashMap<>(sinks.properties());
        properties.putAll(Replicas.sharedStore());
        // A lease outlives it by ten seconds; that is how long a dead replica's targets wait.
        properties.put("tocsin.delivery.attempt-timeout", ATTEMPT_TIMEOUT.toSeconds() + "s");
        return properties;
    }
}
