package io.tocsin.proof;

import static org.awaitility.Awaitility.await;

import io.tocsin.backing.ChildProcesses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;

/** The packaged service as an operator runs it: a process with a port and a log, which can be killed and started again. */
final class TocsinProcess implements AutoCloseable {

    static final String TOKEN = "proof-token-0123456789abcdef";

    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofMinutes(1);
    private static final HttpClient PROBE =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final Path home;
    private final Map<String, String> properties;
    private final int port = FreePort.next();
    // Starts quickly, and leaves the processor to the others.
    private List<String> jvmFlags = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx256m");
    private Process process;

    /**
     * Prepares one, without starting it.
     *
     * @param home an existing directory for its store, its log and its temporary files
     * @param properties its configuration
     */
    TocsinProcess(Path home, Map<String, String> properties) {
        this.home = home;
        this.properties = Map.copyOf(properties);
    }

    /** Takes other flags than those for a quick start. */
    TocsinProcess withJvmFlags(List<String> flags) {
        jvmFlags = List.copyOf(flags);
        return this;
    }

    /** Starts it and returns at once. */
    TocsinProcess launch() {
        try {
            Files.createDirectories(home.resolve("tmp"));
            process = new ProcessBuilder(command())
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ChildProcesses.endWithThisJvm(process.toHandle());
        return this;
    }

    /** Starts it and waits until it accepts alerts. */
    TocsinProcess start() {
        return launch().awaitReady();
    }

    TocsinProcess awaitReady() {
        try {
            await("readiness of " + uri("/"))
                    .atMost(START_LIMIT)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> isReady() || !process.isAlive());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("it is not ready; its log ends so:\n" + logTail(), e);
        }
        if (!process.isAlive()) {
            throw new AssertionError("it ended at start; its log ends so:\n" + logTail());
        }
        return this;
    }

    boolean isReady() {
        return status("/health/ready") == 200;
    }

    /** The status of a GET; 0 when there is no answer. */
    int status(String path) {
        HttpRequest request =
                HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(5)).build();
        try {
            return PROBE.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The body of a GET; empty when there is no answer. */
    String get(String path) {
        HttpRequest request =
                HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(5)).build();
        try {
            return PROBE.send(request, BodyHandlers.ofString()).body();
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether it ends by itself within this time. */
    boolean endsWithin(Duration time) {
        try {
            return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** After it has ended. */
    int exitValue() {
        return process.exitValue();
    }

    long pid() {
        return process.pid();
    }

    /** Kills it with SIGKILL, and waits until it is gone. */
    void kill9() {
        process.destroyForcibly().onExit().join();
    }

    /**
     * Asks it to stop (SIGTERM) and waits until it has.
     *
     * @return its exit value: 143 after SIGTERM
     */
    int stop() {
        process.destroy();
        if (!endsWithin(STOP_LIMIT)) {
            kill9();
            throw new AssertionError("it did not stop in " + STOP_LIMIT + "; its log ends so:\n" + logTail());
        }
        return process.exitValue();
    }

    int port() {
        return port;
    }

    /** The processor time it has used since it started. */
    Duration processorTime() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    URI webhook() {
        return uri("/webhooks/alertmanager");
    }

    /** Has it collect all its garbage. */
    void collectGarbage() {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process collection = new ProcessBuilder(jcmd, String.valueOf(process.pid()), "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (collection.waitFor() != 0) {
                throw new IllegalStateException("jcmd ended with " + collection.exitValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Its {@code java.io.tmpdir}. */
    Path temporaryFiles() {
        return home.resolve("tmp");
    }

    /** All it has written so far, over all its starts. */
    String log() {
        try {
            return Files.readString(logFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process != null) {
            kill9();
        }
    }

    private Path logFile() {
        return home.resolve("tocsin.log");
    }

    private String logTail() {
        String log = log();
        return log.substring(Math.max(0, log.length() - 6000));
    }

    private List<String> command() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmFlags);
        command.add("-Djava.io.tmpdir=" + home.resolve("tmp"));
        command.addAll(List.of("-jar", jar().toString()));
        command.add("--server.port=" + port);
        command.add("--server.address=127.0.0.1");
        command.add("--tocsin.security.webhook-token=" + TOKEN);
        properties.forEach((key, value) -> command.add("--" + key + "=" + value));
        return command;
    }

    private static Path jar() {
        String jar = System.getProperty("tocsin.jar");
        if (jar == null || !Files.isRegularFile(Path.of(jar))) {
            throw new IllegalStateException("the system property tocsin.jar names no file (" + jar
                    + "): run the proofs by 'mvn verify', or package first");
        }
        return Path.of(jar).toAbsolutePath();
    }
}
