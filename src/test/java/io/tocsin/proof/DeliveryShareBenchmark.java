package io.tocsin.proof;

import static io.tocsin.proof.Measurements.quantile;
import static io.tocsin.proof.Measurements.report;

import io.tocsin.backing.MySqlServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What delivering gets while 200 webhooks a second are accepted, each for three targets without a limit, on each store. It
 * judges nothing: docs/performance.md says how to run it and what it printed.
 */
class DeliveryShareBenchmark {

    private static final int RATE = 200;
    private static final int CONNECTIONS = 32;
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration MEASURED = Duration.ofSeconds(20);

    private final AtomicLong marks = new AtomicLong();
    private final List<TimingSink> sinks =
            List.of(new TimingSink("ok"), new TimingSink("ok"), new TimingSink("{\"errcode\":0,\"errmsg\":\"ok\"}"));

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        sinks.forEach(TimingSink::close);
    }

    @Test
    void on_sqlite() throws Exception {
        measure("SQLite", 1, Map.of());
    }

    @Test
    void on_mariadb_with_one_replica() throws Exception {
        measure("MariaDB, one replica", 1, mariaDb());
    }

    @Test
    void on_mariadb_with_three_replicas() throws Exception {
        measure("MariaDB, three replicas", 3, mariaDb());
    }

    /** Embedded, and as durable as SQLite. */
    private static Map<String, String> mariaDb() throws SQLException {
        MySqlServer.Database store = MySqlServer.mariaDb().newDatabase();
        try (Connection connection = DriverManager.getConnection(store.url(), store.username(), store.password());
                Statement statement = connection.createStatement()) {
            statement.execute("SET GLOBAL innodb_flush_log_at_trx_commit = 1");
        }
        return Map.of(
                "tocsin.delivery.store.url", store.url(),
                "tocsin.delivery.store.username", store.username(),
                "tocsin.delivery.store.password", store.password());
    }

    private void measure(String what, int replicas, Map<String, String> store) throws Exception {
        Map<String, String> properties = new HashMap<>(store);
        for (String target : List.of("slack.ops-slack", "slack.dev-slack", "dingtalk.oncall")) {
            properties.put("tocsin.channel." + target + ".rate-limit", "none");
        }
        properties.put(
                "tocsin.channel.slack.ops-slack.webhook-url", sinks.get(0).url());
        properties.put(
                "tocsin.channel.slack.dev-slack.webhook-url", sinks.get(1).url());
        properties.put(
                "tocsin.channel.dingtalk.oncall.webhook-url", sinks.get(2).url());
        properties.put("tocsin.alert.routes[0].targets", "ops-slack,dev-slack,oncall");
        List<TocsinProcess> processes = IntStream.range(0, replicas)
                .mapToObj(n -> new TocsinProcess(folder.resolve("replica-" + n), properties)
                        .withJvmFlags(List.of("-XX:+UseSerialGC", "-Xmx384m")))
                .toList();
        try {
            processes.forEach(TocsinProcess::launch);
            processes.forEach(TocsinProcess::awaitReady);
            Map<String, Long> warmUp = storm(processes, WARM_UP, new AtomicInteger(), new ArrayList<>());
            awaitAll(warmUp);
            AtomicInteger refused = new AtomicInteger();
            List<Double> answers = new ArrayList<>();
            List<Long> before = sinks.stream().map(TimingSink::count).toList();
            long start = System.nanoTime();
            Map<String, Long> posted = storm(processes, MEASURED, refused, answers);
            double took = (System.nanoTime() - start) / 1e9;
            double slowest = IntStream.range(0, sinks.size())
                    .mapToDouble(n -> (sinks.get(n).count() - before.get(n)) / took)
                    .min()
                    .orElseThrow();
            awaitAll(posted);
            double[] latencies = posted.entrySet().stream()
                    .flatMapToDouble(one -> sinks.stream()
                            .mapToDouble(sink -> (sink.arrivals().get(one.getKey()) - one.getValue()) / 1e6))
                    .toArray();
            report(
                    what,
                    "%.0f/s accepted (%d refused, p50 %.0f ms, p99 %.0f ms) | %.0f/s to the slowest target | p50 %.0f ms, p99 %.0f ms",
                    posted.size() / took,
                    refused.get(),
                    quantile(answers.stream().mapToDouble(Double::doubleValue).toArray(), 0.5),
                    quantile(answers.stream().mapToDouble(Double::doubleValue).toArray(), 0.99),
                    slowest,
                    quantile(latencies, 0.5),
                    quantile(latencies, 0.99));
        } finally {
            processes.forEach(TocsinProcess::close);
        }
    }

    private void awaitAll(Map<String, Long> posted) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .until(() ->
                        sinks.stream().allMatch(sink -> sink.arrivals().keySet().containsAll(posted.keySet())));
    }

    /** Posts at the rate, as far as answers come in time; answers when each accepted one was posted. */
    private Map<String, Long> storm(
            List<TocsinProcess> processes, Duration time, AtomicInteger refused, List<Double> answers)
            throws Exception {
        Map<String, Long> posted = new ConcurrentHashMap<>();
        AtomicLong slots = new AtomicLong();
        long start = System.nanoTime();
        ExecutorService pool = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Future<?>> senders = new ArrayList<>();
            for (int n = 0; n < CONNECTIONS; n++) {
                int port = processes.get(n % processes.size()).port();
                senders.add(pool.submit(() -> send(port, start, time, slots, posted, refused, answers)));
            }
            for (Future<?> sender : senders) {
                sender.get();
            }
        } finally {
            pool.shutdownNow();
        }
        return posted;
    }

    private boolean send(
            int port,
            long start,
            Duration time,
            AtomicLong slots,
            Map<String, Long> posted,
            AtomicInteger refused,
            List<Double> answers)
            throws IOException {
        try (RawSender sender = new RawSender(port, "/webhooks/alertmanager", TocsinProcess.TOKEN)) {
            while (true) {
                long due =
                        start + slots.getAndIncrement() * Duration.ofSeconds(1).toNanos() / RATE;
                if (due - start >= time.toNanos()) {
                    return true;
                }
                LockSupport.parkNanos(due - System.nanoTime());
                String mark = RawSender.mark(marks.incrementAndGet());
                long now = System.nanoTime();
                if (sender.post(RawSender.notification(mark)) == 200) {
                    posted.put(mark, now);
                } else {
                    refused.incrementAndGet();
                }
                synchronized (answers) {
                    answers.add((System.nanoTime() - now) / 1e6);
                }
            }
        }
    }
}
