package io.tocsin.proof;

import io.tocsin.backing.ChildProcesses;
import io.tocsin.backing.InstalledProgram;
import io.tocsin.backing.RedisProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a platform has beside the stack's own servers: two applications, a second Redis, two further hosts. */
final class SecondServers implements AutoCloseable {

    static final String SHOP = "shop";
    static final String BILLING = "billing";

    final RedisProcess redis = new RedisProcess(FreePort.next()).start();
    final Optional<SmallDisk> disk;
    final int shop = FreePort.next();
    final int first = FreePort.next();
    final int second = FreePort.next();

    private final int billing = FreePort.next();
    private final int redisExporter = FreePort.next();
    private final List<Process> processes = new ArrayList<>();

    SecondServers(Path home) throws IOException {
        disk = SmallDisk.mount(home.resolve("host-2"));
        Path exporter =
                InstalledProgram.find("prometheus-redis-exporter", "prometheus-redis-exporter", "redis_exporter");
        start(home, exporter, "-redis.addr=", "-web.listen-address=127.0.0.1:" + redisExporter);
        host(home, first, Path.of("/proc"));
        host(home, second, disk.map(SmallDisk::procPath).orElse(Path.of("/proc")));
        // Debian's, which has Debian's packages.
        Path python = Path.of("/usr/bin/python3");
        for (int port : List.of(shop, billing)) {
            start(home, python, "-B", "monitoring/python/tests/apps.py", "flask", String.valueOf(port));
        }
    }

    private void host(Path home, int port, Path proc) throws IOException {
        Path exporter = InstalledProgram.find("prometheus-node-exporter", "prometheus-node-exporter", "node_exporter");
        start(
                home,
                exporter,
                "--web.listen-address=127.0.0.1:" + port,
                "--path.procfs=" + proc,
                "--collector.disable-defaults",
                "--collector.filesystem");
    }

    private void start(Path home, Path program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        home.resolve(program.getFileName() + ".log").toFile()))
                .start();
        ChildProcesses.endWithThisJvm(process.toHandle());
        processes.add(process);
    }

    /** What stands instead of which text of the shipped configuration. */
    Map<String, String> addresses() {
        return Map.of("redis-exporter:9121", "127.0.0.1:" + redisExporter);
    }

    /** Names them as an operator does: one file each. */
    void name(Path targets) {
        try {
            write(targets.resolve(SHOP + ".yml"), shop);
            write(targets.resolve(BILLING + ".yml"), billing);
            write(targets.resolve("redis/second.yml"), redis.port());
            write(targets.resolve("node/hosts.yml"), first, second);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, int... ports) throws IOException {
        StringBuilder text = new StringBuilder("- targets:\n");
        for (int port : ports) {
            text.append("    - 127.0.0.1:").append(port).append('\n');
        }
        Files.writeString(file, text);
    }

    @Override
    public void close() {
        processes.forEach(process -> process.destroyForcibly().onExit().join());
        redis.close();
        disk.ifPresent(SmallDisk::close);
    }
}
