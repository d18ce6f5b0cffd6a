package io.tocsin.proof;

import static io.tocsin.proof.Measurements.median;
import static io.tocsin.proof.Measurements.quantile;
import static io.tocsin.proof.Measurements.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * How fast alerts are accepted and delivered. It judges nothing: docs/performance.md says how to run it and what it
 * printed.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DeliveryBenchmark {

    private static final int CONNECTIONS = 64;
    private static final int ROUNDS = 3;
    private static final int ROUNDS_WITH_HISTORY = 2;
    private static final Duration WARM_UP = Duration.ofSeconds(25);
    private static final Duration MEASURED = Duration.ofSeconds(10);
    private static final int HISTORY = 500_000;
    private static final int BACKLOG = 50_000;

    private final AtomicLong marks = new AtomicLong(1_000_000);
    private final TimingSink slack = new TimingSink("ok");
    private final TimingSink slackToo = new TimingSink("ok");
    private final TimingSink dingtalk = new TimingSink("{\"errcode\":0,\"errmsg\":\"ok\"}");

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        slack.close();
        slackToo.close();
        dingtalk.close();
    }

    @Test
    @Order(1)
    void durable_accept() throws Exception {
        List<Double> shared = new ArrayList<>();
        List<Double> alone = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            shared.add(acceptRate("shared-" + round, Map.of()));
            alone.add(acceptRate("alone-" + round, Map.of("tocsin.delivery.store.largest-batch", "1")));
        }
        report(
                "Durable accept, 64 connections, commits shared",
                "%.0f webhooks/s (%s)",
                median(shared),
                rounds(shared));
        report("Durable accept, one commit per webhook", "%.0f webhooks/s (%s)", median(alone), rounds(alone));
        report("Ratio", "%.1f", median(shared) / median(alone));
    }

    @Test
    @Order(2)
    void latency_when_healthy() throws Exception {
        try (TocsinProcess tocsin = start("latency", unlimited());
                RawSender sender = webhooks(tocsin)) {
            List<TimingSink> all = List.of(slack, slackToo, dingtalk);
            latencies(sender, RawSender::notification, all, 3_000, Duration.ofMillis(6));
            reportLatency(
                    "Webhook to sink, 20/s to three targets",
                    latencies(sender, RawSender::notification, all, 600, Duration.ofMillis(50)));
        }
        if (AlertmanagerProcess.binary().isPresent()) {
            alertmanagerLatency();
        }
    }

    /** What keeps nothing on disk takes from a post to one Slack sink, on the same machine in the same run. */
    private void alertmanagerLatency() throws Exception {
        Path home = Files.createDirectories(folder.resolve("alertmanager"));
        String yaml = """
                route: {receiver: slack, group_by: [alertname], group_wait: 0s, group_interval: 1h, repeat_interval: 1h}
                receivers: [{name: slack, slack_configs: [{api_url: "%s", title: '{{ .GroupLabels.alertname }}'}]}]
                """.formatted(slack.url());
        try (AlertmanagerProcess alertmanager = AlertmanagerProcess.start(home, yaml);
                RawSender sender = new RawSender(alertmanager.port(), "/api/v2/alerts", "none")) {
            UnaryOperator<String> alert =
                    mark -> "[{\"labels\":{\"alertname\":\"" + mark + "\",\"severity\":\"critical\"}}]";
            latencies(sender, alert, List.of(slack), 500, Duration.ofMillis(6));
            reportLatency(
                    "Alertmanager of Debian (nothing on disk), post to one Slack sink, 20/s",
                    latencies(sender, alert, List.of(slack), 600, Duration.ofMillis(50)));
        }
    }

    private static void reportLatency(String what, double[] latencies) {
        report(
                what,
                "p50 %.1f ms, p90 %.1f ms, p99 %.1f ms",
                quantile(latencies, 0.5),
                quantile(latencies, 0.9),
                quantile(latencies, 0.99));
    }

    private static RawSender webhooks(TocsinProcess tocsin) throws IOException {
        return new RawSender(tocsin.port(), "/webhooks/alertmanager", TocsinProcess.TOKEN);
    }

    @Test
    @Order(3)
    void cost_with_history() throws Exception {
        List<Double> accept = new ArrayList<>();
        List<Double> acceptFilled = new ArrayList<>();
        List<Double> drain = new ArrayList<>();
        List<Double> drainFilled = new ArrayList<>();
        for (int round = 0; round < ROUNDS_WITH_HISTORY; round++) {
            Path empty = FilledStore.create(folder.resolve("empty-" + round), 0, 0);
            Path filled = FilledStore.create(folder.resolve("filled-" + round), HISTORY, BACKLOG);
            accept.add(acceptRate("flat-a-" + round, Map.of("tocsin.delivery.store.path", empty.toString())));
            acceptFilled.add(acceptRate("flat-b-" + round, Map.of("tocsin.delivery.store.path", filled.toString())));
            drain.add(drainRate("drain-a-" + round, 0));
            drainFilled.add(drainRate("drain-b-" + round, HISTORY));
        }
        report("Accept on an empty store", "%.0f webhooks/s (%s)", median(accept), rounds(accept));
        report(
                "Accept with 500,000 of history and 50,000 pending",
                "%.0f webhooks/s (%s), %.2f of empty",
                median(acceptFilled),
                rounds(acceptFilled),
                median(acceptFilled) / median(accept));
        report("Drain of 50,000 on a store without history", "%.0f/s (%s)", median(drain), rounds(drain));
        report(
                "Drain of 50,000 with 500,000 of history",
                "%.0f/s (%s), %.2f of none",
                median(drainFilled),
                rounds(drainFilled),
                median(drainFilled) / median(drain));
    }

    private double acceptRate(String name, Map<String, String> properties) throws Exception {
        try (TocsinProcess tocsin = start(name, asShipped(properties))) {
            load(tocsin, WARM_UP, CONNECTIONS);
            return load(tocsin, MEASURED, CONNECTIONS);
        }
    }

    /** How many deliveries per second three healthy targets take together from a line that is full. */
    private double drainRate(String name, int history) throws Exception {
        Path store = FilledStore.create(folder.resolve(name + "-store"), history, BACKLOG);
        Map<String, String> properties = unlimited();
        properties.put("tocsin.delivery.store.path", store.toString());
        try (TocsinProcess tocsin = start(name, properties)) {
            LockSupport.parkNanos(Duration.ofSeconds(6).toNanos());
            if (!tocsin.isReady()) {
                throw new IllegalStateException(tocsin.log());
            }
            long before = arrived();
            long start = System.nanoTime();
            LockSupport.parkNanos(MEASURED.toNanos());
            return (arrived() - before) / seconds(start);
        }
    }

    /** Posts over so many connections for so long, and answers how many were acknowledged per second. */
    private double load(TocsinProcess tocsin, Duration time, int connections) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(connections);
        long start = System.nanoTime();
        long end = start + time.toNanos();
        try {
            List<Future<Long>> counts = new ArrayList<>();
            for (int n = 0; n < connections; n++) {
                counts.add(pool.submit(() -> post(tocsin, end)));
            }
            long acknowledged = 0;
            for (Future<Long> count : counts) {
                acknowledged += count.get();
            }
            return acknowledged / seconds(start);
        } finally {
            pool.shutdownNow();
        }
    }

    private long post(TocsinProcess tocsin, long end) throws IOException {
        long acknowledged = 0;
        try (RawSender sender = webhooks(tocsin)) {
            while (System.nanoTime() < end) {
                String body = RawSender.notification(RawSender.mark(marks.incrementAndGet()));
                if (sender.post(body) == 200) {
                    acknowledged++;
                }
            }
        }
        return acknowledged;
    }

    /** From the first byte posted to the first byte at each sink, in milliseconds. */
    private double[] latencies(
            RawSender sender, UnaryOperator<String> body, List<TimingSink> sinks, int count, Duration interval)
            throws IOException {
        Map<String, Long> posted = new HashMap<>();
        long next = System.nanoTime();
        for (int n = 0; n < count; n++) {
            LockSupport.parkNanos(Math.max(0, next - System.nanoTime()));
            String mark = RawSender.mark(marks.incrementAndGet());
            posted.put(mark, System.nanoTime());
            sender.post(body.apply(mark));
            next += interval.toNanos();
        }
        Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .until(() ->
                        sinks.stream().allMatch(sink -> sink.arrivals().keySet().containsAll(posted.keySet())));
        return posted.entrySet().stream()
                .flatMapToDouble(entry -> sinks.stream()
                        .mapToDouble(sink -> (sink.arrivals().get(entry.getKey()) - entry.getValue()) / 1e6))
                .toArray();
    }

    private long arrived() {
        return slack.count() + slackToo.count() + dingtalk.count();
    }

    private TocsinProcess start(String name, Map<String, String> properties) {
        return new TocsinProcess(folder.resolve(name), properties)
                .withJvmFlags(List.of("-XX:+UseSerialGC", "-Xmx512m"))
                .start();
    }

    /** Three targets with the providers' limits, so that accepting is what is measured. */
    private Map<String, String> asShipped(Map<String, String> more) {
        Map<String, String> properties = targets();
        properties.put("tocsin.delivery.max-pending", "100000000");
        properties.putAll(more);
        return properties;
    }

    private Map<String, String> unlimited() {
        Map<String, String> properties = targets();
        properties.put("tocsin.channel.slack.ops-slack.rate-limit", "none");
        properties.put("tocsin.channel.slack.dev-slack.rate-limit", "none");
        properties.put("tocsin.channel.dingtalk.oncall.rate-limit", "none");
        return properties;
    }

    private Map<String, String> targets() {
        Map<String, String> properties = new HashMap<>();
        properties.put("tocsin.channel.slack.ops-slack.webhook-url", slack.url());
        properties.put("tocsin.channel.slack.dev-slack.webhook-url", slackToo.url());
        properties.put("tocsin.channel.dingtalk.oncall.webhook-url", dingtalk.url());
        properties.put("tocsin.alert.routes[0].targets", "ops-slack,dev-slack,oncall");
        return properties;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static String rounds(List<Double> values) {
        return String.join(
                ", ",
                values.stream().map(value -> String.valueOf(Math.round(value))).toList());
    }
}
