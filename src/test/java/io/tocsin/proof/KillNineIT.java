package io.tocsin.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A power cut of the service, many times over: SIGKILL at random moments under load. */
@Tag("drill")
class KillNineIT {

    private static final Logger log = LoggerFactory.getLogger(KillNineIT.class);

    private static final int CYCLES =
            Integer.getInteger("tocsin.proof.cycles", "true".equals(System.getenv("CI")) ? 20 : 5);
    private static final long SEED = Long.getLong("tocsin.proof.seed", System.nanoTime());
    private static final int SENDERS = 24;
    private static final int GROUPS_PER_CYCLE = 80;

    private final Random random = new Random(SEED);
    private final List<Instant> kills = new ArrayList<>();

    @Test
    void what_was_acknowledged_arrives_in_order_however_often_the_service_is_killed() {
        try (RobotSinks sinks = RobotSinks.start();
                TocsinProcess tocsin = new TocsinProcess(ProofHome.of("kill-nine"), properties(sinks));
                WebhookLoad load = new WebhookLoad(SENDERS, n -> tocsin.webhook())) {
            log.info("{} kills, seed {} (-Dtocsin.proof.seed)", CYCLES, SEED);
            for (int kill = 1; kill <= CYCLES; kill++) {
                load.add(GROUPS_PER_CYCLE / 2);
                runUntilKilled(tocsin, load, kill % 5 == 0);
            }
            tocsin.start();
            DeliveryProof proof = finish(tocsin, load, sinks);
            log.info(
                    "{} kills: {} acknowledged after {} retries, {} of them cut off, duplicates {}",
                    CYCLES,
                    load.acknowledged().size(),
                    load.retries(),
                    load.cutOff(),
                    proof.duplicates());
            assertThat(leftBehind(tocsin)).as("files in java.io.tmpdir").isEmpty();
            proof.assertNothingIsLost();
            proof.assertNothingIsInvented();
            proof.assertNoResolvedBeforeItsFiring();
            proof.assertOneOrder();
            proof.assertDuplicatesOnlyFromKills(kills, sinks.times());
            assertThat(load.cutOff()).as("webhooks that met a kill").isPositive();
            assertThat(load.surprises()).as("answers other than 200 and 503").isEmpty();
        }
    }

    /** Files, and more folders than one start makes. */
    private static List<Path> leftBehind(TocsinProcess tocsin) {
        try (Stream<Path> all = Files.walk(tocsin.temporaryFiles())) {
            return all.filter(path -> Files.isRegularFile(path)
                            || path.getFileName().toString().matches("tomcat.*\\d+"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Mostly at work; every fifth time while it is still starting, migrations and all. */
    private void runUntilKilled(TocsinProcess tocsin, WebhookLoad load, boolean starting) {
        tocsin.launch();
        if (!starting) {
            tocsin.awaitReady();
        }
        runFor(tocsin, random.nextInt(starting ? 5000 : 1500));
        // The kill is to meet webhooks under way, and not only deliveries.
        load.add(GROUPS_PER_CYCLE - GROUPS_PER_CYCLE / 2);
        runFor(tocsin, random.nextInt(60));
        tocsin.kill9();
        kills.add(Instant.now());
    }

    private static void runFor(TocsinProcess tocsin, int millis) {
        assertThat(tocsin.endsWithin(Duration.ofMillis(millis)))
                .as("it ended by itself")
                .isFalse();
    }

    private static DeliveryProof finish(TocsinProcess tocsin, WebhookLoad load, RobotSinks sinks) {
        await("acknowledgement of everything")
                .atMost(Duration.ofMinutes(2))
                .until(load::finishedGroups, finished -> finished == CYCLES * GROUPS_PER_CYCLE);
        await("delivery of everything")
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> new DeliveryProof(load.acknowledged(), sinks.received()).assertNothingIsLost());
        assertThat(tocsin.stop()).as("exit value after SIGTERM").isEqualTo(143);
        return new DeliveryProof(load.acknowledged(), sinks.received());
    }

    private static Map<String, String> properties(RobotSinks sinks) {
        Map<String, String> properties = new HashMap<>(sinks.properties());
        properties.put("tocsin.delivery.store.path", "data/outbox.db");
        return properties;
    }
}
