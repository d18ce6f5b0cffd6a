package io.tocsin.backing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.embedded.RedisServer;

/** A Redis 6.2 of one's own on the loopback address, which can be paused, stopped and started again. */
public final class RedisProcess implements AutoCloseable {

    private final int port;
    private final List<String> settings;
    private RedisServer server;
    private long pid;

    /**
     * Names a server without starting it.
     *
     * @param port a free one
     * @param settings lines of redis.conf
     */
    public RedisProcess(int port, String... settings) {
        this.port = port;
        this.settings = List.of(settings);
    }

    public int port() {
        return port;
    }

    /** Starts it; it ends with this JVM at the latest. */
    public RedisProcess start() {
        try {
            Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "redis")), "run-");
            var builder = RedisServer.newRedisServer()
                    .port(port)
                    .bind("127.0.0.1")
                    .setting("save \"\"")
                    .setting("dir " + folder.toAbsolutePath());
            settings.forEach(builder::setting);
            List<Long> before = children();
            server = builder.build();
            server.start();
            pid = ProcessHandle.current()
                    .children()
                    .filter(child -> !before.contains(child.pid()))
                    .filter(child -> child.info().command().orElse("").contains("redis"))
                    .mapToLong(ProcessHandle::pid)
                    .findFirst()
                    .orElseThrow();
            ProcessHandle.of(pid).ifPresent(ChildProcesses::endWithThisJvm);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("Redis did not start", e);
        }
    }

    private static List<Long> children() {
        return ProcessHandle.current().children().map(ProcessHandle::pid).toList();
    }

    /** Lets it hang: it keeps its connections and answers nothing. */
    public void pause() {
        ChildProcesses.signal(pid, "STOP");
    }

    /** Lets it go on. */
    public void resume() {
        ChildProcesses.signal(pid, "CONT");
    }

    /** Ends it at once, as a crash does. */
    @Override
    public void close() {
        if (server == null) {
            return;
        }
        ProcessHandle.of(pid).ifPresent(process -> {
            process.destroyForcibly();
            process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
        });
        server = null;
    }
}
