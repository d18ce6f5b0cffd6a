package io.tocsin.check.redis;

import io.tocsin.check.CheckFigure.Unit;
import io.tocsin.check.CheckSummary;
import org.jspecify.annotations.Nullable;

/** What of Redis is shown to people. */
final class RedisSummary {

    private RedisSummary() {}

    static void draw(CheckSummary portrait, RedisFigures figures) {
        RedisInfo info = figures.info();
        portrait.fact("version", info.text("redis_version"))
                .fact("role", info.role())
                .trouble(figures.trouble())
                .figure("latency", Unit.MILLISECONDS, figures.ping().toNanos() / 1e6, null);
        info.number("used_memory")
                .ifPresent(used -> portrait.figure("memory", Unit.BYTES, used, limit(info, "maxmemory")));
        info.number("connected_clients")
                .ifPresent(clients -> portrait.figure("clients", Unit.COUNT, clients, limit(info, "maxclients")));
        info.number("total_commands_processed").ifPresent(commands -> portrait.rate("commands", commands));
        double hits = info.number("keyspace_hits").orElse(0);
        portrait.share("hit_rate", hits, hits + info.number("keyspace_misses").orElse(0));
    }

    /** Zero is none. */
    private static @Nullable Double limit(RedisInfo info, String field) {
        double limit = info.number(field).orElse(0);
        return limit > 0 ? limit : null;
    }
}
