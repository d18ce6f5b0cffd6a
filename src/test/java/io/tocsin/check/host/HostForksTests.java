package io.tocsin.check.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What starts a program at every look is felt on a small machine, and is refused in a hardened container. */
class HostForksTests {

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void a_look_at_the_host_starts_no_program() throws Exception {
        HostProperties properties = HostFixture.properties(Map.of());
        HostFiles files = HostFiles.of(properties);
        assumeThat(files.proc().resolve("stat")).as("this is Linux").exists();
        Clock clock = Clock.systemUTC();
        try (Recording recording = new Recording()) {
            HostCheck check = new HostCheck(
                    HostConfiguration.linux(files, properties, threads, clock),
                    new CpuUsage(clock),
                    HostFixture.thresholds());
            // JNA asks ldconfig for the libraries, once.
            check.look();
            recording.enable("jdk.ProcessStart");
            recording.start();
            check.look();
            check.look();
            // The one that shows that they are seen.
            new ProcessBuilder("true").start().waitFor();
            recording.stop();
            Path file = folder.resolve("events.jfr");
            recording.dump(file);
            List<String> started = RecordingFile.readAllEvents(file).stream()
                    .map(event -> event.getString("command"))
                    .toList();
            assertThat(started).containsExactly("true");
        }
    }
}
