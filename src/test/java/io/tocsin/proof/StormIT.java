package io.tocsin.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.standin.DingTalkStandIn;
import io.tocsin.standin.ReceivedMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** More alerts than a provider takes, and more than fit into memory, with the packaged service in 256 MB. */
@Tag("drill")
class StormIT {

    private static final Logger log = LoggerFactory.getLogger(StormIT.class);
    private static final Pattern NAME = Pattern.compile("(storm|calm)\\d+z");
    private static final int NOTIFICATIONS = 500;
    /** A sixth of the real minute, and of the real penalty. */
    private static final Duration WINDOW = Duration.ofSeconds(10);

    private static final int BACKLOG = 100_000;

    @Test
    void five_hundred_notifications_in_a_minute_are_all_told_and_none_is_refused() throws IOException {
        Map<String, Long> posted = new HashMap<>();
        Map<String, Integer> ahead = new HashMap<>();
        try (DingTalkStandIn robot = robot();
                TocsinProcess tocsin = new TocsinProcess(
                                ProofHome.of("storm"), properties(robot, "18/10s", "data/outbox.db"))
                        .start();
                RawSender sender = webhooks(tocsin)) {
            long start = System.nanoTime();
            for (int n = 0; n < NOTIFICATIONS; n++) {
                String name = (n % 25 == 7 ? "storm" : "calm") + n + "z";
                LockSupport.parkNanos(start + n * WINDOW.toNanos() / NOTIFICATIONS - System.nanoTime());
                assertThat(sender.post(body(name, n % 25 == 7 ? "critical" : "warning")))
                        .isEqualTo(200);
                posted.put(name, System.nanoTime());
                ahead.put(name, robot.requests());
            }
            await("every alert in a message")
                    .atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> carriers(robot.received()).size() == NOTIFICATIONS);
            double took = (System.nanoTime() - start) / 1e9;
            assertThat(tocsin.stop()).isEqualTo(143);

            Map<String, Integer> carriers = carriers(robot.received());
            assertThat(robot.refusals()).isZero();
            assertThat(carriers.keySet()).isEqualTo(posted.keySet());
            // One send behind, and one that was decided before it arrived and had not reached the robot.
            ahead.forEach((name, before) -> {
                if (name.startsWith("storm")) {
                    assertThat(carriers.get(name) - before).as(name).isLessThanOrEqualTo(2);
                }
            });
            robot.received().forEach(StormIT::assertCriticalFirst);
            log.info(
                    "{} notifications in {} s went out in {} messages within {} s",
                    NOTIFICATIONS,
                    WINDOW.toSeconds(),
                    robot.received().size(),
                    took);
        }
    }

    private static void assertCriticalFirst(ReceivedMessage message) {
        List<Boolean> critical =
                names(message).stream().map(name -> name.startsWith("storm")).toList();
        assertThat(critical).isSortedAccordingTo((one, other) -> Boolean.compare(other, one));
    }

    @Test
    void a_hundred_thousand_waiting_deliveries_fit_into_a_small_heap() throws IOException, SQLException {
        Path home = ProofHome.of("storm-backlog");
        Path store = FilledStore.create(home.resolve("store"), 0, BACKLOG);
        Set<String> posted = new HashSet<>();
        try (DingTalkStandIn robot = robot();
                TocsinProcess tocsin = new TocsinProcess(home, properties(robot, "18/10s", store.toString())).start();
                RawSender sender = webhooks(tocsin)) {
            for (int n = 0; n < 20; n++) {
                String name = "storm" + n + "z";
                assertThat(sender.post(body(name, "critical"))).isEqualTo(200);
                posted.add(name);
            }
            // Behind a hundred thousand others, and yet told with the next digests.
            await("critical alerts")
                    .atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> carriers(robot.received()).keySet().containsAll(posted));
            await("ten digests of what waits")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> robot.received().size() >= 10);
            assertThat(robot.received())
                    .allSatisfy(message -> assertThat(message.body().getBytes(StandardCharsets.UTF_8))
                            .hasSizeLessThan(18_000));
            assertThat(robot.refusals()).isZero();
            assertThat(tocsin.isReady()).isTrue();
            assertThat(tocsin.stop()).isEqualTo(143);
            assertThat(tocsin.log()).doesNotContain("OutOfMemoryError", "GC overhead");
        }
    }

    private static DingTalkStandIn robot() {
        DingTalkStandIn robot = new DingTalkStandIn(0, DingTalkStandIn.SECRET, InstantSource.system());
        robot.limit(20, WINDOW, WINDOW.multipliedBy(10));
        return robot;
    }

    private static RawSender webhooks(TocsinProcess tocsin) throws IOException {
        return new RawSender(tocsin.port(), "/webhooks/alertmanager", TocsinProcess.TOKEN);
    }

    /** In which message, from 0, each name came first. */
    private static Map<String, Integer> carriers(List<ReceivedMessage> messages) {
        Map<String, Integer> carriers = new HashMap<>();
        for (int n = 0; n < messages.size(); n++) {
            for (String name : names(messages.get(n))) {
                carriers.putIfAbsent(name, n);
            }
        }
        return carriers;
    }

    private static List<String> names(ReceivedMessage message) {
        String text = message.json().path("markdown").path("text").asString("");
        return new ArrayList<>(new LinkedHashSet<>(
                NAME.matcher(text).results().map(MatchResult::group).toList()));
    }

    private static String body(String name, String severity) {
        return """
                {"version":"4","status":"firing","receiver":"tocsin","groupKey":"{}:{alertname=\\"%1$s\\"}",\
                "alerts":[{"status":"firing","labels":{"alertname":"%1$s","severity":"%2$s","instance":"host-1"},\
                "annotations":{"summary":"something is wrong"},"startsAt":"2026-01-02T03:04:05Z"}]}""".formatted(name, severity);
    }

    private static Map<String, String> properties(DingTalkStandIn robot, String limit, String store) {
        Map<String, String> properties = new HashMap<>();
        properties.put(
                "tocsin.channel.dingtalk.oncall.webhook-url", robot.webhookUrl().toString());
        properties.put("tocsin.channel.dingtalk.oncall.secret", DingTalkStandIn.SECRET);
        properties.put("tocsin.channel.dingtalk.oncall.rate-limit", limit);
        properties.put("tocsin.alert.routes[0].targets", "oncall");
        properties.put("tocsin.delivery.store.path", store);
        properties.put("tocsin.delivery.max-pending", "1000000");
        return properties;
    }
}
