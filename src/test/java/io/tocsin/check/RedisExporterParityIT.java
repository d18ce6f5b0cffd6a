package io.tocsin.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.tocsin.backing.InstalledProgram;
import io.tocsin.backing.RedisProcess;
import io.tocsin.proof.FreePort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our figures beside those of a real redis_exporter on the same servers, a master and its replica. */
@Tag("drill")
class RedisExporterParityIT {

    private static final String REDIS = "redis_";

    /** A label of redis_instance_info that came after the redis_exporter of Debian 12. */
    private static final String NEWER_LABELS = "master_replid";

    @TempDir
    Path folder;

    private final RedisProcess master = new RedisProcess(FreePort.next(), "maxclients 321", "maxmemory 64mb");
    private final RedisProcess replica = new RedisProcess(FreePort.next(), "replicaof 127.0.0.1 " + master.port());

    private record Pair(Scrape ours, Scrape theirs) {}

    private Pair ofMaster;
    private Pair ofReplica;

    @BeforeEach
    void sampleBoth() {
        Path program =
                InstalledProgram.find("prometheus-redis-exporter", "prometheus-redis-exporter", "redis_exporter");
        master.start();
        replica.start();
        fill();
        ofMaster = sample(program, master, "redis_connected_slaves 1.0");
        ofReplica = sample(program, replica, "redis_master_last_io_seconds_ago{");
    }

    private void fill() {
        ask(master, commands -> {
            commands.set("lasting", "1");
            commands.setex("passing", 3600, "1");
            commands.get("lasting");
            commands.get("missing");
        });
        ask(replica, commands -> await().atMost(Duration.ofSeconds(30)).until(() -> commands.dbsize() == 2));
    }

    private static void ask(RedisProcess redis, Consumer<RedisCommands<String, String>> questions) {
        try (RedisClient client = RedisClient.create("redis://127.0.0.1:" + redis.port());
                var connection = client.connect()) {
            questions.accept(connection.sync());
        }
    }

    private Pair sample(Path program, RedisProcess redis, String awaited) {
        try (WatchingService service = new WatchingService(
                        folder, "--spring.data.redis.host=127.0.0.1", "--spring.data.redis.port=" + redis.port());
                ExporterProcess exporter =
                        ExporterProcess.start(program, "--redis.addr=redis://127.0.0.1:" + redis.port())) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> service.metrics().contains(awaited)
                            && exporter.scrape().value("redis_up") == 1);
            return new Pair(
                    new Scrape(service.metrics().lines().toList()).withoutLabels(NEWER_LABELS),
                    exporter.scrape().withoutLabels(NEWER_LABELS));
        }
    }

    @AfterEach
    void stop() {
        replica.close();
        master.close();
    }

    @Test
    void every_family_is_theirs_in_type_and_labels_and_none_is_documented_that_is_not_there() {
        assertThat(ofMaster.ours().differencesFrom(ofMaster.theirs(), REDIS)).isEmpty();
        assertThat(ofReplica.ours().differencesFrom(ofReplica.theirs(), REDIS)).isEmpty();
        Set<String> seen = new TreeSet<>(ofMaster.ours().families(REDIS).keySet());
        seen.addAll(ofReplica.ours().families(REDIS).keySet());
        assertThat(seen).isEqualTo(Documented.families(REDIS));
    }

    @Test
    void what_moves_slowly_has_the_same_value() {
        for (Pair pair : List.of(ofMaster, ofReplica)) {
            for (String series : List.of(
                    "redis_up",
                    "redis_config_maxclients",
                    "redis_memory_max_bytes",
                    "redis_blocked_clients",
                    "redis_connected_slaves",
                    "redis_rejected_connections_total",
                    "redis_keyspace_hits_total",
                    "redis_keyspace_misses_total",
                    "redis_expired_keys_total",
                    "redis_evicted_keys_total",
                    "redis_db_keys{db=\"db0\"}",
                    "redis_db_keys_expiring{db=\"db0\"}",
                    "redis_rdb_last_save_timestamp_seconds",
                    "redis_rdb_last_bgsave_status",
                    "redis_aof_last_write_status",
                    "redis_loading_dump_file",
                    "redis_latest_fork_seconds",
                    "redis_slowlog_length",
                    "redis_commands_total{cmd=\"set\"}",
                    "redis_commands_duration_seconds_total{cmd=\"set\"}")) {
                same(pair, series, 1e-9);
            }
            same(pair, "redis_uptime_in_seconds", 3);
            same(pair, "redis_start_time_seconds", 2);
            same(pair, "redis_memory_used_bytes", 1 << 20);
            same(pair, "redis_cpu_sys_seconds_total", 1);
            same(pair, "redis_cpu_user_seconds_total", 1);
            assertThat(pair.ours().labelSets("redis_instance_info"))
                    .isEqualTo(pair.theirs().labelSets("redis_instance_info"));
        }
        assertThat(ofMaster.ours().value("redis_config_maxclients")).isEqualTo(321);
        assertThat(ofMaster.ours().value("redis_memory_max_bytes")).isEqualTo(64 << 20);
        same(ofMaster, "redis_db_avg_ttl_seconds{db=\"db0\"}", 10);
        String link = "redis_master_link_up{master_host=\"127.0.0.1\",master_port=\"%d\"}".formatted(master.port());
        same(ofReplica, link, 0);
    }

    private static void same(Pair pair, String series, double tolerance) {
        assertThat(pair.ours().value(series))
                .as(series)
                .isNotNaN()
                .isCloseTo(pair.theirs().value(series), within(tolerance));
    }
}
