package io.tocsin.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tocsin.backing.InstalledProgram;
import io.tocsin.standin.ReceivedMail;
import io.tocsin.standin.ReceivedMessage;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What breaks reaches people: the shipped configuration in a real Prometheus and a real Alertmanager. */
@Tag("drill")
class StackDrillIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);

    private static DrilledStack stack;

    @BeforeAll
    static void start() throws IOException {
        InstalledProgram.find("prometheus", "prometheus");
        InstalledProgram.find("prometheus-alertmanager", "prometheus-alertmanager", "alertmanager");
        stack = new DrilledStack();
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    void redis_stops_and_starts_again() {
        awaitValue("redis_up{job=\"redis\", instance=\"redis:6379\"} == 1");
        awaitAlarm("RedisDown", stack.redis::close);
        awaitAllClear("RedisDown", stack.redis::start);
    }

    @Test
    void the_second_redis_stops_and_starts_again_while_the_first_is_well() {
        String second = "127.0.0.1:" + stack.second.redis.port();
        awaitValue("redis_up{job=\"redis\", instance=\"" + second + "\"} == 1");
        awaitAlarm("RedisDown", stack.second.redis::close);
        awaitValue("ALERTS{alertname=\"RedisDown\", alertstate=\"firing\", instance=\"" + second + "\"}");
        assertThat(stack.prometheus.query("ALERTS{alertname=\"RedisDown\", instance=\"redis:6379\"}"))
                .isEmpty();
        awaitAllClear("RedisDown", stack.second.redis::start);
    }

    @Test
    void a_disk_of_the_second_host_fills_and_is_cleared_while_the_first_host_is_well() {
        assumeTrue(stack.second.disk.isPresent(), "only root may mount a small disk");
        SmallDisk disk = stack.second.disk.orElseThrow();
        String second = "instance=\"127.0.0.1:" + stack.second.second + "\"";
        awaitValue("up{job=\"node\", instance=\"127.0.0.1:" + stack.second.first + "\"} == 1");
        awaitValue("node_filesystem_avail_bytes{job=\"node\", " + second + ", mountpoint=\"" + disk.mountPoint()
                + "\", fstype=\"ext4\"}");
        awaitAlarm("NodeFilesystemAlmostOutOfSpace", disk::fill);
        awaitValue("ALERTS{alertname=\"NodeFilesystemAlmostOutOfSpace\", alertstate=\"firing\", " + second + "}");
        awaitAllClear("NodeFilesystemAlmostOutOfSpace", disk::empty);
    }

    @Test
    void one_of_two_applications_fails_and_people_hear_which() {
        for (String application : List.of(SecondServers.SHOP, SecondServers.BILLING)) {
            awaitValue("up{job=\"" + application + "\", application=\"" + application + "\"} == 1");
        }
        Heard heard = Heard.from(stack.sinks);
        String firing = "ALERTS{alertname=\"HighErrorRate\", alertstate=\"firing\", job=\"%s\"}";
        await("HighErrorRate fires")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    assertThat(status(stack.second.shop, "/broken")).isEqualTo(500);
                    return !stack.prometheus
                            .query(firing.formatted(SecondServers.SHOP))
                            .isEmpty();
                });
        await("HighErrorRate is heard")
                .atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(heard.of("HighErrorRate", false)).containsOnly(true));
        assertThat(stack.prometheus.query(firing.formatted(SecondServers.BILLING)))
                .isEmpty();
        assertThat(stack.sinks.slack().received().stream().map(ReceivedMessage::body))
                .anyMatch(body -> body.contains("HighErrorRate") && body.contains(SecondServers.SHOP));
    }

    private static int status(int port, String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        connection.setReadTimeout(10_000);
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }

    @Test
    void mysql_goes_away_and_comes_back() {
        awaitValue("mysql_up{job=\"mysql\", instance=\"mysql:3306\"} == 1");
        awaitAlarm("MySQLDown", stack.mysql::cut);
        awaitAllClear("MySQLDown", stack.mysql::restore);
    }

    @Test
    void a_target_stops_and_starts_again() {
        awaitValue("up{job=\"grafana\"} == 1");
        awaitAlarm("TargetDown", stack::stopGrafana);
        awaitAllClear("TargetDown", stack::startGrafana);
    }

    @Test
    void a_disk_fills_and_is_cleared() {
        assumeTrue(stack.disk.isPresent(), "only root may mount a small disk");
        SmallDisk disk = stack.disk.orElseThrow();
        awaitValue("node_filesystem_avail_bytes{job=\"node\", instance=\"host\", mountpoint=\"" + disk.mountPoint()
                + "\", fstype=\"ext4\"}");
        awaitAlarm("NodeFilesystemAlmostOutOfSpace", disk::fill);
        awaitAllClear("NodeFilesystemAlmostOutOfSpace", disk::empty);
    }

    @Test
    void requests_take_long() {
        SlowCallers callers = new SlowCallers(stack.tocsin.port(), Duration.ofSeconds(3), 12);
        try {
            awaitAlarm("HighResponseTime", callers::start);
        } finally {
            callers.close();
        }
    }

    @Test
    void requests_fail_and_the_alert_arrives_when_the_outbox_is_back() throws IOException {
        Path outbox = stack.home.resolve("data/outbox.db");
        Path away = stack.home.resolve("data/outbox.db.away");
        Heard heard = Heard.from(stack.sinks);
        Files.move(outbox, away);
        try {
            await("HighErrorRate fires")
                    .atMost(LIMIT)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> {
                        post();
                        return !stack.prometheus
                                .query("ALERTS{alertname=\"HighErrorRate\", alertstate=\"firing\"}")
                                .isEmpty();
                    });
        } finally {
            Files.move(away, outbox);
        }
        stack.tocsin.awaitReady();
        await("HighErrorRate is heard")
                .atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(heard.of("HighErrorRate", false)).containsOnly(true));
    }

    private static void post() throws IOException {
        try (RawSender sender = new RawSender(stack.tocsin.port(), "/webhooks/alertmanager", TocsinProcess.TOKEN)) {
            assertThat(sender.post(RawSender.notification("drill"))).isIn(200, 503);
        }
    }

    @Test
    void tocsin_itself_dies_and_people_hear_of_it_past_it() {
        awaitValue("up{job=\"tocsin\"} == 1");
        stack.tocsin.kill9();
        await("the emergency mail").atMost(LIMIT).until(() -> emergencyMail("TocsinDown", "FIRING"));
        stack.tocsin.start();
        await("the all-clear").atMost(LIMIT).until(() -> emergencyMail("TocsinDown", "RESOLVED"));
    }

    private static boolean emergencyMail(String alert, String state) {
        return stack.emergency.mails().stream()
                .map(ReceivedMail::subject)
                .anyMatch(subject -> subject.startsWith("[past Tocsin] " + state) && subject.contains(alert));
    }

    @Test
    void the_watchdog_falls_silent_and_comes_again() {
        awaitValue("tocsin_watchdog_age_seconds < 10");
        try {
            awaitHeard("TocsinWatchdogSilent", false, () -> stack.alertmanager.pause(true));
        } finally {
            awaitHeard("TocsinWatchdogSilent", true, () -> stack.alertmanager.pause(false));
        }
    }

    private static void awaitValue(String expression) {
        await(expression)
                .atMost(LIMIT)
                .until(() -> !stack.prometheus.query(expression).isEmpty());
    }

    /** Breaks something that nobody complains of yet, and waits until everybody has heard. */
    private static void awaitAlarm(String alert, Runnable breakIt) {
        await(alert + " is quiet")
                .atMost(LIMIT)
                .until(() -> stack.prometheus
                        .query("ALERTS{alertname=\"" + alert + "\"}")
                        .isEmpty());
        awaitHeard(alert, false, breakIt);
    }

    private static void awaitAllClear(String alert, Runnable mendIt) {
        awaitHeard(alert, true, mendIt);
    }

    private static void awaitHeard(String alert, boolean resolved, Runnable step) {
        Heard heard = Heard.from(stack.sinks);
        step.run();
        await(alert + (resolved ? " is resolved" : " fires"))
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(heard.of(alert, resolved))
                        .as("Slack, DingTalk, mail")
                        .containsOnly(true));
    }
}
