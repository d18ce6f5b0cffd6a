package io.tocsin.intake.muting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.Notification;
import io.tocsin.channel.Message;
import io.tocsin.channel.PlainText;
import io.tocsin.channel.Samples;
import io.tocsin.channel.http.ChannelHttp;
import io.tocsin.channel.render.MessageView;
import io.tocsin.intake.AlertProperties.RouteProperties;
import io.tocsin.intake.muting.AlertmanagersProperties.Server;
import io.tocsin.intake.routing.AlertRouters;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MutedAlertsTests {

    private static final Instant START = Instant.parse("2026-11-27T10:00:00Z");
    private static final String SILENCE = """
            {"id":"s1","status":{"state":"active"},"createdBy":"ops","comment":"deploying",
             "startsAt":"2026-11-27T09:00:00.000Z","endsAt":"2026-11-27T18:00:00.000Z","matchers":[]}
            """;

    private static final RouteProperties ALL = new RouteProperties(List.of(), List.of("oncall", "ops"), false);

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final CountDownLatch hang = new CountDownLatch(1);
    private HttpServer server;
    private String url;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            String request = exchange.getRequestURI().toString();
            asked.add(request + " " + exchange.getRequestHeaders().getFirst("Authorization"));
            String answer = answers.entrySet().stream()
                    .filter(entry -> request.startsWith(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse("");
            if (answer.equals("hang")) {
                awaitEnd();
            }
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.isEmpty() ? 404 : 200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort();
        answers.put("/api/v2/silence/s1", SILENCE);
    }

    private void awaitEnd() {
        try {
            hang.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void stop() {
        hang.countDown();
        server.stop(0);
    }

    private MutedAlerts muted(String authorization, Duration timeout, RouteProperties... routes) {
        Server where = new Server(url + "/", authorization, timeout);
        return new MutedAlerts(
                List.of(new AlertmanagerApi(where, new ChannelHttp())), AlertRouters.of("oncall", "ops", routes));
    }

    private MutedAlerts muted() {
        return muted(null, Duration.ofSeconds(10), ALL);
    }

    private static Alert alert(String instance, AlertStatus status) {
        return new Alert(
                status,
                Map.of("alertname", "HighCPU", "instance", instance, "severity", "critical"),
                Map.of("summary", "CPU of " + instance),
                START,
                status == AlertStatus.FIRING ? null : START.plusSeconds(60),
                null,
                null,
                null,
                "f-" + instance);
    }

    private Notification content(Alert... alerts) {
        Map<String, String> group = Map.of("alertname", "HighCPU");
        return new Notification("{}:{x}", "team.x", group, group, Map.of(), List.of(alerts), 0, url);
    }

    private static String suppressed(String instance, String why) {
        return """
                {"labels":{"alertname":"HighCPU","instance":"%1$s","severity":"critical"},
                 "annotations":{"summary":"CPU of %1$s"},"startsAt":"2026-11-27T10:00:00.000Z","endsAt":"2026-11-27T11:00:00.000Z",
                 "updatedAt":"2026-11-27T10:00:00.000Z","fingerprint":"f-%1$s","generatorURL":"http://prom/graph",
                 "receivers":[{"name":"team.x"}],"status":{"inhibitedBy":[],"silencedBy":[],"mutedBy":[],"state":"suppressed",%2$s}}
                """.formatted(instance, why);
    }

    private void alertmanagerSays(String... alerts) {
        answers.put("/api/v2/alerts", "[" + String.join(",", alerts) + "]");
    }

    private static List<String> told(Notification content) {
        return content.alerts().stream()
                .map(alert -> alert.labels().get("instance") + " " + alert.status())
                .toList();
    }

    @Test
    void a_silenced_alert_that_was_left_out_of_a_resolved_group_is_told_as_no_longer_notified() {
        alertmanagerSays(suppressed("b", "\"silencedBy\":[\"s1\"]"));

        Notification now = muted().asOfNow("oncall", content(alert("a", AlertStatus.RESOLVED)));

        assertThat(told(now)).containsExactly("a RESOLVED", "b MUTED");
        assertThat(now.status()).isEqualTo(AlertStatus.MUTED);
        Message message = new Message("oncall-1", 1, START, now);
        MessageView view = MessageView.of(message, Samples.ENGLISH);
        assertThat(view.title()).isEqualTo("[NO LONGER NOTIFIED:1] HighCPU (critical)");
        assertThat(view.counts()).isEqualTo("1 no longer notified, 1 resolved");
        String why = "no longer notified: silenced by ops until 2026-11-27 18:00:00 UTC (deploying)";
        assertThat(view.alerts().get(0).summary()).isEqualTo(why + " · CPU of b");
        assertThat(PlainText.of(message, 2_000)).contains("MUTED critical HighCPU b " + why.substring(0, 60));
        assertThat(MessageView.of(message, Samples.CHINESE).alerts().get(0).summary())
                .startsWith("不再通知：已被 ops 静默至 2026-11-28 02:00:00 UTC+08:00");
    }

    @Test
    void an_alert_that_arrives_as_resolved_and_is_silenced_is_told_as_silenced() {
        alertmanagerSays(suppressed("a", "\"silencedBy\":[\"s1\"]"), suppressed("b", "\"silencedBy\":[\"s1\"]"));
        Notification now =
                muted().asOfNow("oncall", content(alert("a", AlertStatus.RESOLVED), alert("c", AlertStatus.FIRING)));
        assertThat(told(now)).containsExactly("a MUTED", "c FIRING");
        assertThat(now.alerts().get(0).endsAt()).isNull();
    }

    @Test
    void the_question_names_group_and_receiver_and_carries_the_authorization() {
        alertmanagerSays();
        Notification content = content(alert("a", AlertStatus.RESOLVED));
        assertThat(muted("Bearer secret ", Duration.ofSeconds(10), ALL).asOfNow("oncall", content))
                .isSameAs(content);
        assertThat(asked)
                .singleElement()
                .satisfies(request -> assertThat(URLDecoder.decode(request, StandardCharsets.UTF_8))
                        .contains("active=false", "filter=alertname=\"HighCPU\"", "receiver=team\\.x")
                        .endsWith(" Bearer secret"));
        assertThat(new Server(url, "Bearer secret", Duration.ofSeconds(1)).toString())
                .doesNotContain("secret");
    }

    @Test
    void what_answers_to_more_than_was_asked_is_looked_through() {
        alertmanagerSays(
                suppressed("b", "\"silencedBy\":[\"s1\"]").replace("HighCPU", "Other"),
                suppressed("c", "\"silencedBy\":[\"s1\"]").replace("team.x", "teamyx"),
                suppressed("d", "\"silencedBy\":[]").replace("\"suppressed\"", "\"active\""));
        Notification content = content(alert("a", AlertStatus.RESOLVED));
        assertThat(muted().asOfNow("oncall", content)).isSameAs(content);
    }

    @Test
    void who_is_not_told_of_the_alert_while_it_fires_is_not_told_of_its_silence() {
        alertmanagerSays(suppressed("b", "\"silencedBy\":[\"s1\"]"), suppressed("c", "\"silencedBy\":[\"s1\"]"));
        MutedAlerts routed = muted(
                null,
                Duration.ofSeconds(10),
                new RouteProperties(List.of("instance=b"), List.of("oncall"), false),
                new RouteProperties(List.of(), List.of("ops"), false));
        Notification content = content(alert("a", AlertStatus.RESOLVED));
        assertThat(told(routed.asOfNow("oncall", content))).containsExactly("a RESOLVED", "b MUTED");
        assertThat(told(routed.asOfNow("ops", content))).containsExactly("a RESOLVED", "c MUTED");
    }

    @Test
    void inhibited_and_muted_alerts_are_told_as_such() {
        alertmanagerSays(
                suppressed("b", "\"inhibitedBy\":[\"f-z\"]"),
                suppressed("c", "\"mutedBy\":[\"weekends\"]"),
                suppressed("z", "\"silencedBy\":[\"gone\"]"));
        List<Alert> now = muted().muted(content());
        assertThat(now)
                .extracting(alert -> Samples.ENGLISH.text(alert.muting()))
                .containsExactly(
                        "no longer notified: inhibited by HighCPU",
                        "no longer notified: muted by the time interval weekends",
                        "no longer notified: silenced by gone");
    }

    @Test
    void what_fires_and_what_tocsin_raised_itself_is_asked_of_nobody() {
        MutedAlerts muted = muted();
        Notification firing = content(alert("a", AlertStatus.FIRING));
        Notification own = new Notification(
                "g", "", Map.of(), Map.of(), Map.of(), List.of(alert("a", AlertStatus.RESOLVED)), 0, null);
        assertThat(muted.asOfNow("oncall", firing)).isSameAs(firing);
        assertThat(muted.asOfNow("oncall", own)).isSameAs(own);
        assertThat(asked).isEmpty();
    }

    @Test
    void without_an_answer_the_message_is_as_it_arrived() {
        Notification content = content(alert("a", AlertStatus.RESOLVED));
        for (String answer : List.of("", "<html>", "{\"x\":1}", "[1,null,{}]", "null")) {
            answers.put("/api/v2/alerts", answer);
            assertThat(told(muted().asOfNow("oncall", content))).as(answer).containsExactly("a RESOLVED");
        }
        server.stop(0);
        assertThat(muted().asOfNow("oncall", content)).isSameAs(content);
    }

    @Test
    void an_alertmanager_that_hangs_costs_one_message_its_time_limit_and_the_next_ones_nothing() {
        answers.put("/api/v2/alerts", "hang");
        MutedAlerts muted = muted(null, Duration.ofMillis(200), ALL);
        Notification content = content(alert("a", AlertStatus.RESOLVED));
        for (int n = 0; n < 20; n++) {
            assertThat(muted.asOfNow("oncall", content)).isSameAs(content);
        }
        assertThat(asked).hasSize(1);
    }

    @Test
    void a_url_that_is_none_is_refused() {
        for (String wrong :
                Stream.of("alertmanager:9093", "ftp://a", "", "http://").toList()) {
            assertThatThrownBy(() -> new Server(wrong, null, Duration.ofSeconds(1)))
                    .hasMessageContaining("tocsin.alertmanagers[].url must be an http or https URL");
        }
        assertThatThrownBy(() -> new Server("http://a", null, Duration.ofMinutes(1)))
                .hasMessageContaining("100ms to 10s");
    }
}
