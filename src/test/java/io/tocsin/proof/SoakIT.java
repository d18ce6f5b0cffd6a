package io.tocsin.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.backing.RedisProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A storm, slow and hostile clients, faults of providers, of a template, of the store and of what is watched, and kills, all at
 * once. In the end the ledger, what the sinks got and what was acknowledged agree, and memory and threads are where they were. 90
 * seconds; {@code -Dtocsin.proof.soak-seconds=600} makes it ten minutes, as the CI workflow does.
 */
@Tag("drill")
class SoakIT {

    private static final Logger log = LoggerFactory.getLogger(SoakIT.class);

    private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("tocsin.proof.soak-seconds", 90));
    /** The same in every build, which a change must not fail by chance; the nightly workflow gives another each time. */
    private static final long SEED = Long.getLong("tocsin.proof.seed", 20_261_127L);
    /** More than Tomcat has threads. */
    private static final int SLOW_CLIENTS = Integer.getInteger("tocsin.proof.slow-clients", 250);

    private static final int LARGEST_BURST = 60;
    private static final Duration UNTIL_FIRST_KILL = Duration.ofSeconds(15);
    private static final String PASSWORD = "soak-operator-password-0123456789";
    private static final String CREDENTIALS = "Authorization: Basic "
            + Base64.getEncoder().encodeToString(("operator:" + PASSWORD).getBytes(StandardCharsets.US_ASCII)) + "\r\n";
    /** Of what is alive after a full collection, and of threads; a leak of a request or a delivery is a multiple of these. */
    private static final long MORE_BYTES = 48L << 20;

    private static final int MORE_THREADS = 25;

    private final Random random = new Random(SEED);
    private int groups;
    private int kills;
    private int outages;
    private int redisFaults;

    private record Footprint(double threads, double heap) {

        static Footprint of(TocsinProcess tocsin) {
            tocsin.collectGarbage();
            String metrics = tocsin.get("/metrics");
            return new Footprint(
                    sum(metrics, "jvm_threads_live_threads"), sum(metrics, "jvm_memory_used_bytes{area=\"heap\""));
        }

        private static double sum(String metrics, String start) {
            return metrics.lines()
                    .filter(line -> line.startsWith(start))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }

    @Test
    void whatever_comes_together_nothing_acknowledged_is_lost_and_memory_and_threads_come_back() throws Exception {
        log.info("{} s of soak, seed {} (-Dtocsin.proof.seed)", LENGTH.toSeconds(), SEED);
        Path home = ProofHome.of("soak");
        try (ChaosSinks sinks = ChaosSinks.start();
                RedisProcess redis = new RedisProcess(FreePort.next()).start();
                FlakyLink link = new FlakyLink(redis.port());
                TocsinProcess tocsin = new TocsinProcess(home, properties(home, sinks, link)).start();
                WebhookLoad load = new WebhookLoad(16, n -> tocsin.webhook())) {
            load.add(20);
            groups = 20;
            await("a warm service").atMost(Duration.ofMinutes(2)).until(load::finishedGroups, done -> done == groups);
            Footprint before = Footprint.of(tocsin);
            Mishaps mishaps = new Mishaps(sinks, random);
            Map<Integer, Integer> answers;
            try (HostileClients hostile = new HostileClients(tocsin.port(), SLOW_CLIENTS, CREDENTIALS);
                    SlowCallers slow = new SlowCallers(tocsin.port(), Duration.ofSeconds(3), 12)) {
                hostile.start();
                slow.start();
                soak(home, tocsin, load, mishaps, link);
                answers = hostile.answers();
            }
            link.restore();
            sinks.recover();
            await("acknowledgement of everything")
                    .atMost(Duration.ofMinutes(4))
                    .until(load::finishedGroups, finished -> finished == groups);
            await("an end of everything")
                    .atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertThat(open(home, sinks, tocsin)).isEmpty());
            log.info("hostile clients were answered {}", answers);
            // Tomcat keeps idle threads for a minute.
            await("memory and threads as before")
                    .atMost(Duration.ofMinutes(3))
                    .pollInterval(Duration.ofSeconds(5))
                    .untilAsserted(() -> assertFootprint(before, Footprint.of(tocsin)));
            assertThat(tocsin.stop()).as("exit value after SIGTERM").isEqualTo(143);
            check(
                    proof(home, sinks),
                    count(home, "delivery WHERE state = 'DELIVERED'").getOrDefault(ChaosSinks.SMS, 0),
                    count(home, "attempt WHERE reason = 'timeout'"),
                    sinks,
                    mishaps,
                    load);
            assertThat(answers).as("answers to what is refused").containsKeys(400, 401, 403, 413);
            assertThat(tocsin.log()).doesNotContain("OutOfMemoryError");
        }
    }

    private static void assertFootprint(Footprint before, Footprint now) {
        log.info("before {}, now {}", before, now);
        assertThat(now.threads()).as("threads").isPositive().isLessThan(before.threads() + MORE_THREADS);
        assertThat(now.heap()).as("bytes of heap").isPositive().isLessThan(before.heap() + MORE_BYTES);
    }

    private void soak(Path home, TocsinProcess tocsin, WebhookLoad load, Mishaps mishaps, FlakyLink link)
            throws IOException {
        long start = System.nanoTime();
        long end = start + LENGTH.toNanos();
        long lastKill = end - LENGTH.toNanos() / 4;
        long nextKill = start + UNTIL_FIRST_KILL.toNanos();
        long progressAt = start;
        int finished = 0;
        while (System.nanoTime() < end) {
            if (groups - load.finishedGroups() < 10 * LARGEST_BURST) {
                int more = 1 + random.nextInt(LARGEST_BURST);
                groups += more;
                load.add(more);
            }
            if (System.nanoTime() > nextKill && System.nanoTime() < lastKill) {
                kill(tocsin);
                nextKill = System.nanoTime()
                        + Duration.ofSeconds(20 + random.nextInt(20)).toNanos();
                progressAt = System.nanoTime();
            }
            mishap(home, mishaps, tocsin, link);
            assertThat(tocsin.endsWithin(Duration.ofMillis(100 + random.nextInt(700))))
                    .as("it ended by itself")
                    .isFalse();
            if (load.finishedGroups() > finished) {
                finished = load.finishedGroups();
                progressAt = System.nanoTime();
            }
            assertThat(Duration.ofNanos(System.nanoTime() - progressAt))
                    .as("time in which nobody's alerts were acknowledged")
                    .isLessThan(Duration.ofMinutes(1));
        }
    }

    private void kill(TocsinProcess tocsin) {
        kills++;
        tocsin.kill9();
        tocsin.start();
    }

    private void mishap(Path home, Mishaps mishaps, TocsinProcess tocsin, FlakyLink link) throws IOException {
        switch (random.nextInt(20)) {
            case 0 -> {
                outages++;
                Path store = home.resolve("data/outbox.db");
                Path away = home.resolve("data/outbox.db.away");
                Files.move(store, away);
                assertThat(tocsin.endsWithin(Duration.ofMillis(500 + random.nextInt(1500))))
                        .isFalse();
                Files.move(away, store);
            }
            case 1 -> {
                redisFaults++;
                link.cut();
            }
            case 2 -> {
                redisFaults++;
                link.silence();
            }
            case 3, 4, 5 -> link.restore();
            default -> mishaps.next();
        }
    }

    private static LedgerProof proof(Path home, ChaosSinks sinks) throws SQLException {
        return LedgerProof.read(home.resolve("data/outbox.db"), sinks.messages(), SoakIT::isForeign);
    }

    /** How many of such rows each target has, those of hostile and slow clients included. */
    private static Map<String, Integer> count(Path home, String rows) throws SQLException {
        Map<String, Integer> counts = new HashMap<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("data/outbox.db"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT target, COUNT(*) FROM " + rows + " GROUP BY target")) {
            while (row.next()) {
                counts.put(row.getString(1), row.getInt(2));
            }
        }
        return counts;
    }

    /** What hostile and slow clients had accepted, and Tocsin's own alerts, are delivered as everything else, and have no marker. */
    private static boolean isForeign(String content) {
        return content.contains(HostileClients.ALERT)
                || content.contains("\"slow\"")
                || content.contains("\"groupKey\":\"tocsin:");
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

    private void check(
            LedgerProof proof,
            int told,
            Map<String, Integer> timeouts,
            ChaosSinks sinks,
            Mishaps mishaps,
            WebhookLoad load) {
        log.info(
                "{} groups, {} streaks of faults, {} kills, {} store outages, {} of Redis, seed {}: {}, {} SMS",
                groups,
                mishaps.faults(),
                kills,
                outages,
                redisFaults,
                SEED,
                proof.figures(),
                told);
        proof.assertAgreement(load.acknowledged(), ChaosSinks.FALLBACKS);
        ChaosSinks.TARGETS.forEach(target -> proof.assertParked(target, mishaps.refusals(target)));
        ToIntFunction<String> uncertain = target -> kills + timeouts.getOrDefault(target, 0);
        proof.assertRepeatedMessages(uncertain);
        proof.assertSurplusMessages(uncertain);
        assertThat(sinks.sms().sent()).as("SMS").hasSizeBetween(told, told + uncertain.applyAsInt(ChaosSinks.SMS));
        assertThat(sinks.known().dingTalk().refusals())
                .as("refused for their rate")
                .isZero();
        assertThat(load.surprises()).as("answers other than 200 and 503").isEmpty();
    }

    private static Map<String, String> properties(Path home, ChaosSinks sinks, FlakyLink link) throws IOException {
        Map<String, String> properties = new HashMap<>(sinks.properties(home));
        properties.put("spring.data.redis.host", "127.0.0.1");
        properties.put("spring.data.redis.port", String.valueOf(link.port()));
        properties.put("tocsin.check.interval", "1s");
        properties.put("tocsin.check.timeout", "500ms");
        properties.put("tocsin.security.operator.password", PASSWORD);
        return properties;
    }
}
