package io.tocsin.check.redis;

import io.tocsin.check.CheckCollector;
import io.tocsin.check.CheckResult;
import io.tocsin.check.CheckResult.Down;
import io.tocsin.check.CheckResult.Up;
import io.tocsin.check.Families;
import io.tocsin.check.Sampler;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The {@code redis_*} families, by redis_exporter's names, types and labels. */
class RedisCollector extends CheckCollector<RedisFigures> {

    private static final double MICROS = 1e-6;
    private static final double MILLIS = 1e-3;

    private record Field(String name, String field, double unit, String help) {
        Field(String name, String field, String help) {
            this(name, field, 1, help);
        }
    }

    private static final List<Field> GAUGES = List.of(
            new Field("redis_uptime_in_seconds", "uptime_in_seconds", "Time since the server started"),
            new Field("redis_connected_clients", "connected_clients", "Client connections"),
            new Field("redis_blocked_clients", "blocked_clients", "Clients that wait in a blocking call"),
            new Field("redis_config_maxclients", "maxclients", "Most client connections allowed"),
            new Field("redis_memory_used_bytes", "used_memory", "Memory allocated"),
            new Field("redis_memory_max_bytes", "maxmemory", "Memory limit; 0 is none"),
            new Field("redis_memory_used_rss_bytes", "used_memory_rss", "Memory as the system sees it"),
            new Field("redis_memory_used_peak_bytes", "used_memory_peak", "Most memory ever allocated"),
            new Field("redis_mem_fragmentation_ratio", "mem_fragmentation_ratio", "Memory seen to memory allocated"),
            new Field("redis_connected_slaves", "connected_slaves", "Connected replicas"),
            new Field("redis_rdb_last_save_timestamp_seconds", "rdb_last_save_time", "Time of the last good snapshot"),
            new Field("redis_rdb_last_bgsave_status", "rdb_last_bgsave_status", "1 when the last snapshot succeeded"),
            new Field(
                    "redis_rdb_changes_since_last_save",
                    "rdb_changes_since_last_save",
                    "Writes since the last snapshot"),
            new Field("redis_aof_last_write_status", "aof_last_write_status", "1 when the last log write succeeded"),
            new Field("redis_loading_dump_file", "loading", "1 while data are loaded"),
            new Field("redis_latest_fork_seconds", "latest_fork_usec", MICROS, "Duration of the last fork"));

    private static final List<Field> COUNTERS = List.of(
            new Field("redis_connections_received", "total_connections_received", "Connections accepted"),
            new Field("redis_rejected_connections", "rejected_connections", "Connections refused for the limit"),
            new Field("redis_commands_processed", "total_commands_processed", "Commands processed"),
            new Field("redis_keyspace_hits", "keyspace_hits", "Lookups that found a key"),
            new Field("redis_keyspace_misses", "keyspace_misses", "Lookups that found none"),
            new Field("redis_expired_keys", "expired_keys", "Keys that expired"),
            new Field("redis_evicted_keys", "evicted_keys", "Keys evicted for the memory limit"),
            new Field("redis_net_input_bytes", "total_net_input_bytes", "Bytes read from the network"),
            new Field("redis_net_output_bytes", "total_net_output_bytes", "Bytes written to the network"),
            new Field("redis_cpu_sys_seconds", "used_cpu_sys", "System CPU time of the server"),
            new Field("redis_cpu_user_seconds", "used_cpu_user", "User CPU time of the server"));

    private static final List<String> IDENTITY = List.of(
            "role",
            "redis_version",
            "redis_build_id",
            "redis_mode",
            "os",
            "maxmemory_policy",
            "tcp_port",
            "run_id",
            "process_id",
            "master_replid");

    RedisCollector(Sampler<RedisFigures> sampler) {
        super(sampler);
    }

    @Override
    protected void describe(Families families, CheckResult<RedisFigures> result) {
        families.gauge("redis_up", "1 when Redis answered the last check", result instanceof Up ? 1 : 0)
                .gauge(
                        "redis_exporter_last_scrape_duration_seconds",
                        "Duration of the last check",
                        result.latency().toNanos() / 1e9);
        if (result instanceof Up<RedisFigures> up) {
            error(families, 0, "");
            figures(families, up);
        } else if (result instanceof Down<RedisFigures> down) {
            error(families, 1, down.reason());
        }
    }

    /** The label is one of a few reasons: a time is cut off. */
    private static void error(Families families, int failed, String reason) {
        int since = reason.indexOf(" since ");
        String label = since < 0 ? reason : reason.substring(0, since);
        families.gauge("redis_exporter_last_scrape_error", "1 when the last check failed", failed, "err", label);
    }

    private static void figures(Families families, Up<RedisFigures> up) {
        RedisInfo info = up.figures().info();
        GAUGES.forEach(field -> info.number(field.field())
                .ifPresent(value -> families.gauge(field.name(), field.help(), value * field.unit())));
        COUNTERS.forEach(field -> info.number(field.field())
                .ifPresent(value -> families.counter(field.name(), field.help(), value * field.unit())));
        info.number("uptime_in_seconds")
                .ifPresent(uptime -> families.gauge(
                        "redis_start_time_seconds",
                        "When the server started",
                        up.sampledAt().getEpochSecond() - uptime));
        up.figures()
                .slowlogLength()
                .ifPresent(
                        length -> families.gauge("redis_slowlog_length", "Entries in the slow log", (double) length));
        families.info("redis_instance", "What the server reports about itself", identity(info));
        replication(families, info);
        info.commands().forEach((name, stats) -> command(families, name, stats));
        info.databases().forEach((name, stats) -> database(families, name, stats));
    }

    private static String[] identity(RedisInfo info) {
        return IDENTITY.stream()
                .flatMap(name -> List.of(name, info.text(name)).stream())
                .toArray(String[]::new);
    }

    private static void replication(Families families, RedisInfo info) {
        if (info.text("master_link_status").isEmpty()) {
            return;
        }
        String[] master = {"master_host", info.text("master_host"), "master_port", info.text("master_port")};
        families.gauge(
                "redis_master_link_up",
                "1 while the replica is linked to its master",
                info.text("master_link_status").equals("up") ? 1 : 0,
                master);
        info.number("master_last_io_seconds_ago")
                .ifPresent(ago -> families.gauge(
                        "redis_master_last_io_seconds_ago",
                        "Time since the last interaction with the master",
                        ago,
                        master));
    }

    private static void command(Families families, String name, Map<String, String> stats) {
        number(stats, "calls")
                .ifPresent(calls -> families.counter("redis_commands", "Calls of a command", calls, "cmd", name));
        number(stats, "usec")
                .ifPresent(usec -> families.counter(
                        "redis_commands_duration_seconds", "Time spent in a command", usec * MICROS, "cmd", name));
    }

    private static void database(Families families, String name, Map<String, String> stats) {
        number(stats, "keys")
                .ifPresent(keys -> families.gauge("redis_db_keys", "Keys in a database", keys, "db", name));
        number(stats, "expires")
                .ifPresent(
                        keys -> families.gauge("redis_db_keys_expiring", "Keys with a time to live", keys, "db", name));
        number(stats, "avg_ttl")
                .ifPresent(ttl -> families.gauge(
                        "redis_db_avg_ttl_seconds", "Mean time to live of the keys", ttl * MILLIS, "db", name));
    }

    private static OptionalDouble number(Map<String, String> stats, String key) {
        return RedisInfo.toNumber(stats.getOrDefault(key, ""));
    }
}
