package io.tocsin.backing;

import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;

/** Servers in containers where an engine has their image or can get it, and others in their place elsewhere. */
public final class Containers {

    /** Set in the environment where a container must serve, so that nothing takes its place unnoticed. */
    private static final boolean REQUIRED = System.getenv("TOCSIN_TEST_CONTAINERS_REQUIRED") != null;

    private static final Logger LOG = LoggerFactory.getLogger(Containers.class);

    private Containers() {}

    /** Whether there is an engine, or has to be one. */
    public static boolean available() {
        return REQUIRED || DockerClientFactory.instance().isDockerAvailable();
    }

    /**
     * The server in a container, which must be started, else the other one.
     *
     * @param inContainer removed by Ryuk, the container that Testcontainers adds, when this JVM is gone
     */
    static <S> S orElse(Supplier<S> inContainer, Supplier<S> other) {
        if (!available()) {
            return other.get();
        }
        try {
            return inContainer.get();
        } catch (ContainerFetchException e) {
            if (REQUIRED) {
                throw e;
            }
            LOG.warn("The engine has no image and cannot get it ({}): another server takes its place", e.getMessage());
            return other.get();
        }
    }
}
