package io.tocsin.backing;

import io.tocsin.proof.FreePort;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.containers.GenericContainer;

/**
 * A Redis, one for the whole JVM and started when first asked for. It ends with the JVM, also when that is killed. {@link
 * RedisProcess} is for tests that pause, stop or configure one.
 *
 * @param description which server it is
 * @param port its port on the loopback address
 */
public record RedisServer(String description, int port) {

    /** The image of the stack. */
    public static final String IMAGE = "redis:8.6";

    private static final Logger LOG = LoggerFactory.getLogger(RedisServer.class);

    /** In a container where an engine has its image or can get it, else an embedded Redis. */
    public static RedisServer get() {
        return Started.SERVER;
    }

    @SuppressWarnings("resource")
    private static RedisServer inContainer() {
        GenericContainer<?> container = new GenericContainer<>(IMAGE).withExposedPorts(6379);
        container.start();
        return new RedisServer(IMAGE + " (Testcontainers)", container.getFirstMappedPort());
    }

    private static RedisServer embedded() {
        return new RedisServer(
                "Redis 6.2 (embedded)",
                new RedisProcess(FreePort.next()).start().port());
    }

    private static final class Started {
        static final RedisServer SERVER = Containers.orElse(RedisServer::inContainer, RedisServer::embedded);

        static {
            LOG.info("Redis: {} on port {}", SERVER.description(), SERVER.port());
        }
    }
}
