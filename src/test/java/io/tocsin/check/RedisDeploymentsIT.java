package io.tocsin.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.backing.RedisProcess;
import io.tocsin.backing.RedisSentinelProcess;
import io.tocsin.check.Gate.Mode;
import io.tocsin.proof.FreePort;
import io.tocsin.standin.StandInCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redis as it stands in production: behind TLS, and behind Sentinel. */
class RedisDeploymentsIT {

    @TempDir
    Path folder;

    private final RedisProcess redis = new RedisProcess(FreePort.next());

    @BeforeEach
    void start() {
        redis.start();
    }

    @AfterEach
    void stop() {
        redis.close();
    }

    /** The TLS is a proxy's: the embedded Redis has none. */
    @Test
    void it_is_watched_through_tls_and_only_with_a_certificate_that_is_trusted() throws IOException {
        StandInCertificate certificate = StandInCertificate.shared();
        Path trusted = Files.writeString(folder.resolve("ca.pem"), certificate.pem());
        var listeners = certificate.serverContext().getServerSocketFactory();
        try (Gate gate = new Gate(redis.port(), Mode.OPEN, listeners)) {
            try (WatchingService service = tls(
                    gate,
                    "--spring.ssl.bundle.pem.redis.truststore.certificate=" + trusted.toUri(),
                    "--spring.data.redis.ssl.bundle=redis")) {
                service.awaitHealth("redis", "UP", "");
            }
            try (WatchingService service = tls(gate, "--spring.data.redis.ssl.enabled=true")) {
                service.awaitHealth("redis", "DOWN", "");
                service.assertServes();
            }
        }
    }

    private WatchingService tls(Gate gate, String... more) {
        String[] arguments = new String[more.length + 2];
        System.arraycopy(more, 0, arguments, 2, more.length);
        arguments[0] = "--spring.data.redis.host=localhost";
        arguments[1] = "--spring.data.redis.port=" + gate.port();
        return new WatchingService(folder, arguments);
    }

    @Test
    void sentinel_names_the_master_also_the_next_one() {
        try (RedisProcess replica = new RedisProcess(FreePort.next(), "replicaof 127.0.0.1 " + redis.port()).start();
                RedisSentinelProcess sentinel = new RedisSentinelProcess(FreePort.next(), redis.port(), "platform");
                WatchingService service = new WatchingService(
                        folder,
                        "--spring.data.redis.sentinel.master=platform",
                        "--spring.data.redis.sentinel.nodes=127.0.0.1:" + sentinel.port())) {
            service.awaitHealth("redis", "UP", "");
            awaitMaster(service, redis, 1);

            redis.close();
            service.awaitHealth("redis", "DOWN", "");
            service.assertServes();
            awaitMaster(service, replica, 0);
        }
    }

    /** Sentinel takes its time to see the replica, and to promote it. */
    private static void awaitMaster(WatchingService service, RedisProcess master, int replicas) {
        await("the master " + master.port())
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(service.metrics())
                        .contains("tcp_port=\"" + master.port() + "\"", "role=\"master\"")
                        .contains("redis_connected_slaves " + replicas));
    }
}
