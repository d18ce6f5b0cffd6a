package io.tocsin.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.standin.DingTalkStandIn;
import io.tocsin.standin.MailStandIn.Fault;
import io.tocsin.standin.MailStandIn.Stage;
import io.tocsin.standin.StandInAnswer;
import io.tocsin.standin.WebhookStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that can fail fails at random for a while: providers, the process, the store. In the end the ledger, what the
 * sinks got and what was acknowledged agree. {@code -Dtocsin.proof.chaos-seconds} makes it longer.
 */
class ChaosIT {

    private static final Logger log = LoggerFactory.getLogger(ChaosIT.class);

    private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("tocsin.proof.chaos-seconds", 45));
    private static final long SEED = Long.getLong("tocsin.proof.seed", System.nanoTime());

    private final Random random = new Random(SEED);
    private int groups;
    private int kills;
    private int faults;
    private int outages;

    @Test
    void whatever_fails_the_ledger_the_sinks_and_what_was_acknowledged_agree() throws Exception {
        log.info("{} s of chaos, seed {} (-Dtocsin.proof.seed)", LENGTH.toSeconds(), SEED);
        Path home = ProofHome.of("chaos");
        try (Sinks sinks = Sinks.start();
                TocsinProcess tocsin = new TocsinProcess(home, properties(sinks)).start();
                WebhookLoad load = new WebhookLoad(16, n -> tocsin.webhook())) {
            sinks.dingTalk().limit(10, Duration.ofSeconds(1), Duration.ofSeconds(5));
            long end = System.nanoTime() + LENGTH.toNanos();
            while (System.nanoTime() < end) {
                int more = 1 + random.nextInt(25);
                groups += more;
                load.add(more);
                mishap(home, sinks, tocsin);
                assertThat(tocsin.endsWithin(Duration.ofMillis(100 + random.nextInt(700))))
                        .as("it ended by itself")
                        .isFalse();
            }
            sinks.recover();
            await("acknowledgement of everything")
                    .atMost(Duration.ofMinutes(2))
                    .until(load::finishedGroups, finished -> finished == groups);
            await("an end of everything")
                    .atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> pending(tocsin) == 0);
            assertThat(tocsin.stop()).as("exit value after SIGTERM").isEqualTo(143);
            LedgerProof proof = LedgerProof.read(home.resolve("data/outbox.db"), sinks.messages());
            log.info(
                    "{} groups, {} provider faults, {} kills, {} store outages, seed {}: {}",
                    groups,
                    faults,
                    kills,
                    outages,
                    SEED,
                    proof.figures());
            proof.assertAgreement(load.acknowledged());
            proof.assertRepeatedMessages(kills);
            proof.assertSurplusMessages(kills);
            assertThat(sinks.dingTalk().refusals()).as("refused for their rate").isZero();
            assertThat(load.surprises()).as("answers other than 200 and 503").isEmpty();
        }
    }

    private static long pending(TocsinProcess tocsin) {
        return tocsin.get("/metrics")
                .lines()
                .filter(line -> line.startsWith("tocsin_outbox_pending{"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .reduce(Long::sum)
                .orElse(-1);
    }

    private void mishap(Path home, Sinks sinks, TocsinProcess tocsin) throws IOException {
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
            faults++;
            int times = 1 + random.nextInt(3);
            switch (random.nextInt(3)) {
                case 0 -> sinks.mail().fail(anyOf(List.of(Stage.values())), mailFault(), times);
                case 1 -> fail(sinks.slack(), times, StandInAnswer.of(400, "invalid_payload"));
                default -> fail(sinks.dingTalk(), times, DingTalkStandIn.error(430101, "unsafe link"));
            }
        }
    }

    private Fault mailFault() {
        return random.nextBoolean() ? new Fault.Drop() : new Fault.Answer(451, "try again later");
    }

    private void fail(WebhookStandIn sink, int times, StandInAnswer refusal) {
        sink.answerNext(
                times,
                anyOf(List.of(
                        refusal,
                        StandInAnswer.of(500, "broken"),
                        StandInAnswer.of(503, "busy").header("Retry-After", "1"),
                        StandInAnswer.of(429, "slower").header("Retry-After", "1"),
                        StandInAnswer.of(200, "<html>Sign in to Wi-Fi</html>"),
                        StandInAnswer.never(),
                        StandInAnswer.hangUp())));
    }

    private <T> T anyOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static Map<String, String> properties(Sinks sinks) {
        Map<String, String> properties = new HashMap<>(sinks.properties());
        properties.put("tocsin.delivery.store.path", "data/outbox.db");
        properties.put("tocsin.delivery.attempt-timeout", "5s");
        properties.put("tocsin.channel.email." + Sinks.MAIL + ".timeout", "2s");
        properties.put("tocsin.channel.slack." + Sinks.SLACK + ".timeout", "1s");
        properties.put("tocsin.channel.slack." + Sinks.SLACK + ".rate-limit", "5/s");
        properties.put("tocsin.channel.dingtalk." + Sinks.DINGTALK + ".timeout", "1s");
        properties.put("tocsin.channel.dingtalk." + Sinks.DINGTALK + ".rate-limit", "8/s");
        return properties;
    }
}
