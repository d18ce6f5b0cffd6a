package io.tocsin.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tocsin.standin.ReceivedMessage;
import io.tocsin.standin.StandInAnswer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A disk that fills while a target is down, with the packaged service on a small file system. */
@Tag("drill")
class FullDiskIT {

    private static final Logger log = LoggerFactory.getLogger(FullDiskIT.class);
    private static final int DISK = 48;
    private static final int OCCUPIED = 24;
    private static final int OCCUPIED_LATER = 20;
    private static final int RESERVE = 8;

    @Test
    void what_was_acknowledged_goes_out_while_the_disk_is_full_and_more_is_accepted_when_there_is_room()
            throws IOException {
        Path home = ProofHome.of("full-disk");
        Optional<LoopDisk> mounted = LoopDisk.mount(home, DISK);
        assumeTrue(mounted.isPresent(), "only root may mount a small disk");
        try (LoopDisk disk = mounted.get();
                Sinks sinks = Sinks.start();
                TocsinProcess tocsin = new TocsinProcess(home, properties(sinks, disk)).start();
                WebhookLoad load = new WebhookLoad(16, n -> tocsin.webhook())) {
            disk.occupy(OCCUPIED);
            sinks.slack().answerNext(1_000_000, StandInAnswer.of(503, "down"));
            load.add(1_000_000);
            awaitFull(tocsin);
            assertThat(load.retries()).isPositive();
            log.info(
                    "full with {} acknowledged, {} bytes left",
                    load.acknowledged().size(),
                    disk.usable());
            Set<Marker> before = load.acknowledged();
            assertThat(disk.usable()).as("space left").isPositive();

            sinks.slack().recover();
            awaiting("all that was acknowledged, while the disk is full")
                    .until(() -> told(sinks).containsAll(before));
            awaitFull(tocsin);
            assertThat(ownAlerts(sinks, "firing")).isEqualTo(1);

            int finished = load.finishedGroups();
            disk.occupy(OCCUPIED_LATER);
            awaiting("acceptance of more").until(() -> load.finishedGroups() > finished + 500);
            awaitFull(tocsin);
            load.stop();
            Set<Marker> all = load.acknowledged();
            awaiting("all that was acknowledged").until(() -> told(sinks).containsAll(all));
            log.info("full again, and {} told", all.size());
            assertThat(load.surprises()).as("answers other than 200 and 503").isEmpty();
            assertThat(tocsin.stop()).isEqualTo(143);
            assertThat(tocsin.log()).doesNotContain("does not commit", "SQLITE_FULL");
        }
    }

    /** What the log gives back when it is copied makes room for a while. */
    private static void awaitFull(TocsinProcess tocsin) {
        awaiting("a full disk").during(Duration.ofSeconds(5)).until(() -> tocsin.status("/health/ready") == 503);
    }

    private static ConditionFactory awaiting(String what) {
        return await(what).atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(200));
    }

    private static Map<String, String> properties(Sinks sinks, LoopDisk disk) {
        Map<String, String> properties = new HashMap<>(sinks.properties());
        properties.put("tocsin.alert.routes[0].targets", Sinks.SLACK);
        properties.put(
                "tocsin.delivery.store.path",
                disk.mountPoint().resolve("outbox.db").toString());
        properties.put("tocsin.delivery.store.min-free", RESERVE + "MB");
        return properties;
    }

    /** A digest tells of an alert that came and went in one line, that of its end. */
    private static Set<Marker> told(Sinks sinks) {
        Set<Marker> told = new HashSet<>();
        for (ReceivedMessage message : sinks.slack().received()) {
            for (Marker marker : Marker.findAll(message.body())) {
                told.add(marker);
                told.add(new Marker(marker.group(), false));
            }
        }
        return told;
    }

    private static long ownAlerts(Sinks sinks, String status) {
        return sinks.slack().received().stream()
                .map(ReceivedMessage::body)
                .filter(body -> body.contains("TocsinStoreFull")
                        && body.toLowerCase(java.util.Locale.ROOT).contains(status))
                .count();
    }
}
