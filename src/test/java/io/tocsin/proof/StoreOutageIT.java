package io.tocsin.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The outbox stops taking writes under load, and comes back. */
class StoreOutageIT {

    private static final int GROUPS = 400;

    @Test
    void a_store_that_is_gone_for_a_while_costs_time_and_nothing_else() throws IOException {
        Path home = ProofHome.of("store-outage");
        try (Sinks sinks = Sinks.start();
                TocsinProcess tocsin = new TocsinProcess(home, properties(sinks)).start();
                WebhookLoad load = new WebhookLoad(24, n -> tocsin.webhook())) {
            load.add(GROUPS);
            await("work under way").atMost(Duration.ofMinutes(1)).until(() -> load.finishedGroups() > GROUPS / 8);
            Path outbox = home.resolve("data/outbox.db");
            Path away = home.resolve("data/outbox.db.away");
            Files.move(outbox, away);
            await("readiness to end").until(() -> tocsin.status("/health/ready") == 503);
            assertThat(tocsin.status("/health/live")).isEqualTo(200);
            // Long enough for a worker to try what it should not.
            assertThat(tocsin.endsWithin(Duration.ofSeconds(4))).isFalse();
            Files.move(away, outbox);

            tocsin.awaitReady();
            await("delivery of everything")
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(200))
                    .untilAsserted(() -> {
                        assertThat(load.finishedGroups()).isEqualTo(GROUPS);
                        new DeliveryProof(load.acknowledged(), sinks.received()).assertNothingIsLost();
                    });
            tocsin.stop();
            DeliveryProof proof = new DeliveryProof(load.acknowledged(), sinks.received());
            proof.assertNothingIsInvented();
            proof.assertNoResolvedBeforeItsFiring();
            proof.assertOneOrder();
            proof.assertDuplicatesOnlyFromKills(0);
            assertThat(tocsin.log()).as("what the Java runtime says").doesNotContain("\nWARNING: ");
            assertThat(load.retries()).as("refused webhooks").isPositive();
            assertThat(load.surprises()).as("answers other than 200 and 503").isEmpty();
        }
    }

    private static Map<String, String> properties(Sinks sinks) {
        Map<String, String> properties = new HashMap<>(sinks.properties());
        properties.put("tocsin.delivery.store.path", "data/outbox.db");
        return properties;
    }
}
