package io.tocsin.intake.watchdog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tocsin.metrics.RunningService;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The watchdog in the whole service, with its store as a file. */
@ExtendWith(OutputCaptureExtension.class)
class WatchdogServiceTests {

    private static final String SETTING = "tocsin.alert.watchdog.";

    @TempDir
    private Path folder;

    private RunningService start(String... settings) {
        return RunningService.start(folder, settings);
    }

    private static String answer(RunningService service, String... alertnames) {
        String alerts = Stream.of(alertnames)
                .map(name -> "{\"status\":\"firing\",\"labels\":{\"alertname\":\"" + name + "\"}}")
                .collect(Collectors.joining(","));
        return service.post("/webhooks/alertmanager", RunningService.WEBHOOK_TOKEN, "{\"alerts\":[" + alerts + "]}")
                .body();
    }

    private static double age(RunningService service) {
        return service.scrape().stream()
                .filter(line -> line.startsWith("tocsin_watchdog_age_seconds "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void what_arrived_is_known_after_a_restart_and_is_no_news() {
        try (RunningService service = start(SETTING + "silence-after=10s")) {
            assertThat(age(service)).isNaN();
            assertThat(answer(service, "Watchdog")).isEqualTo("{\"outcome\":\"heartbeat\"}");
            assertThat(answer(service, "HighCPU", "Watchdog")).contains("\"outcome\":\"stored\"");
            assertThat(age(service)).isBetween(0.0, 60.0);
            assertThat(service.get("/health/ready").statusCode()).isEqualTo(200);
        }
        try (RunningService restarted = start(SETTING + "silence-after=10s")) {
            await().atMost(Duration.ofSeconds(30)).until(() -> age(restarted) > 0);
            assertThat(restarted.scrape()).contains("tocsin_watchdog_alarm 0.0");
        }
    }

    @Test
    void an_alert_of_that_name_is_news_when_no_watchdog_is_configured() {
        try (RunningService service = start()) {
            assertThat(answer(service, "Watchdog")).contains("\"outcome\":\"stored\"");
            assertThat(age(service)).isNaN();
        }
    }

    @Test
    void an_alarm_that_was_out_when_the_watchdog_was_switched_off_is_over_after_the_start() throws SQLException {
        start(SETTING + "silence-after=10s").close();
        try (Connection store = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("outbox.db"));
                Statement alarm = store.createStatement()) {
            alarm.execute("INSERT INTO self_alert (name, since, told_at, targets)"
                    + " VALUES ('TocsinWatchdogSilent{watchdog=Watchdog}', 0, 0, '')");
        }
        try (RunningService switchedOff = start()) {
            await().atMost(Duration.ofSeconds(30))
                    .until(
                            () -> switchedOff
                                    .scrape()
                                    .contains(
                                            "tocsin_own_alerts_total{alertname=\"TocsinWatchdogSilent\",status=\"resolved\"} 1.0"));
        }
        try (Connection store = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("outbox.db"));
                Statement question = store.createStatement();
                ResultSet open = question.executeQuery("SELECT name FROM self_alert")) {
            assertThat(open.next()).isFalse();
        }
    }

    @Test
    void a_wrong_setting_stops_the_start_with_what_to_do_and_no_secret(CapturedOutput output) {
        assertThatThrownBy(() -> start(SETTING + "heartbeat-url=htps://hc.example.com/s3cret"))
                .isInstanceOf(RuntimeException.class);
        assertThat(output)
                .contains("tocsin.alert.watchdog.heartbeat-url is not an http(s) URL")
                .doesNotContain("s3cret");
        assertThatThrownBy(() -> start(SETTING + "targets=nobody")).isInstanceOf(RuntimeException.class);
        assertThat(output).contains("names the target 'nobody', which is not configured");
    }
}
