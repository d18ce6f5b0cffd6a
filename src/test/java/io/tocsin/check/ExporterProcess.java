package io.tocsin.check;

import static org.awaitility.Awaitility.await;

import io.tocsin.backing.ChildProcesses;
import io.tocsin.proof.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An exporter of the Prometheus project's kind, on a free port. */
public final class ExporterProcess implements AutoCloseable {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final Process process;
    private final URI metrics;

    private ExporterProcess(Process process, int port) {
        this.process = process;
        this.metrics = URI.create("http://127.0.0.1:" + port + "/metrics");
    }

    /** Starts one with these arguments and none of our environment, and waits until it answers. */
    public static ExporterProcess start(Path program, String... arguments) {
        int port = FreePort.next();
        List<String> command = new ArrayList<>(List.of(program.toString(), "--web.listen-address=127.0.0.1:" + port));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        try {
            Process process = builder.start();
            ChildProcesses.endWithThisJvm(process.toHandle());
            ExporterProcess exporter = new ExporterProcess(process, port);
            await(program.toString())
                    .atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .until(() -> !exporter.scrape().lines().isEmpty());
            return exporter;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it says now. */
    public Scrape scrape() {
        try {
            HttpResponse<String> answer =
                    CLIENT.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("the exporter answered " + answer.statusCode());
            }
            return new Scrape(answer.body().lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public int port() {
        return metrics.getPort();
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }
}
