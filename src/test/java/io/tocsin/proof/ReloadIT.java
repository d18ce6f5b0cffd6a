package io.tocsin.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The configuration changes again and again under load, by file and by signal, with SIGKILL in the middle. */
@Tag("drill")
class ReloadIT {

    private static final Logger log = LoggerFactory.getLogger(ReloadIT.class);

    private static final int ROUNDS = 24;
    private static final int SENDERS = 24;
    private static final int GROUPS_PER_ROUND = 25;

    private final Path home = ProofHome.of("reload");
    private final Path file = home.resolve("reload.properties");
    private int kills;

    @Test
    void a_reload_under_load_loses_nothing_and_sends_nothing_twice() throws IOException {
        try (RobotSinks sinks = RobotSinks.start()) {
            write(sinks, 0, false);
            TocsinProcess tocsin = new TocsinProcess(
                    home,
                    Map.of(
                            "spring.config.location", "classpath:/,file:" + file,
                            "tocsin.configuration.watch-interval", "1s",
                            "tocsin.delivery.store.path", "data/outbox.db"));
            try (tocsin;
                    WebhookLoad load = new WebhookLoad(SENDERS, n -> tocsin.webhook())) {
                tocsin.start();
                for (int round = 1; round <= ROUNDS; round++) {
                    load.add(GROUPS_PER_ROUND);
                    change(tocsin, sinks, round);
                }
                await("acknowledgement of everything")
                        .atMost(Duration.ofMinutes(2))
                        .until(load::finishedGroups, finished -> finished == ROUNDS * GROUPS_PER_ROUND);
                await("delivery of everything")
                        .atMost(Duration.ofMinutes(3))
                        .pollInterval(Duration.ofMillis(500))
                        .untilAsserted(
                                () -> new DeliveryProof(load.acknowledged(), sinks.received()).assertNothingIsLost());
                assertThat(tocsin.stop()).as("exit value after SIGTERM").isEqualTo(143);
                DeliveryProof proof = new DeliveryProof(load.acknowledged(), sinks.received());
                log.info(
                        "{} changes, {} kills: {} acknowledged, duplicates {}",
                        ROUNDS,
                        kills,
                        load.acknowledged().size(),
                        proof.duplicates());
                proof.assertNothingIsLost();
                proof.assertNothingIsInvented();
                proof.assertNoResolvedBeforeItsFiring();
                proof.assertDuplicatesOnlyFromKills(kills);
                assertThat(load.surprises())
                        .as("answers other than 200 and 503")
                        .isEmpty();
            }
        }
    }

    /** Every eighth change is met by a kill, every fifth cannot be used. */
    private void change(TocsinProcess tocsin, RobotSinks sinks, int round) throws IOException {
        boolean wrong = round % 5 == 0;
        double before = refusals(tocsin);
        write(sinks, round, wrong);
        if (round % 8 == 0) {
            if (round % 16 == 0) {
                hangUp(tocsin);
            }
            tocsin.kill9();
            kills++;
            write(sinks, round, false);
            tocsin.start();
            return;
        }
        if (round % 2 == 0) {
            hangUp(tocsin);
        }
        await("reload " + round)
                .atMost(Duration.ofMinutes(1))
                .until(() -> wrong
                        ? refusals(tocsin) > before
                        : tocsin.get("/metrics").contains("tocsin_outbox_pending{target=\"spare-" + round + "\"}"));
    }

    private static double refusals(TocsinProcess tocsin) {
        String name = "tocsin_configuration_reloads_total{outcome=\"refused\"} ";
        return tocsin.get("/metrics")
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .findFirst()
                .orElse(0);
    }

    private static void hangUp(TocsinProcess tocsin) throws IOException {
        Process kill = new ProcessBuilder("kill", "-HUP", String.valueOf(tocsin.pid())).start();
        assertThat(kill.onExit().join().exitValue()).isZero();
    }

    /** Each target has other settings, and another target comes with each change while the one before goes. */
    private void write(RobotSinks sinks, int round, boolean wrong) throws IOException {
        Properties properties = new Properties();
        sinks.properties().forEach((name, value) -> {
            properties.setProperty(name, value);
            if (name.endsWith(".rate-limit")) {
                properties.setProperty(name.replace(".rate-limit", ".timeout"), (8 + round % 2) + "s");
            }
        });
        String spare = "tocsin.channel.slack.spare-" + round + ".";
        properties.setProperty(spare + "webhook-url", "http://127.0.0.1:" + FreePort.next() + "/services/none");
        properties.setProperty(spare + "rate-limit", "none");
        if (wrong) {
            properties.setProperty("tocsin.people.teams.none", "nobody");
        }
        Path next = home.resolve("next.properties");
        try (var out = Files.newOutputStream(next)) {
            properties.store(out, null);
        }
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
