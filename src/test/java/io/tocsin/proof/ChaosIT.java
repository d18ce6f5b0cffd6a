package io.tocsin.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that can fail fails at random for a while: providers, the process, the store, a template. In the end the
 * ledger, what the sinks got and what was acknowledged agree. {@code -Dtocsin.proof.chaos-seconds} makes it longer.
 */
@Tag("drill")
class ChaosIT {

    private static final Logger log = LoggerFactory.getLogger(ChaosIT.class);

    private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("tocsin.proof.chaos-seconds", 45));
    /** The same in every build, which a change must not fail by chance; the nightly workflow gives another each time. */
    private static final long SEED = Long.getLong("tocsin.proof.seed", 20_261_127L);

    private final Random random = new Random(SEED);
    private int groups;
    private int kills;
    private int outages;

    @Test
    void whatever_fails_the_ledger_the_sinks_and_what_was_acknowledged_agree() throws Exception {
        log.info("{} s of chaos, seed {} (-Dtocsin.proof.seed)", LENGTH.toSeconds(), SEED);
        Path home = ProofHome.of("chaos");
        try (ChaosSinks sinks = ChaosSinks.start();
                TocsinProcess tocsin = new TocsinProcess(home, sinks.properties(home)).start();
                WebhookLoad load = new WebhookLoad(16, n -> tocsin.webhook())) {
            Mishaps mishaps = new Mishaps(sinks, random);
            long end = System.nanoTime() + LENGTH.toNanos();
            while (System.nanoTime() < end) {
                int more = 1 + random.nextInt(25);
                groups += more;
                load.add(more);
                mishap(home, mishaps, tocsin);
                assertThat(tocsin.endsWithin(Duration.ofMillis(100 + random.nextInt(700))))
                        .as("it ended by itself")
                        .isFalse();
            }
            sinks.recover();
            await("acknowledgement of everything")
                    .atMost(Duration.ofMinutes(3))
                    .until(load::finishedGroups, finished -> finished == groups);
            await("an end of everything")
                    .atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertThat(open(home, sinks, tocsin)).isEmpty());
            assertThat(tocsin.stop()).as("exit value after SIGTERM").isEqualTo(143);
            check(proof(home, sinks), sinks, mishaps, load);
        }
    }

    private static LedgerProof proof(Path home, ChaosSinks sinks) throws SQLException {
        return LedgerProof.read(home.resolve("data/outbox.db"), sinks.messages());
    }

    /** What has not ended yet. */
    private static List<String> open(Path home, ChaosSinks sinks, TocsinProcess tocsin) throws SQLException {
        List<String> pending = tocsin.get("/metrics")
                .lines()
                .filter(line -> line.startsWith("tocsin_outbox_pending{"))
                .toList();
        assertThat(pending).hasSameSizeAs(ChaosSinks.TARGETS);
        List<String> waiting =
                pending.stream().filter(line -> !line.endsWith(" 0.0")).toList();
        return waiting.isEmpty() ? proof(home, sinks).notHandedOn(ChaosSinks.FALLBACKS) : waiting;
    }

    private void check(LedgerProof proof, ChaosSinks sinks, Mishaps mishaps, WebhookLoad load) {
        log.info(
                "{} groups, {} streaks of faults, {} kills, {} store outages, seed {}: {}, {} SMS",
                groups,
                mishaps.faults(),
                kills,
                outages,
                SEED,
                proof.figures(),
                sinks.sms().sent().size());
        proof.assertAgreement(load.acknowledged(), ChaosSinks.FALLBACKS);
        ChaosSinks.TARGETS.forEach(target -> proof.assertParked(target, mishaps.refusals(target)));
        proof.assertRepeatedMessages(kills);
        proof.assertSurplusMessages(kills);
        int told = (int) proof.count(ChaosSinks.SMS, "DELIVERED");
        assertThat(sinks.sms().sent()).as("SMS").hasSizeBetween(told, told + kills);
        assertThat(sinks.known().dingTalk().refusals())
                .as("refused for their rate")
                .isZero();
        assertThat(load.surprises()).as("answers other than 200 and 503").isEmpty();
    }

    private void mishap(Path home, Mishaps mishaps, TocsinProcess tocsin) throws IOException {
        int kind = random.nextInt(20);
        if (kind == 0) {
            kills++;
            tocsin.kill9();
            tocsin.start();
        } else if (kind == 1) {
            outages++;
            Path store = home.resolve("data/outbox.db");
            Path away = home.resolve("data/outbox.db.away");
            Files.move(store, away);
            assertThat(tocsin.endsWithin(Duration.ofMillis(500 + random.nextInt(1500))))
                    .isFalse();
            Files.move(away, store);
        } else if (kind < 14) {
            mishaps.next();
        }
    }
}
