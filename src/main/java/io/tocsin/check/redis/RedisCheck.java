package io.tocsin.check.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.IntegerOutput;
import io.tocsin.check.Check;
import io.tocsin.check.CheckException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.ClusterInfo;
import org.springframework.data.redis.connection.RedisClusterConnection;
import org.springframework.data.redis.connection.RedisClusterNode;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * {@code PING} and {@code INFO all}, on one connection that is kept while it serves. Never a command that looks at
 * keys; {@code SLOWLOG LEN} is optional and not asked again where the user may not.
 *
 * <p>Of a cluster, the figures are those of one node, always the same while it serves: the first by id.
 */
class RedisCheck implements Check<RedisFigures> {

    private static final String SECTIONS = "all";

    private final LettuceConnectionFactory connections;
    private String slowlogDeniedBy = "";
    private boolean kept;

    RedisCheck(LettuceConnectionFactory connections) {
        this.connections = connections;
    }

    @Override
    public String name() {
        return "Redis";
    }

    /** A connection kept from the last look may have ended since, which says nothing: only a new one does. */
    @Override
    public RedisFigures look() throws CheckException {
        boolean again = kept;
        kept = false;
        try (RedisConnection connection = connections.getConnection()) {
            RedisFigures figures =
                    connection instanceof RedisClusterConnection cluster ? lookAt(cluster) : lookAt(connection);
            kept = true;
            return figures;
        } catch (RuntimeException e) {
            connections.resetConnection();
            if (!again) {
                throw new CheckException(RedisReasons.of(e));
            }
        }
        return look();
    }

    private RedisFigures lookAt(RedisConnection connection) {
        Duration ping = ping(connection::ping);
        RedisInfo info = RedisInfo.of(answer(connection.serverCommands().info(SECTIONS)));
        return new RedisFigures(ping, info, slowlog(connection, info), trouble(info));
    }

    private static RedisFigures lookAt(RedisClusterConnection cluster) throws CheckException {
        RedisClusterNode node = StreamSupport.stream(cluster.clusterGetNodes().spliterator(), false)
                .filter(candidate -> !candidate.isMarkedAsFail())
                .min(Comparator.comparing(candidate -> String.valueOf(candidate.getId())))
                .orElseThrow(() -> new CheckException("no node of the cluster answers"));
        Duration ping = ping(() -> cluster.ping(node));
        RedisInfo info = RedisInfo.of(answer(cluster.serverCommands().info(node, SECTIONS)));
        return new RedisFigures(ping, info, OptionalLong.empty(), trouble(cluster.clusterGetClusterInfo(), info));
    }

    /** While it loads its data, it refuses PING but answers INFO. */
    private static Duration ping(Runnable command) {
        long before = System.nanoTime();
        try {
            command.run();
        } catch (DataAccessException e) {
            if (!RedisReasons.code(e).equals("LOADING")) {
                throw e;
            }
        }
        return Duration.ofNanos(System.nanoTime() - before);
    }

    private static Properties answer(@Nullable Properties answer) {
        return answer == null ? new Properties() : answer;
    }

    private OptionalLong slowlog(RedisConnection connection, RedisInfo info) {
        String run = info.text("run_id");
        if (slowlogDeniedBy.equals(run) || !(connection instanceof LettuceConnection lettuce)) {
            return OptionalLong.empty();
        }
        try {
            Object length = lettuce.execute(
                    "SLOWLOG", new IntegerOutput<>(ByteArrayCodec.INSTANCE), "LEN".getBytes(StandardCharsets.US_ASCII));
            return length instanceof Long number ? OptionalLong.of(number) : OptionalLong.empty();
        } catch (DataAccessException e) {
            if (RedisReasons.cause(e, RedisCommandExecutionException.class) == null) {
                throw e;
            }
            slowlogDeniedBy = run; // each refusal is an entry in the server's ACL LOG
            return OptionalLong.empty();
        }
    }

    private static String trouble(ClusterInfo cluster, RedisInfo info) {
        return "ok".equals(cluster.getState()) ? trouble(info) : "the state of the cluster is not ok";
    }

    private static String trouble(RedisInfo info) {
        return info.loading() ? "it loads its data" : "";
    }
}
