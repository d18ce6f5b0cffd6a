package io.tocsin.proof;

import static io.tocsin.proof.Measurements.median;
import static io.tocsin.proof.Measurements.quantile;
import static io.tocsin.proof.Measurements.report;

import io.tocsin.TocsinApplication;
import io.tocsin.backing.ChildProcesses;
import io.tocsin.backing.MySqlServer;
import io.tocsin.backing.RedisProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;

/**
 * What a probe costs, beside Spring Boot's own endpoints in the same JVM, on the same Redis and database. It judges
 * nothing: docs/performance.md says how to run it and what it printed.
 */
class WatchingBenchmark {

    private static final int CONNECTIONS = 8;
    private static final int ROUNDS = 3;
    private static final Duration MEASURED = Duration.ofSeconds(5);

    private final RedisProcess redis = new RedisProcess(FreePort.next());
    private final MySqlServer.Database database = MySqlServer.get().newDatabase();
    private final List<ConfigurableApplicationContext> services = new ArrayList<>();

    @TempDir
    Path folder;

    /** A Spring Boot application with Actuator and nothing else; the file of Tocsin's settings is not read for it. */
    @SpringBootConfiguration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class PlainApplication {

        @Bean
        SecurityFilterChain open() {
            return new DefaultSecurityFilterChain(AnyRequestMatcher.INSTANCE);
        }
    }

    @BeforeEach
    void startRedis() {
        redis.start();
    }

    @AfterEach
    void stop() {
        redis.resume();
        services.forEach(ConfigurableApplicationContext::close);
        redis.close();
    }

    @Test
    void probes() throws Exception {
        int tocsin = tocsin();
        int plain = start(
                PlainApplication.class,
                "--spring.config.name=none",
                "--spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
                "--management.health.defaults.enabled=false");
        int stock = start(PlainApplication.class, watched("--spring.config.name=none"));
        compare(
                "/health/live",
                tocsin,
                "/health/live",
                "a plain Boot liveness endpoint",
                plain,
                "/actuator/health/liveness");
        compare(
                "/health/ready",
                tocsin,
                "/health/ready",
                "a plain Boot liveness endpoint",
                plain,
                "/actuator/health/liveness");
        compare("/health", tocsin, "/health", "a plain Boot liveness endpoint", plain, "/actuator/health/liveness");
        compare(
                "/health",
                tocsin,
                "/health",
                "Boot's /health with its Redis and DataSource indicators",
                stock,
                "/actuator/health");
        whileBothHang(tocsin);
    }

    private void whileBothHang(int tocsin) throws Exception {
        ProcessHandle mysql = server();
        for (String path : List.of("/health", "/health/ready", "/metrics")) {
            double before = load(tocsin, path).p99();
            redis.pause();
            ChildProcesses.signal(mysql.pid(), "STOP");
            try {
                load(tocsin, path);
                double hung = load(tocsin, path).p99();
                report(
                        path + ", p99 while Redis and MySQL hang",
                        "%.2f ms, %.2f ms before: %.2f",
                        hung,
                        before,
                        hung / before);
            } finally {
                redis.resume();
                ChildProcesses.signal(mysql.pid(), "CONT");
            }
        }
    }

    private static ProcessHandle server() {
        return ProcessHandle.current()
                .descendants()
                .filter(child -> child.info().command().orElse("").matches(".*/(mariadbd|mysqld)"))
                .findFirst()
                .orElseThrow();
    }

    /** The load of one measurement. */
    private record Load(double perSecond, double p99) {}

    private void compare(String what, int port, String path, String otherWhat, int otherPort, String otherPath)
            throws Exception {
        for (int n = 0; n < 3; n++) {
            load(port, path);
            load(otherPort, otherPath);
        }
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            ours.add(load(port, path).perSecond());
            theirs.add(load(otherPort, otherPath).perSecond());
        }
        report(
                what + " against " + otherWhat,
                "%.0f/s, %.0f/s: %.2f",
                median(ours),
                median(theirs),
                median(ours) / median(theirs));
    }

    private static Load load(int port, String path) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(CONNECTIONS);
        long start = System.nanoTime();
        long end = start + MEASURED.toNanos();
        try {
            List<Future<List<Double>>> parts = new ArrayList<>();
            for (int n = 0; n < CONNECTIONS; n++) {
                parts.add(pool.submit(() -> gets(port, path, end)));
            }
            List<Double> all = new ArrayList<>();
            for (Future<List<Double>> part : parts) {
                all.addAll(part.get());
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            return new Load(
                    all.size() / seconds,
                    quantile(all.stream().mapToDouble(Double::doubleValue).toArray(), 0.99));
        } finally {
            pool.shutdownNow();
        }
    }

    /** Reconnects before Tomcat ends the connection: by default after 100 requests, and after an answer of 503. */
    private static List<Double> gets(int port, String path, long end) throws IOException {
        List<Double> latencies = new ArrayList<>();
        while (System.nanoTime() < end) {
            try (RawSender sender = new RawSender(port, path, "none")) {
                boolean open = true;
                for (int n = 0; n < 99 && open && System.nanoTime() < end; n++) {
                    long start = System.nanoTime();
                    open = sender.get(path) == 200;
                    latencies.add((System.nanoTime() - start) / 1e6);
                }
            }
        }
        return latencies;
    }

    private int tocsin() {
        return start(
                TocsinApplication.class,
                watched(
                        "--tocsin.delivery.store.path=" + folder.resolve("outbox.db"),
                        "--tocsin.security.webhook-token=a-token-of-the-benchmark",
                        "--tocsin.check.host.cpu-percent=100"));
    }

    private String[] watched(String... more) {
        return Stream.concat(
                        Stream.of(
                                "--spring.data.redis.host=127.0.0.1",
                                "--spring.data.redis.port=" + redis.port(),
                                "--spring.datasource.url=" + database.url(),
                                "--spring.datasource.username=" + database.username(),
                                "--spring.datasource.password=" + database.password()),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    private int start(Class<?> application, String... arguments) {
        String[] all = Stream.concat(Stream.of(arguments), Stream.of("--server.port=0", "--server.address=127.0.0.1"))
                .toArray(String[]::new);
        ConfigurableApplicationContext service = SpringApplication.run(application, all);
        services.add(service);
        return service.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }
}
