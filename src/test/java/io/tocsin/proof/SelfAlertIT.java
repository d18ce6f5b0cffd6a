package io.tocsin.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.tocsin.standin.ReceivedMail;
import io.tocsin.standin.ReceivedMessage;
import io.tocsin.standin.StandInAnswer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What three replicas on one shared store do by themselves: each thing once, also when one of them dies. */
@Tag("drill")
class SelfAlertIT {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private static final String WATCHDOG = """
            {"receiver":"tocsin","status":"firing","alerts":[{"status":"firing","labels":{"alertname":"Watchdog"},\
            "annotations":{},"startsAt":"2026-01-02T03:04:05Z","endsAt":"0001-01-01T00:00:00Z"}],\
            "groupLabels":{},"commonLabels":{},"commonAnnotations":{},"version":"4","groupKey":"w"}
            """;

    private static Map<String, String> properties(Sinks sinks) {
        Map<String, String> properties = new HashMap<>(sinks.properties());
        properties.putAll(Replicas.sharedStore());
        properties.put("tocsin.delivery.attempt-timeout", "2s");
        return properties;
    }

    private static ConditionFactory awaiting(String what) {
        return await(what).atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofMillis(200));
    }

    private static int post(TocsinProcess process, String body) {
        HttpRequest request = HttpRequest.newBuilder(process.webhook())
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", "Bearer " + TocsinProcess.TOKEN)
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            return CLIENT.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long mails(Sinks sinks, String... texts) {
        return sinks.mail().mails().stream()
                .map(ReceivedMail::text)
                .filter(text -> Stream.of(texts).allMatch(text::contains))
                .count();
    }

    /** A message that was accepted and not recorded is rightly sent again, which is not what these tests ask. */
    private static void killOnceRecorded(Replicas replicas, int victim, Sinks sinks) {
        awaiting("the records of what was sent").until(() -> replicas.recorded() == sinks.accepted());
        replicas.get(victim).kill9();
    }

    @Test
    void a_rate_limit_holds_over_all_replicas_also_when_the_one_that_works_dies() {
        int permits = 1;
        Duration period = Duration.ofSeconds(2);
        try (Sinks sinks = Sinks.start()) {
            Map<String, String> properties = properties(sinks);
            properties.put("tocsin.channel.dingtalk." + Sinks.DINGTALK + ".rate-limit", permits + "/2s");
            try (Replicas replicas = Replicas.start(properties);
                    WebhookLoad load = new WebhookLoad(8, replicas::webhook)) {
                for (int victim = 0; victim < 2; victim++) {
                    int sent = sinks.dingTalk().received().size();
                    load.add(15);
                    awaiting("a part of it")
                            .until(() -> sinks.dingTalk().received().size() > sent);
                    replicas.get(victim).kill9();
                }
                load.add(15);
                replicas.get(0).start();
                awaiting("everything")
                        .untilAsserted(() -> assertThat(sinks.messages().values())
                                .allSatisfy(
                                        messages -> assertThat(told(messages)).containsAll(load.acknowledged())));
                assertThat(load.surprises()).isEmpty();
            }
            List<Instant> arrivals = sinks.dingTalk().received().stream()
                    .map(ReceivedMessage::at)
                    .toList();
            assertThat(arrivals).hasSizeGreaterThan(permits);
            for (int n = permits; n < arrivals.size(); n++) {
                assertThat(Duration.between(arrivals.get(n - permits), arrivals.get(n)))
                        .as("the time that %d messages took", permits + 1)
                        .isGreaterThanOrEqualTo(period);
            }
        }
    }

    @Test
    void a_blocked_target_is_told_of_once_and_its_alerts_go_to_the_fallback_once() {
        try (Sinks sinks = Sinks.start()) {
            Map<String, String> properties = properties(sinks);
            properties.put("tocsin.delivery.blocked-after", "2s");
            properties.put("tocsin.alert.routes[0].targets", Sinks.SLACK + "," + Sinks.DINGTALK);
            properties.put("tocsin.channel.slack." + Sinks.SLACK + ".fallback.target", Sinks.MAIL);
            properties.put("tocsin.channel.slack." + Sinks.SLACK + ".fallback.after", "3s");
            // With the pauses between, it is blocked for at least 15 s.
            sinks.slack().answerNext(5, StandInAnswer.of(500, "rollup_error"));
            try (Replicas replicas = Replicas.start(properties)) {
                Marker alert = new Marker(1, false);
                assertThat(post(replicas.get(0), alert.body())).isEqualTo(200);

                awaiting("the fallback").until(() -> mails(sinks, alert.toString()) == 1);
                assertThat(mails(sinks, alert.toString(), "[via fallback of " + Sinks.SLACK + "]"))
                        .isEqualTo(1);
                awaiting("the own alert").until(() -> told(sinks, "cannot deliver to " + Sinks.SLACK) == 1);
                killOnceRecorded(replicas, 1, sinks);

                awaiting("the recovery").until(() -> told(sinks, "delivers to " + Sinks.SLACK) == 1);
                assertThat(sinks.count(alert)).isEqualTo(Map.of(Sinks.MAIL, 1L, Sinks.SLACK, 1L, Sinks.DINGTALK, 1L));
                // A second telling would come before what is accepted now.
                Marker last = new Marker(2, false);
                assertThat(post(replicas.get(2), last.body())).isEqualTo(200);
                awaiting("the last").until(() -> sinks.count(last).get(Sinks.DINGTALK) == 1);
                assertThat(told(sinks, "cannot deliver to " + Sinks.SLACK)).isEqualTo(1);
                assertThat(told(sinks, "delivers to " + Sinks.SLACK)).isEqualTo(1);
                assertThat(sinks.slack().received())
                        .noneMatch(message -> message.body().contains("TocsinTargetBlocked"));
            }
        }
    }

    /** A digest tells of an alert that came and went in one line, that of its end. */
    private static Set<Marker> told(List<List<Marker>> messages) {
        return messages.stream()
                .flatMap(List::stream)
                .flatMap(marker -> Stream.of(marker, new Marker(marker.group(), false)))
                .collect(Collectors.toSet());
    }

    private static long told(Sinks sinks, String text) {
        return sinks.dingTalk().received().stream()
                .filter(message -> message.body().contains(text))
                .count();
    }

    @Test
    void a_watchdog_that_stops_is_told_of_once_and_again_once_when_it_is_back() throws IOException {
        AtomicInteger heartbeats = new AtomicInteger();
        HttpServer monitor = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        monitor.createContext("/ping", exchange -> {
            heartbeats.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        monitor.start();
        try (Sinks sinks = Sinks.start()) {
            Map<String, String> properties = properties(sinks);
            properties.put("tocsin.alert.watchdog.silence-after", "10s");
            properties.put("tocsin.alert.watchdog.targets", Sinks.MAIL);
            properties.put(
                    "tocsin.alert.watchdog.heartbeat-url",
                    "http://127.0.0.1:" + monitor.getAddress().getPort() + "/ping");
            try (Replicas replicas = Replicas.start(properties)) {
                assertThat(post(replicas.get(0), WATCHDOG)).isEqualTo(200);
                awaiting("the heartbeat").until(() -> heartbeats.get() == 1);

                awaiting("the alarm").until(() -> mails(sinks, "No Watchdog alert has arrived for 10s") == 1);
                killOnceRecorded(replicas, 0, sinks);
                awaiting("the end of the alarm")
                        .pollInterval(Duration.ofSeconds(2))
                        .until(() -> {
                            assertThat(post(replicas.get(1), WATCHDOG)).isEqualTo(200);
                            return mails(sinks, "Watchdog alerts arrive again") == 1;
                        });
                Marker last = new Marker(1, false);
                assertThat(post(replicas.get(2), last.body())).isEqualTo(200);
                awaiting("the last everywhere")
                        .until(() -> sinks.count(last).values().stream().allMatch(count -> count == 1));

                assertThat(mails(sinks, "TocsinWatchdogSilent")).isEqualTo(2);
                assertThat(sinks.slack().received()).hasSize(1);
                assertThat(heartbeats.get()).isGreaterThan(4);
            }
        } finally {
            monitor.stop(0);
        }
    }
}
