package io.tocsin.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.backing.MySqlServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The outbox stops taking writes under load, and comes back. */
@Tag("drill")
class StoreOutageIT {

    private static final Logger log = LoggerFactory.getLogger(StoreOutageIT.class);

    private static final int GROUPS = 400;

    @Test
    void a_store_that_is_gone_for_a_while_costs_time_and_nothing_else() throws IOException {
        Path home = ProofHome.of("store-outage");
        try (Sinks sinks = Sinks.start();
                TocsinProcess tocsin = new TocsinProcess(home, properties(sinks)).start();
                WebhookLoad load = new WebhookLoad(24, n -> tocsin.webhook())) {
            load.add(GROUPS);
            awaitWork(load, GROUPS / 8);
            Path outbox = home.resolve("data/outbox.db");
            Path away = home.resolve("data/outbox.db.away");
            Files.move(outbox, away);
            awaitOutage(tocsin);
            // Long enough for a worker to try what it should not.
            assertThat(tocsin.endsWithin(Duration.ofSeconds(4))).isFalse();
            Files.move(away, outbox);

            tocsin.awaitReady();
            awaitDelivery(load, sinks);
            tocsin.stop();
            assertSound(load, sinks, 0);
            assertThat(tocsin.log()).as("what the Java runtime says").doesNotContain("\nWARNING: ");
        }
    }

    @Test
    void a_shared_store_that_is_cut_off_and_then_falls_silent_costs_time_and_nothing_else() {
        MySqlServer.Database store = MySqlServer.get().newDatabase();
        try (FlakyLink link = new FlakyLink(MySqlServer.get().port());
                Sinks sinks = Sinks.start();
                TocsinProcess one = new TocsinProcess(ProofHome.of("flaky-1"), shared(sinks, store, link)).start();
                TocsinProcess other = new TocsinProcess(ProofHome.of("flaky-2"), shared(sinks, store, link)).start();
                WebhookLoad load = new WebhookLoad(24, n -> (n % 2 == 0 ? one : other).webhook())) {
            load.add(GROUPS);
            awaitWork(load, GROUPS / 8);
            link.cut();
            awaitOutage(one, other);
            link.restore();
            awaitWork(load, GROUPS / 4);
            link.silence();
            awaitOutage(one, other);
            link.restore();
            awaitDelivery(load, sinks);
            one.stop();
            other.stop();
            // Whoever comes back first may take the line over with an attempt whose result is still to be recorded.
            assertSound(load, sinks, 2);
        }
    }

    private static void awaitWork(WebhookLoad load, int groups) {
        await("work under way").atMost(Duration.ofMinutes(1)).until(() -> load.finishedGroups() > groups);
    }

    private static void awaitOutage(TocsinProcess... replicas) {
        for (TocsinProcess replica : replicas) {
            await("readiness to end")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> replica.status("/health/ready") == 503);
            assertThat(replica.status("/health/live")).isEqualTo(200);
        }
    }

    private static void awaitDelivery(WebhookLoad load, Sinks sinks) {
        await("delivery of everything")
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> {
                    assertThat(load.finishedGroups()).isEqualTo(GROUPS);
                    new DeliveryProof(load.acknowledged(), sinks.received()).assertNothingIsLost();
                });
    }

    private static void assertSound(WebhookLoad load, Sinks sinks, int takeOvers) {
        DeliveryProof proof = new DeliveryProof(load.acknowledged(), sinks.received());
        log.info("{} refused webhooks, duplicates {}", load.retries(), proof.duplicates());
        proof.assertNothingIsInvented();
        proof.assertNoResolvedBeforeItsFiring();
        proof.assertOneOrder();
        proof.assertDuplicatesOnlyFromKills(takeOvers);
        assertThat(load.retries()).as("refused webhooks").isPositive();
        assertThat(load.surprises()).as("answers other than 200 and 503").isEmpty();
    }

    private static Map<String, String> shared(Sinks sinks, MySqlServer.Database store, FlakyLink link) {
        Map<String, String> properties = new HashMap<>(sinks.properties());
        String direct = ":" + MySqlServer.get().port() + "/";
        properties.put("tocsin.delivery.store.url", store.url().replace(direct, ":" + link.port() + "/"));
        properties.put("tocsin.delivery.store.username", store.username());
        properties.put("tocsin.delivery.store.password", store.password());
        properties.put("tocsin.delivery.attempt-timeout", "2s");
        return properties;
    }

    private static Map<String, String> properties(Sinks sinks) {
        Map<String, String> properties = new HashMap<>(sinks.properties());
        properties.put("tocsin.delivery.store.path", "data/outbox.db");
        return properties;
    }
}
