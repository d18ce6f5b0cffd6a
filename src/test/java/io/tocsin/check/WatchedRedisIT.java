package io.tocsin.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.tocsin.backing.RedisProcess;
import io.tocsin.check.Gate.Mode;
import io.tocsin.proof.FreePort;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import tools.jackson.databind.JsonNode;

class WatchedRedisIT {

    @TempDir
    Path folder;

    private final RedisProcess redis = new RedisProcess(
            FreePort.next(),
            "requirepass correct-horse",
            "user watcher on >battery-staple -@all +ping +info",
            "user blind on >battery-staple -@all +ping");

    @AfterEach
    void stop() {
        redis.close();
    }

    @Test
    void it_may_be_down_at_the_start_hang_end_and_come_back_and_readiness_never_asks() {
        try (WatchingService service = watch(redis.port(), "--spring.data.redis.password=correct-horse")) {
            service.awaitHealth("redis", "DOWN", "the connection is refused");
            service.assertServes();
            assertThat(service.metrics()).contains("redis_up 0.0").doesNotContain("redis_uptime_in_seconds");

            redis.start();
            service.awaitHealth("redis", "UP", "");
            JsonNode details = service.health("redis").path("details");
            assertThat(details.path("version").asString()).startsWith("6.2");
            assertThat(details.path("role").asString()).isEqualTo("master");
            assertThat(details.path("used_memory_bytes").asLong()).isPositive();
            assertThat(details.path("latency_ms").asDouble()).isPositive();
            assertFamilies(service.metrics());

            redis.pause();
            service.awaitHealth("redis", "DOWN", "in");
            service.assertServes();
            assertThat(service.metrics()).contains("redis_up 0.0").doesNotContain("redis_connected_clients");
            redis.resume();
            service.awaitHealth("redis", "UP", "");

            redis.close();
            service.awaitHealth("redis", "DOWN", "");
            redis.start();
            service.awaitHealth("redis", "UP", "");
        }
    }

    @Test
    void people_are_shown_a_few_figures_of_it() {
        redis.start();
        try (WatchingService service = watch(redis.port(), "--spring.data.redis.password=correct-horse")) {
            service.awaitHealth("redis", "UP", "");
            CheckReport report = service.report("redis");
            assertThat(report.state()).isEqualTo(CheckReport.State.UP);
            assertThat(report.facts()).containsEntry("role", "master").containsKey("version");
            assertThat(report.figures())
                    .extracting(CheckFigure::name)
                    .containsExactly("latency", "memory", "clients", "commands", "hit_rate");
            assertThat(report.figures().get(0).value()).isPositive();
            assertThat(report.figures().get(1).value()).isPositive();
            assertThat(report.toString()).doesNotContain("127.0.0.1");
        }
    }

    @Test
    void a_wrong_password_is_said_without_the_host_and_the_user() {
        redis.start();
        try (WatchingService service =
                watch(redis.port(), "--spring.data.redis.username=watcher", "--spring.data.redis.password=wrong-one")) {
            service.awaitHealth("redis", "DOWN", "it refuses the username or password");
            assertThat(service.get("/health").body()).doesNotContain("127.0.0.1", "localhost", "watcher", "wrong-one");
            service.assertServes();
        }
    }

    @Test
    void a_user_who_may_only_ping_and_ask_for_info_is_enough() {
        redis.start();
        try (WatchingService service = watch(
                redis.port(), "--spring.data.redis.username=watcher", "--spring.data.redis.password=battery-staple")) {
            service.awaitHealth("redis", "UP", "");
            assertThat(service.metrics())
                    .contains("redis_config_maxclients ", "redis_commands_total{cmd=\"ping\"}")
                    .doesNotContain("redis_slowlog_length");
        }
        try (WatchingService service = watch(
                redis.port(), "--spring.data.redis.username=blind", "--spring.data.redis.password=battery-staple")) {
            service.awaitHealth("redis", "DOWN", "it refuses PING or INFO to the user");
        }
    }

    @Test
    void a_replica_shows_the_link_to_its_master() {
        redis.start();
        try (RedisProcess replica = new RedisProcess(
                                FreePort.next(), "replicaof 127.0.0.1 " + redis.port(), "masterauth correct-horse")
                        .start();
                WatchingService service = watch(replica.port())) {
            service.awaitHealth("redis", "UP", "");
            assertThat(service.health("redis").path("details").path("role").asString())
                    .isEqualTo("replica");
            assertThat(service.metrics())
                    .contains("redis_master_link_up{master_host=\"127.0.0.1\",master_port=\"" + redis.port() + "\"}");
        }
    }

    @Test
    void of_a_cluster_one_node_is_shown_and_its_state_counts() {
        try (RedisProcess node = new RedisProcess(
                                FreePort.next(), "cluster-enabled yes", "cluster-announce-ip 127.0.0.1")
                        .start();
                WatchingService service =
                        new WatchingService(folder, "--spring.data.redis.cluster.nodes=127.0.0.1:" + node.port())) {
            service.awaitHealth("redis", "DOWN", "the state of the cluster is not ok");
            assertThat(service.metrics()).contains("redis_up 1.0");

            serveAllSlots(node);
            service.awaitHealth("redis", "UP", "");
            assertThat(service.metrics()).contains("redis_mode=\"cluster\"");
        }
    }

    private static void serveAllSlots(RedisProcess node) {
        try (RedisClient client = RedisClient.create("redis://127.0.0.1:" + node.port());
                var connection = client.connect()) {
            connection.sync().clusterAddSlots(IntStream.range(0, 16384).toArray());
        }
    }

    @Test
    void a_server_that_takes_the_connection_and_says_nothing_is_down() {
        try (Gate gate = new Gate(redis.port(), Mode.SILENT);
                WatchingService service = watch(gate.port())) {
            service.awaitHealth("redis", "DOWN", "no answer");
            service.assertServes();
        }
    }

    @Test
    void no_probe_and_no_scrape_touches_it() {
        redis.start();
        try (Gate gate = new Gate(redis.port(), Mode.OPEN);
                WatchingService service = watch(
                        gate.port(),
                        "--spring.data.redis.password=correct-horse",
                        "--tocsin.check.interval=1m",
                        "--tocsin.check.timeout=10s")) {
            service.awaitHealth("redis", "UP", "");
            String before = service.metrics();
            int connections = gate.connections();
            for (int i = 0; i < 200; i++) {
                service.get("/health");
                service.get("/health/ready");
                service.get("/metrics");
            }
            assertThat(gate.connections()).isEqualTo(connections);
            assertThat(value(service.metrics(), "redis_commands_processed_total"))
                    .isEqualTo(value(before, "redis_commands_processed_total"));
        }
    }

    @Test
    void what_is_not_configured_or_switched_off_is_not_there() {
        try (WatchingService service = new WatchingService(folder)) {
            assertThat(service.health("redis").isMissingNode()).isTrue();
            assertThat(service.metrics()).doesNotContain("redis_", "mysql_");
            assertThat(service.has(RedisConnectionFactory.class)).isFalse();
        }
        try (WatchingService service = watch(redis.port(), "--tocsin.check.redis.metrics=false")) {
            service.awaitHealth("redis", "DOWN", "");
            assertThat(service.metrics()).doesNotContain("redis_");
        }
    }

    private WatchingService watch(int port, String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "--spring.data.redis.host=127.0.0.1";
        all[1] = "--spring.data.redis.port=" + port;
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return new WatchingService(folder, all);
    }

    private static void assertFamilies(String metrics) {
        assertThat(metrics)
                .contains(
                        "# TYPE redis_up gauge",
                        "redis_up 1.0",
                        "redis_instance_info{master_replid=\"",
                        "# TYPE redis_commands_processed_total counter",
                        "redis_commands_total{cmd=\"ping\"}",
                        "redis_commands_duration_seconds_total{cmd=\"ping\"}",
                        "redis_slowlog_length ",
                        "redis_start_time_seconds ",
                        "redis_exporter_last_scrape_error{err=\"\"} 0.0");
    }

    private static String value(String metrics, String series) {
        Matcher line = Pattern.compile("(?m)^" + series + " (.*)$").matcher(metrics);
        assertThat(line.find()).isTrue();
        return line.group(1);
    }
}
