package io.tocsin.check.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.tocsin.check.CheckProperties;
import io.tocsin.check.CheckResult;
import io.tocsin.check.CheckResult.Down;
import io.tocsin.check.CheckResult.Up;
import io.tocsin.check.Families;
import io.tocsin.check.Sampler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

class RedisCollectorTests {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    /** Lines of the answer of a Redis 7.2 that replicates another. */
    private static final String INFO = """
            # Server
            redis_version:7.2.4
            redis_build_id:f5b1f28871c566b4
            redis_mode:standalone
            os:Linux 6.1.0 x86_64
            process_id:1
            run_id:6d68f194c0109f07cd30a0997d72355621f5a588
            tcp_port:6379
            uptime_in_seconds:3600
            executable:/data/redis-server

            # Clients
            connected_clients:3
            maxclients:10000
            blocked_clients:1

            # Memory
            used_memory:1048576
            used_memory_rss:2097152
            used_memory_peak:1572864
            maxmemory:0
            maxmemory_policy:noeviction
            mem_fragmentation_ratio:2.00

            # Persistence
            loading:0
            rdb_last_save_time:1767222000
            rdb_last_bgsave_status:err
            aof_last_write_status:ok

            # Stats
            total_connections_received:12
            total_commands_processed:345
            keyspace_hits:5
            keyspace_misses:6
            latest_fork_usec:250000

            # Replication
            role:slave
            master_host:fd00::1
            master_port:6380
            master_link_status:down
            master_last_io_seconds_ago:-1
            connected_slaves:0
            master_replid:fe193e46649b5e51ca95caba4318ac1c3497d02a

            # CPU
            used_cpu_sys:1.5
            used_cpu_user:2.25

            # Commandstats
            cmdstat_get:calls=11,usec=22,usec_per_call=2.00,rejected_calls=0,failed_calls=0
            cmdstat_config|get:calls=1,usec=500000,usec_per_call=500000.00,rejected_calls=0,failed_calls=0

            # Keyspace
            db0:keys=10,expires=4,avg_ttl=1500,subexpiry=0
            db12:keys=1,expires=0,avg_ttl=0
            """;

    @Test
    void every_family_is_in_the_metrics_reference() throws IOException {
        String reference = Files.readString(Path.of("docs", "metrics.md"));
        assertThat(scrape(up(INFO)).lines().filter(line -> line.startsWith("# TYPE ")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(reference).contains("`" + line.split(" ", -1)[2] + "`"));
    }

    @Test
    void names_types_and_labels_are_the_exporters() throws IOException {
        assertThat(scrape(up(INFO)))
                .contains(
                        "# TYPE redis_up gauge\nredis_up 1.0\n",
                        "# TYPE redis_instance_info gauge\nredis_instance_info{",
                        "role=\"slave\",run_id=\"6d68f194c0109f07cd30a0997d72355621f5a588\",tcp_port=\"6379\"} 1\n",
                        "# TYPE redis_commands_processed_total counter\nredis_commands_processed_total 345.0\n",
                        "redis_commands_total{cmd=\"config|get\"} 1.0\n",
                        "redis_commands_duration_seconds_total{cmd=\"config|get\"} 0.5\n",
                        "redis_db_keys{db=\"db0\"} 10.0\nredis_db_keys{db=\"db12\"} 1.0\n",
                        "redis_db_keys_expiring{db=\"db0\"} 4.0\n",
                        "redis_db_avg_ttl_seconds{db=\"db0\"} 1.5\n",
                        "redis_start_time_seconds " + (double) (NOW.getEpochSecond() - 3600) + "\n",
                        "redis_latest_fork_seconds 0.25\n",
                        "redis_rdb_last_bgsave_status 0.0\n",
                        "redis_aof_last_write_status 1.0\n",
                        "redis_master_link_up{master_host=\"fd00::1\",master_port=\"6380\"} 0.0\n",
                        "redis_config_maxclients 10000.0\n",
                        "redis_slowlog_length 7.0\n",
                        "redis_cpu_user_seconds_total 2.25\n",
                        "redis_exporter_last_scrape_duration_seconds 0.005\n",
                        "redis_exporter_last_scrape_error{err=\"\"} 0.0\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"slave", "replica", "active-replica"})
    void the_link_to_the_master_is_shown_whatever_a_replica_calls_itself(String role) throws IOException {
        String info = "role:" + role + "\nmaster_host:10.0.0.1\nmaster_port:6379\nmaster_link_status:down\n";
        assertThat(scrape(up(info)))
                .contains("redis_master_link_up{master_host=\"10.0.0.1\",master_port=\"6379\"} 0.0\n");
        assertThat(RedisInfo.parse(info).role()).isEqualTo(role.equals("slave") ? "replica" : role);
    }

    @Test
    void when_it_is_down_no_figure_is_left_and_the_reason_is_one_of_few() throws IOException {
        String scrape = scrape(new Down<>(NOW, Duration.ZERO, "no result since 2026-01-01T00:00:00Z"));
        assertThat(scrape.lines().filter(line -> !line.startsWith("#")))
                .containsExactlyInAnyOrder(
                        "redis_up 0.0",
                        "redis_exporter_last_scrape_duration_seconds 0.0",
                        "redis_exporter_last_scrape_error{err=\"no result\"} 1.0");
    }

    @Test
    void label_sets_are_bounded() throws IOException {
        String flood = IntStream.range(0, 2000)
                .mapToObj(i -> "cmdstat_x" + i + ":calls=1,usec=1\ndb" + i + ":keys=1,expires=0,avg_ttl=0\n")
                .collect(Collectors.joining());
        String scrape = scrape(up(flood));
        assertThat(scrape.lines().filter(line -> line.startsWith("redis_commands_total{")))
                .hasSize(RedisInfo.MOST_COMMANDS);
        assertThat(scrape.lines().filter(line -> line.startsWith("redis_db_keys{")))
                .hasSize(RedisInfo.MOST_DATABASES)
                .first()
                .asString()
                .contains("db=\"db0\"");
    }

    @Test
    void nonsense_is_left_out() throws IOException {
        assertThat(scrape(up("used_memory:much\ncmdstat_get:calls=,usec\ndb0:keys=x\nkeyspace_hits:-1\n")))
                .doesNotContain("redis_memory_used", "redis_commands_", "redis_db_", "redis_keyspace");
    }

    private static CheckResult<RedisFigures> up(String info) {
        RedisFigures figures = new RedisFigures(Duration.ofMillis(1), RedisInfo.parse(info), OptionalLong.of(7), "");
        return new Up<>(NOW, Duration.ofMillis(5), figures);
    }

    private static String scrape(CheckResult<RedisFigures> result) throws IOException {
        CheckProperties properties = new CheckProperties(Duration.ofSeconds(5), Duration.ofSeconds(2));
        Sampler<RedisFigures> unused =
                new Sampler<>(new RedisCheck(new LettuceConnectionFactory()), properties, () -> NOW);
        Families families = new Families();
        new RedisCollector(unused).describe(families, result);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(text, families.snapshots());
        return text.toString(StandardCharsets.UTF_8);
    }
}
