package io.tocsin.proof;

import static io.tocsin.proof.Measurements.median;
import static io.tocsin.proof.Measurements.quantile;
import static io.tocsin.proof.Measurements.report;

import io.tocsin.backing.InstalledProgram;
import io.tocsin.backing.MySqlServer;
import io.tocsin.backing.RedisProcess;
import io.tocsin.check.ExporterProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a scrape costs, beside those of Debian's exporters for the same families on the same servers, and what looking
 * costs. It judges nothing: docs/performance.md says how to run it and what it printed.
 */
class ScrapeBenchmark {

    private static final int ROUNDS = 3;
    private static final int SCRAPES = 300;
    private static final String PLAIN = "";
    private static final String GZIP = "Accept-Encoding: gzip\r\n";

    private final RedisProcess redis = new RedisProcess(FreePort.next());
    private final MySqlServer server = MySqlServer.get();
    private final List<AutoCloseable> running = new ArrayList<>();

    @TempDir
    Path folder;

    /** Somebody who answers scrapes, and the processor time that this has cost so far. */
    private record Scraped(int port, Supplier<Duration> processorTime) {}

    /** The middle of the times of many scrapes, in milliseconds, and the processor time of one. */
    private record Cost(double p50, double processor) {

        Cost plus(Cost other) {
            return new Cost(p50 + other.p50, processor + other.processor);
        }
    }

    @BeforeEach
    void startRedis() {
        redis.start();
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : running) {
            each.close();
        }
        redis.close();
    }

    @Test
    void scrapes() throws Exception {
        Scraped tocsin = scraped(tocsin("scraped", Map.of()));
        Scraped watching = scraped(tocsin("watching", Map.of("management.metrics.enable.all", "false")));
        List<Scraped> exporters = List.of(nodeExporter(), redisExporter(), mysqldExporter());
        for (int n = 0; n < 10; n++) {
            scrape(tocsin, PLAIN);
            scrape(tocsin, GZIP);
            scrape(watching, PLAIN);
            scrape(watching, GZIP);
        }
        for (Scraped exporter : exporters) {
            scrape(exporter, PLAIN);
        }
        compare("`/metrics`, the exporters' families only", watching, exporters, PLAIN);
        compare("`/metrics`, the exporters' families only, gzip", watching, exporters, GZIP);
        compare("`/metrics`, everything on", tocsin, exporters, PLAIN);
        compare("`/metrics`, everything on, gzip", tocsin, exporters, GZIP);
    }

    /** With nothing to deliver and nobody asking, the processor time is that of looking and of being there. */
    @Test
    void sampling() throws Exception {
        TocsinProcess looking = tocsin("looking", Map.of());
        TocsinProcess idle = tocsin("idle", Map.of("tocsin.check.interval", "5m"));
        pass(Duration.ofMinutes(2));
        Duration lookingBefore = looking.processorTime();
        Duration idleBefore = idle.processorTime();
        long start = System.nanoTime();
        pass(Duration.ofMinutes(2));
        double wall = System.nanoTime() - start;
        double with = looking.processorTime().minus(lookingBefore).toNanos() / wall * 100;
        double without = idle.processorTime().minus(idleBefore).toNanos() / wall * 100;
        report(
                "Processor time of the idle service, looking every 5 s",
                "%.2f %% of a core, %.2f %% without looking: %.2f %%",
                with,
                without,
                with - without);
    }

    private static void pass(Duration time) throws InterruptedException {
        new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void compare(String what, Scraped tocsin, List<Scraped> exporters, String headers)
            throws IOException {
        List<Cost> ours = new ArrayList<>();
        List<Cost> theirs = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            ours.add(scrape(tocsin, headers));
            Cost sum = new Cost(0, 0);
            for (Scraped exporter : exporters) {
                sum = sum.plus(scrape(exporter, headers));
            }
            theirs.add(sum);
        }
        ratio(what + ", p50", medianOf(ours, true), medianOf(theirs, true));
        ratio(what + ", processor time per scrape", medianOf(ours, false), medianOf(theirs, false));
    }

    private static double medianOf(List<Cost> costs, boolean p50) {
        return median(
                costs.stream().map(cost -> p50 ? cost.p50() : cost.processor()).toList());
    }

    private static void ratio(String what, double ours, double theirs) {
        report(what, "%.2f ms, %.2f ms the three exporters: %.2f", ours, theirs, ours / theirs);
    }

    private static Cost scrape(Scraped scraped, String headers) throws IOException {
        double[] times = new double[SCRAPES];
        Duration before = scraped.processorTime().get();
        int n = 0;
        while (n < SCRAPES) {
            // Tomcat ends a connection after 100 requests unless it is told otherwise.
            try (RawSender sender = new RawSender(scraped.port(), "/metrics", "none")) {
                for (int k = 0; k < 50 && n < SCRAPES; k++, n++) {
                    long start = System.nanoTime();
                    if (sender.get("/metrics", headers) != 200) {
                        throw new IOException("a scrape failed");
                    }
                    times[n] = (System.nanoTime() - start) / 1e6;
                }
            }
        }
        double processor = scraped.processorTime().get().minus(before).toNanos() / 1e6 / SCRAPES;
        return new Cost(quantile(times, 0.5), processor);
    }

    private TocsinProcess tocsin(String name, Map<String, String> more) throws IOException {
        Map<String, String> properties = new HashMap<>(Map.of(
                "spring.data.redis.host", "127.0.0.1",
                "spring.data.redis.port", String.valueOf(redis.port()),
                "spring.datasource.url",
                        "jdbc:mysql://127.0.0.1:" + server.port() + "/?sslMode=DISABLED&allowPublicKeyRetrieval=true",
                "spring.datasource.username", server.username(),
                "spring.datasource.password", server.password()));
        properties.putAll(more);
        TocsinProcess process = new TocsinProcess(Files.createDirectories(folder.resolve(name)), properties)
                .withJvmFlags(List.of("-XX:+UseSerialGC", "-Xmx512m"))
                .start();
        running.add(process);
        return process;
    }

    private static Scraped scraped(TocsinProcess process) {
        return new Scraped(process.port(), process::processorTime);
    }

    private Scraped nodeExporter() {
        List<String> arguments = new ArrayList<>(List.of("--collector.disable-defaults"));
        for (String collector : List.of(
                "conntrack",
                "cpu",
                "diskstats",
                "filefd",
                "filesystem",
                "loadavg",
                "meminfo",
                "netclass",
                "netdev",
                "os",
                "stat",
                "time",
                "uname",
                "vmstat")) {
            arguments.add("--collector." + collector);
        }
        return exporter("node", arguments);
    }

    private Scraped redisExporter() {
        return exporter("redis", List.of("--redis.addr=redis://127.0.0.1:" + redis.port()));
    }

    private Scraped mysqldExporter() throws IOException {
        Path login = Files.writeString(
                folder.resolve("my.cnf"), """
                [client]
                host=127.0.0.1
                port=%d
                user=%s
                password=%s
                """.formatted(server.port(), server.username(), server.password()));
        return exporter(
                "mysqld",
                List.of(
                        "--config.my-cnf=" + login,
                        "--no-collect.slave_status",
                        "--no-collect.info_schema.innodb_cmp",
                        "--no-collect.info_schema.innodb_cmpmem",
                        "--no-collect.info_schema.query_response_time"));
    }

    private Scraped exporter(String name, List<String> arguments) {
        Path program = InstalledProgram.find(
                "prometheus-" + name + "-exporter", "prometheus-" + name + "-exporter", name + "_exporter");
        ExporterProcess exporter = ExporterProcess.start(program, arguments.toArray(String[]::new));
        running.add(exporter);
        return new Scraped(
                exporter.port(),
                () -> exporter.handle().info().totalCpuDuration().orElseThrow());
    }
}
