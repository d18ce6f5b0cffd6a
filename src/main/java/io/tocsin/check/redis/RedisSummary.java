package io.tocsin.check.redis;

import io.tocsin.check.CheckFigure.Unit;
import io.tocsin.check.CheckSummary;
import org.jspecify.annotations.Nullable;

/** The figures of Redis that are shown to people. */
final class RedisSummary {

    private RedisSummary() {}

    static void summarize(CheckSummary summary, RedisFigures figures) {
        RedisInfo info = figures.info();
        summary.fact("version", info.text("redis_version"))
                .fact("role", info.role())
                .trouble(figures.trouble())
                .figure("latency", Unit.MILLISECONDS, figures.ping().toNanos() / 1e6, null);
        info.number("used_memory")
                .ifPresent(used -> summary.figure("memory", Unit.BYTES, used, limit(info, "maxmemory")));
        info.number("connected_clients")
                .ifPresent(clients -> summary.figure("clients", Unit.COUNT, clients, limit(info, "maxclients")));
        info.number("total_commands_processed").ifPresent(commands -> summary.rate("commands", commands));
        double hits = info.number("keyspace_hits").orElse(0);
        summary.share("hit_rate", hits, hits + info.number("keyspace_misses").orElse(0));
    }

    /** Zero means none. */
    private static @Nullable Double limit(RedisInfo info, String field) {
        double limit = info.number(field).orElse(0);
        return limit > 0 ? limit : null;
    }
}
