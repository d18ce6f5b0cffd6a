package io.tocsin.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** The whole path with a real Alertmanager in front: what it is told reaches all three sinks, whatever happens between. */
@Tag("drill")
class AlertmanagerIT {

    private static final Duration QUICK = Duration.ofSeconds(1);
    /** It keeps retrying for as long. */
    private static final Duration PATIENT = Duration.ofMinutes(3);

    private final Instant startsAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    private Path home;
    private Map<String, String> properties;
    private Sinks sinks;
    private TocsinProcess tocsin;

    @BeforeAll
    static void alertmanagerIsInstalled() {
        boolean required = "true".equals(System.getenv("CI"));
        assumeTrue(
                required || AlertmanagerProcess.binary().isPresent(),
                "no prometheus-alertmanager on the PATH (apt-get install prometheus-alertmanager): not proven here");
        assertThat(AlertmanagerProcess.binary())
                .as("CI must have a real Alertmanager (apt-get install prometheus-alertmanager)")
                .isPresent();
    }

    @BeforeEach
    void start(TestInfo test) {
        home = ProofHome.of("alertmanager/" + test.getTestMethod().orElseThrow().getName());
        sinks = Sinks.start();
        properties = new HashMap<>(sinks.properties());
        properties.put("tocsin.delivery.store.path", "data/outbox.db");
        tocsin = new TocsinProcess(home, properties).start();
    }

    @AfterEach
    void stop() {
        if (sinks != null) {
            tocsin.close();
            sinks.close();
        }
    }

    @Test
    void what_fires_and_is_resolved_reaches_every_sink_once() {
        try (AlertmanagerProcess alertmanager = alertmanager("single", QUICK)) {
            alertmanager.post(new Marker(1, false), startsAt);
            awaitEverywhere(new Marker(1, false), 1);
            alertmanager.post(new Marker(1, true), startsAt);
            awaitEverywhere(new Marker(1, true), 1);
            assertNothingFailed(alertmanager);
        }
        assertOnce(new Marker(1, false), new Marker(1, true));
    }

    @Test
    void an_alert_that_comes_while_the_service_is_down_arrives_when_it_is_back() {
        try (AlertmanagerProcess alertmanager = alertmanager("down", PATIENT)) {
            tocsin.kill9();
            alertmanager.post(new Marker(2, false), startsAt);
            awaitRetries(alertmanager);
            tocsin.start();
            awaitEverywhere(new Marker(2, false), 1);
            assertNothingFailed(alertmanager);
        }
    }

    @Test
    void an_alert_that_was_answered_503_arrives_when_the_outbox_takes_writes_again() throws IOException {
        Path outbox = home.resolve("data/outbox.db");
        Path away = home.resolve("data/outbox.db.away");
        try (AlertmanagerProcess alertmanager = alertmanager("unavailable", PATIENT)) {
            Files.move(outbox, away);
            alertmanager.post(new Marker(3, false), startsAt);
            awaitRetries(alertmanager);
            await("readiness to end").until(() -> tocsin.status("/health/ready") == 503);
            assertThat(sinks.count(new Marker(3, false)).values()).allMatch(count -> count == 0);
            Files.move(away, outbox);
            tocsin.awaitReady();
            awaitEverywhere(new Marker(3, false), 1);
            assertNothingFailed(alertmanager);
        }
    }

    /** Alertmanagers that cannot gossip each send the group, by design: fail open. */
    @Test
    void two_alertmanagers_that_cannot_gossip_make_one_notification() {
        try (AlertmanagerProcess one = alertmanager("one", QUICK);
                AlertmanagerProcess other = alertmanager("other", QUICK)) {
            for (Marker marker : new Marker[] {new Marker(4, false), new Marker(4, true)}) {
                one.post(marker, startsAt);
                other.post(marker, startsAt);
                awaitEverywhere(marker, 1);
                double sent = marker.resolved() ? 2 : 1;
                await("both have sent " + marker)
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> Collections.min(List.of(requests(one), requests(other))) >= sent);
            }
            assertNothingFailed(one);
            assertNothingFailed(other);
        }
        assertThat(tocsin.get("/metrics")).contains("tocsin_webhook_notifications_total{outcome=\"duplicate\"} 2.0");
        assertOnce(new Marker(4, false), new Marker(4, true));
    }

    @Test
    void a_pair_tells_everything_once_though_the_peer_that_told_dies_before_the_end() {
        try (AlertmanagerPair pair =
                AlertmanagerPair.start("alertmanager/" + home.getFileName() + "-pair", tocsin.webhook(), QUICK)) {
            pair.post(new Marker(5, false), startsAt);
            awaitEverywhere(new Marker(5, false), 1);
            AlertmanagerProcess survivor = pair.killSender();
            survivor.post(new Marker(5, true), startsAt);
            awaitEverywhere(new Marker(5, true), 1);
            assertNothingFailed(survivor);
        }
        assertOnce(new Marker(5, false), new Marker(5, true));
    }

    @Test
    void alerts_of_a_group_that_end_one_by_one_are_told_as_firing_and_resolved_together() {
        List<Marker> firing = Stream.of(6, 7, 8).map(n -> new Marker(n, false)).toList();
        try (AlertmanagerProcess alertmanager = alertmanager("group", QUICK)) {
            alertmanager.post("three", firing, startsAt);
            firing.forEach(marker -> awaitEverywhere(marker, 1));
            for (int n = 6; n <= 8; n++) {
                Marker end = new Marker(n, true);
                alertmanager.post("three", List.of(end), startsAt);
                awaitEverywhere(end, 1);
            }
            assertNothingFailed(alertmanager);
        }
        tocsin.stop();
        // Firing before resolved, and each end told but once.
        assertThat(sinks.messages().values())
                .allSatisfy(messages -> assertThat(messages)
                        .hasToString("[[proofg6firingz, proofg7firingz, proofg8firingz],"
                                + " [proofg7firingz, proofg8firingz, proofg6resolvedz],"
                                + " [proofg8firingz, proofg7resolvedz], [proofg8resolvedz]]"));
        assertCounts("3 firing", "2 firing, 1 resolved", "1 firing, 1 resolved", "1 resolved");
    }

    @Test
    void a_group_of_which_a_silenced_alert_still_fires_is_not_told_as_resolved() {
        int port = FreePort.next();
        tocsin.stop();
        properties.put("tocsin.alertmanagers[0].url", "http://127.0.0.1:" + port);
        tocsin = new TocsinProcess(home, properties).start();
        List<Marker> firing = Stream.of(9, 10).map(n -> new Marker(n, false)).toList();
        try (AlertmanagerProcess alertmanager = AlertmanagerProcess.startAt(
                port, ProofHome.of("alertmanager/" + home.getFileName() + "-silence"), tocsin.webhook(), QUICK)) {
            alertmanager.post("pair", firing, startsAt);
            firing.forEach(marker -> awaitEverywhere(marker, 1));
            alertmanager.silence("host9");
            alertmanager.post("pair", List.of(new Marker(10, true)), startsAt);
            awaitEverywhere(new Marker(10, true), 1);
            assertNothingFailed(alertmanager);
        }
        tocsin.stop();
        sinks.each(Stream::toList)
                .forEach((target, texts) -> assertThat(texts.get(texts.size() - 1))
                        .as("the last message of %s", target)
                        .contains("1 no longer notified, 1 resolved", "silenced by drill until ", "deploying"));
    }

    /** Each message of each sink says how many fire and how many are resolved. */
    private void assertCounts(String... counts) {
        sinks.each(Stream::toList).forEach((target, texts) -> {
            assertThat(texts).as("messages of %s", target).hasSameSizeAs(counts);
            for (int i = 0; i < counts.length; i++) {
                assertThat(texts.get(i)).as("message %s of %s", i, target).contains(counts[i]);
            }
        });
    }

    private AlertmanagerProcess alertmanager(String name, Duration groupInterval) {
        return AlertmanagerProcess.start(
                ProofHome.of("alertmanager/" + home.getFileName() + "-" + name), tocsin.webhook(), groupInterval);
    }

    private void awaitEverywhere(Marker marker, int times) {
        await(marker + " at every sink")
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(sinks.count(marker).values()).allMatch(count -> count == times));
    }

    /** Nothing more can come from a service that has stopped. */
    private void assertOnce(Marker... markers) {
        tocsin.stop();
        for (Marker marker : markers) {
            assertThat(sinks.count(marker).values()).as(marker.toString()).allMatch(count -> count == 1);
        }
    }

    private static void awaitRetries(AlertmanagerProcess alertmanager) {
        await("attempts that fail")
                .atMost(Duration.ofSeconds(30))
                .until(() -> alertmanager.webhookCounter("alertmanager_notification_requests_failed_total") >= 2);
    }

    private static double requests(AlertmanagerProcess alertmanager) {
        return alertmanager.webhookCounter("alertmanager_notification_requests_total");
    }

    private static void assertNothingFailed(AlertmanagerProcess alertmanager) {
        assertThat(alertmanager.webhookCounter("alertmanager_notifications_total"))
                .isPositive();
        assertThat(alertmanager.webhookCounter("alertmanager_notifications_failed_total"))
                .isZero();
    }
}
