package io.tocsin.backing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.embedded.RedisSentinel;

/** A Redis Sentinel that by itself may declare its master dead, after a second. */
public final class RedisSentinelProcess implements AutoCloseable {

    private final int port;
    private final ProcessHandle process;

    /**
     * Starts one; it ends with this JVM at the latest.
     *
     * @param port a free one
     * @param master the port of the master on the loopback address
     * @param name what the master is called
     */
    public RedisSentinelProcess(int port, int master, String name) {
        this.port = port;
        List<Long> before =
                ProcessHandle.current().children().map(ProcessHandle::pid).toList();
        try {
            RedisSentinel.newRedisSentinel()
                    .bind("127.0.0.1")
                    .port(port)
                    .masterPort(master)
                    .masterName(name)
                    .quorumSize(1)
                    .downAfterMilliseconds(1000)
                    .failOverTimeout(10_000)
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("Sentinel did not start", e);
        }
        process = ProcessHandle.current()
                .children()
                .filter(child -> !before.contains(child.pid()))
                .findFirst()
                .orElseThrow();
        ChildProcesses.endWithThisJvm(process);
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }
}
