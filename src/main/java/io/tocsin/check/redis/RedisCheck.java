package io.tocsin.check.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.StatusOutput;
import io.tocsin.check.Check;
import io.tocsin.check.CheckException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.ClusterCommandExecutor.ClusterCommandCallback;
import org.springframework.data.redis.connection.ClusterInfo;
import org.springframework.data.redis.connection.RedisClusterNode;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceClusterConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * {@code PING} and {@code INFO all}, on one connection that is kept while it works. Never a command that reads keys; {@code
 * SLOWLOG LEN} is optional and not repeated where the user lacks permission.
 *
 * <p>Of a cluster, the figures are those of one node, always the same while it answers: the first by id.
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

    /** A connection kept from the last check may have ended since, which is no failure: only a new one that fails is. */
    @Override
    public RedisFigures look() throws CheckException {
        boolean again = kept;
        kept = false;
        try (RedisConnection connection = connections.getConnection()) {
            RedisFigures figures =
                    connection instanceof LettuceClusterConnection cluster ? lookAt(cluster) : lookAt(connection);
            kept = true;
            return figures;
        } catch (RuntimeException e) {
            connections.resetConnection();
            if (!again) {
                throw new CheckException(RedisFailures.of(e));
            }
        }
        return look();
    }

    private RedisFigures lookAt(RedisConnection connection) {
        Ping ping = ping(connection::ping);
        String answer = connection instanceof LettuceConnection lettuce
                ? String.valueOf(lettuce.execute("INFO", new StatusOutput<>(ByteArrayCodec.INSTANCE), ascii(SECTIONS)))
                : "";
        RedisInfo info = RedisInfo.parse(answer);
        return new RedisFigures(ping.took(), info, slowlog(connection, info), trouble(info, ping));
    }

    private static RedisFigures lookAt(LettuceClusterConnection cluster) throws CheckException {
        RedisClusterNode node = StreamSupport.stream(cluster.clusterGetNodes().spliterator(), false)
                .filter(candidate -> !candidate.isMarkedAsFail())
                .min(Comparator.comparing(candidate -> String.valueOf(candidate.getId())))
                .orElseThrow(() -> new CheckException("no node of the cluster answers"));
        Ping ping = ping(() -> cluster.ping(node));
        ClusterCommandCallback<RedisClusterCommands<byte[], byte[]>, String> command = client -> client.info(SECTIONS);
        RedisInfo info = RedisInfo.parse(String.valueOf(cluster.getClusterCommandExecutor()
                .executeCommandOnSingleNode(command, node)
                .getValue()));
        ClusterInfo state = cluster.clusterGetClusterInfo();
        String trouble = state != null && "ok".equals(state.getState())
                ? trouble(info, ping)
                : "the state of the cluster is not ok";
        return new RedisFigures(ping.took(), info, OptionalLong.empty(), trouble);
    }

    /**
     * A PING that was answered.
     *
     * @param took until the answer came
     * @param refusal the code of the error reply, such as LOADING, MISCONF or MASTERDOWN; empty for PONG
     */
    private record Ping(Duration took, String refusal) {}

    /** An error reply comes from a server that is up, which INFO then describes. */
    private static Ping ping(Runnable command) {
        long before = System.nanoTime();
        String refusal = "";
        try {
            command.run();
        } catch (DataAccessException e) {
            refusal = RedisFailures.code(e);
            if (refusal.isEmpty()) {
                throw e;
            }
        }
        return new Ping(Duration.ofNanos(System.nanoTime() - before), refusal);
    }

    private OptionalLong slowlog(RedisConnection connection, RedisInfo info) {
        String run = info.text("run_id");
        if (slowlogDeniedBy.equals(run) || !(connection instanceof LettuceConnection lettuce)) {
            return OptionalLong.empty();
        }
        try {
            Object length = lettuce.execute("SLOWLOG", new IntegerOutput<>(ByteArrayCodec.INSTANCE), ascii("LEN"));
            return length instanceof Long number ? OptionalLong.of(number) : OptionalLong.empty();
        } catch (DataAccessException e) {
            if (RedisFailures.cause(e, RedisCommandExecutionException.class) == null) {
                throw e;
            }
            slowlogDeniedBy = run; // each refusal is an entry in the server's ACL LOG
            return OptionalLong.empty();
        }
    }

    private static String trouble(RedisInfo info, Ping ping) {
        if (info.loading()) {
            return "it loads its data";
        }
        return ping.refusal().isEmpty() ? "" : "it answers PING with " + ping.refusal();
    }

    private static byte[] ascii(String word) {
        return word.getBytes(StandardCharsets.US_ASCII);
    }
}
