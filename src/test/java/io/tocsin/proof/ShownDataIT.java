package io.tocsin.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.backing.InstalledProgram;
import io.tocsin.monitoring.Alerts;
import io.tocsin.monitoring.Alerts.Rule;
import io.tocsin.monitoring.Dashboard;
import io.tocsin.monitoring.Dashboard.Query;
import io.tocsin.monitoring.PromQl;
import io.tocsin.monitoring.PromQl.Selector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nothing is asked for that nobody exports: the running stack answers every rule and every panel. */
@Tag("drill")
class ShownDataIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String RATE_INTERVAL = "10s";

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
    void every_panel_has_data() {
        List<Query> queries =
                Dashboard.all().stream().flatMap(one -> one.queries().stream()).toList();
        assertThat(queries).hasSizeGreaterThan(100);
        List<String> known = KnownGaps.panels();
        await().atMost(LIMIT).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
            liveALittle();
            assertThat(empty(queries)).allMatch(known::contains);
        });
    }

    private static Set<String> empty(List<Query> queries) {
        Set<String> empty = new TreeSet<>();
        for (Query query : queries) {
            if (stack.prometheus.query(query.substituted(RATE_INTERVAL)).isEmpty()) {
                empty.add(query.dashboard() + " | " + query.panel());
            }
        }
        return empty;
    }

    /** Some of everything that panels show: alerts, business events, commands, and a disk that reads. */
    private static void liveALittle() throws IOException {
        readFromDisk("pom.xml");
        int port = stack.tocsin.port();
        try (RawSender webhook = new RawSender(port, "/webhooks/alertmanager", TocsinProcess.TOKEN);
                RawSender trades = new RawSender(port, "/api/v1/events/trades", DrilledStack.EVENTS_TOKEN)) {
            assertThat(webhook.post(RawSender.notification("life-" + System.nanoTime())))
                    .isEqualTo(200);
            assertThat(trades.post("{\"symbol\":\"BTC/USDT\",\"side\":\"buy\",\"volume\":1}"))
                    .isLessThan(300);
        }
        try (Socket redis = new Socket(InetAddress.getLoopbackAddress(), stack.redis.port())) {
            redis.getOutputStream()
                    .write("SET a 1 EX 900\r\nGET a\r\nGET b\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            redis.getInputStream().readAllBytes();
        }
    }

    /** Past the page cache: where all is cached no disk reads, and the average time of a read is unknown. */
    private static void readFromDisk(String file) throws IOException {
        Process dd = new ProcessBuilder("dd", "if=" + file, "of=/dev/null", "bs=4096", "count=1", "iflag=direct")
                .redirectErrorStream(true)
                .start();
        String said = new String(dd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(said).contains("copied");
    }

    @Test
    void every_metric_and_label_of_a_rule_or_a_panel_is_exported() {
        Map<String, List<String>> asked = asked();
        await().atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(unknown(asked)).isEmpty());
    }

    /** What asks, by metric and label: {@code redis_up job}. */
    private static Map<String, List<String>> asked() {
        Map<String, List<String>> asked = new HashMap<>();
        for (Rule rule : Alerts.rules()) {
            ask(asked, rule.expression(), rule.alert() + rule.recorded());
        }
        Dashboard.all()
                .forEach(dashboard -> dashboard
                        .queries()
                        .forEach(query -> ask(asked, query.expression(), query.dashboard() + ": " + query.panel())));
        return asked;
    }

    private static void ask(Map<String, List<String>> asked, String expression, String who) {
        for (Selector selector : PromQl.selectors(expression)) {
            asked.computeIfAbsent(selector.name(), name -> new ArrayList<>()).add(who);
            selector.matchers()
                    .keySet()
                    .forEach(label -> asked.computeIfAbsent(selector.name() + " " + label, name -> new ArrayList<>())
                            .add(who));
        }
    }

    private static List<String> unknown(Map<String, List<String>> asked) {
        Set<String> exported = exported();
        return asked.entrySet().stream()
                .filter(one -> !exported.contains(one.getKey()))
                .map(one -> one.getKey() + ", asked for by " + one.getValue())
                .sorted()
                .toList();
    }

    private static Set<String> exported() {
        Set<String> exported = new HashSet<>();
        KnownGaps.metrics().forEach((name, labels) -> {
            exported.addAll(List.of(name, name + " job", name + " instance"));
            labels.forEach(label -> exported.add(name + " " + label));
        });
        stack.prometheus.series().forEach(series -> {
            String name = series.path("__name__").asString();
            exported.add(name);
            series.propertyNames().forEach(label -> exported.add(name + " " + label));
        });
        return exported;
    }
}
