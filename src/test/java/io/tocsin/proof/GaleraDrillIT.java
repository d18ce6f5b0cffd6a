package io.tocsin.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.backing.GaleraCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Three replicas on a Galera cluster of three nodes, in a storm; what docs/operations.md promises of such a store. */
@Tag("drill")
class GaleraDrillIT {

    private static final Logger log = LoggerFactory.getLogger(GaleraDrillIT.class);

    private static final int SENDERS = 8;
    private static final int GROUPS_PER_ROUND = 500;
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LEASE = ATTEMPT_TIMEOUT.plusSeconds(10);
    /** 14 s were measured on two cores, 35 s with a load of ten on them: the servers and replicas share two cores. */
    private static final Duration SLOW_MACHINE = Duration.ofSeconds(10);

    private static GaleraCluster cluster;

    @BeforeAll
    static void start() {
        cluster = GaleraCluster.start();
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void alerts_go_on_while_the_node_that_is_written_to_dies_hangs_or_is_cut_off() throws Exception {
        cluster.createDatabase("storm");
        try (Sinks sinks = Sinks.start();
                Replicas replicas = Replicas.start(properties(sinks, cluster.url("storm", 0, 1, 2)));
                WebhookLoad load = new WebhookLoad(SENDERS, replicas::webhook)) {
            Rounds rounds = new Rounds(load, sinks);
            rounds.during(() -> {}, () -> {});
            assertThat(load.refused())
                    .as("answers 503 while all nodes are well")
                    .isZero();
            for (TocsinProcess replica : replicas.processes()) {
                assertThat(replica.log())
                        .as("of conflicts, which are repeated")
                        .doesNotContain("does not commit", "does not answer");
            }
            rounds.during(() -> cluster.kill(0), () -> {
                cluster.bringBack(0);
                cluster.awaitSynced(0);
            });
            rounds.during(() -> cluster.freeze(0), () -> {
                cluster.thaw(0);
                cluster.awaitSynced(0);
            });
            rounds.during(() -> cluster.isolate(0, true), () -> {
                cluster.isolate(0, false);
                cluster.awaitSynced(0);
            });
            rounds.during(() -> replicas.get(0).kill9(), () -> replicas.get(0).start());
            replicas.stopAll();
            rounds.judge(1);
        }
    }

    private interface Step {

        void run() throws Exception;
    }

    /** A storm in rounds, each with something going wrong in its midst. */
    private static final class Rounds {

        private final WebhookLoad load;
        private final Sinks sinks;
        private final Instant start = Instant.now();
        private int groups;

        Rounds(WebhookLoad load, Sinks sinks) {
            this.load = load;
            this.sinks = sinks;
        }

        /** The storm goes on before, during and after it. */
        void during(Step fault, Step recovery) throws Exception {
            int before = groups;
            groups += GROUPS_PER_ROUND;
            load.add(GROUPS_PER_ROUND);
            awaitGroups(before + GROUPS_PER_ROUND / 4);
            fault.run();
            awaitGroups(before + GROUPS_PER_ROUND * 3 / 4);
            recovery.run();
            awaitGroups(groups);
            await("delivery of everything")
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> new DeliveryProof(load.acknowledged(), sinks.received()).isComplete());
            log.info("after {} s: {} posts, {} answered 503", seconds(), posts(), load.refused());
        }

        private long seconds() {
            return Duration.between(start, Instant.now()).toSeconds();
        }

        private int posts() {
            return load.acknowledged().size() + load.refused();
        }

        private void awaitGroups(int count) {
            await("acknowledgement of " + count + " groups")
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> load.finishedGroups() >= count);
        }

        void judge(int kills) {
            DeliveryProof proof = new DeliveryProof(load.acknowledged(), sinks.received());
            sinks.times()
                    .forEach((target, times) -> IntStream.range(1, times.size())
                            .boxed()
                            .max(Comparator.comparing(n -> Duration.between(times.get(n - 1), times.get(n))))
                            .ifPresent(n -> log.info(
                                    "{}: longest silence from {} to {}", target, times.get(n - 1), times.get(n))));
            log.info("duplicates {}, longest silence {}", proof.duplicates(), longestSilence());
            proof.assertNothingIsLost();
            proof.assertNoResolvedBeforeItsFiring();
            proof.assertOneOrder();
            proof.assertDuplicatesOnlyFromKills(kills);
            assertThat(load.surprises()).as("answers other than 200 and 503").isEmpty();
            assertThat(load.refused()).as("answers 503 of %s", posts()).isLessThanOrEqualTo(posts() / 100);
            assertThat(longestSilence()).as("longest silence of a target").isLessThan(LEASE.plus(SLOW_MACHINE));
        }

        private Duration longestSilence() {
            return sinks.times().values().stream()
                    .flatMap(times -> IntStream.range(1, times.size())
                            .mapToObj(n -> Duration.between(times.get(n - 1), times.get(n))))
                    .max(Duration::compareTo)
                    .orElseThrow();
        }
    }

    private static Map<String, String> properties(Sinks sinks, String url) {
        Map<String, String> properties = new HashMap<>(sinks.properties());
        properties.put("tocsin.delivery.store.url", url);
        properties.put("tocsin.delivery.store.username", GaleraCluster.USER);
        properties.put("tocsin.delivery.store.password", "");
        properties.put("tocsin.delivery.attempt-timeout", ATTEMPT_TIMEOUT.toSeconds() + "s");
        return properties;
    }
}
