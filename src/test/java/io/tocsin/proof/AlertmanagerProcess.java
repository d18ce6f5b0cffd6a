package io.tocsin.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.backing.ChildProcesses;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A real Alertmanager that posts every group to one webhook; alone in its cluster unless told of a peer. */
final class AlertmanagerProcess implements AutoCloseable {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final int port;
    private final Process process;

    private AlertmanagerProcess(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    /** The installed binary, by the name that Debian or Prometheus itself gives it. */
    static Optional<Path> binary() {
        List<String> folders =
                Arrays.asList(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1));
        return List.of("prometheus-alertmanager", "alertmanager").stream()
                .flatMap(name -> folders.stream().map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts one and waits until it is ready.
     *
     * @param home an existing directory for its files
     * @param webhook where it posts
     * @param groupInterval how long it waits before it tells of a change in a group; it keeps retrying for as long, but
     *     for at least 10 seconds
     */
    static AlertmanagerProcess start(Path home, URI webhook, Duration groupInterval) {
        return start(home, configuration(webhook, groupInterval));
    }

    /** Starts one with this configuration and waits until it is ready. */
    static AlertmanagerProcess start(Path home, String yaml) {
        return start(home, yaml, List.of("--cluster.listen-address="));
    }

    /** As {@link #start(Path, URI, Duration)}, with these flags for its cluster. */
    static AlertmanagerProcess start(Path home, URI webhook, Duration groupInterval, List<String> cluster) {
        return start(home, configuration(webhook, groupInterval), cluster);
    }

    /** As {@link #start(Path, URI, Duration)}, at a port that is known before. */
    static AlertmanagerProcess startAt(int port, Path home, URI webhook, Duration groupInterval) {
        return start(port, home, configuration(webhook, groupInterval), List.of("--cluster.listen-address="));
    }

    private static AlertmanagerProcess start(Path home, String yaml, List<String> cluster) {
        return start(FreePort.next(), home, yaml, cluster);
    }

    private static AlertmanagerProcess start(int port, Path home, String yaml, List<String> cluster) {
        try {
            Path configuration = Files.writeString(home.resolve("alertmanager.yml"), yaml);
            List<String> command = new ArrayList<>(List.of(
                    binary().orElseThrow().toString(),
                    "--config.file=" + configuration,
                    "--storage.path=" + home.resolve("data"),
                    "--web.listen-address=127.0.0.1:" + port));
            command.addAll(cluster);
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(home.resolve("alertmanager.log").toFile())
                    .start();
            ChildProcesses.endWithThisJvm(process.toHandle());
            AlertmanagerProcess alertmanager = new AlertmanagerProcess(port, process);
            await("Alertmanager").atMost(Duration.ofMinutes(1)).until(alertmanager::isReady);
            return alertmanager;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    /** Lets it hang, or go on. */
    void pause(boolean paused) {
        ChildProcesses.signal(process.pid(), paused ? "STOP" : "CONT");
    }

    private static String configuration(URI webhook, Duration groupInterval) {
        return """
                route:
                  receiver: tocsin
                  group_by: [alertname, group]
                  group_wait: 300ms
                  group_interval: %ds
                  repeat_interval: 1h
                receivers:
                  - name: tocsin
                    webhook_configs:
                      - url: %s
                        send_resolved: true
                        http_config:
                          authorization:
                            credentials: %s
                """.formatted(groupInterval.toSeconds(), webhook, TocsinProcess.TOKEN);
    }

    /** Posts what Prometheus would: an alert that fires, or that has ended, in a group of its own. */
    void post(Marker marker, Instant startsAt) {
        post(String.valueOf(marker.group()), List.of(marker), startsAt);
    }

    /** Posts alerts of one group, each on a host of its own. */
    void post(String group, List<Marker> markers, Instant startsAt) {
        String alerts = markers.stream()
                .map(marker -> alert(group, marker, startsAt))
                .collect(Collectors.joining(",", "[", "]"));
        HttpRequest request = HttpRequest.newBuilder(uri("/api/v2/alerts"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(alerts))
                .build();
        HttpResponse<String> answer = send(request).orElseThrow();
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    /** Silences a host for an hour, as somebody called drill. */
    void silence(String instance) {
        Instant now = Instant.now();
        HttpRequest request = HttpRequest.newBuilder(uri("/api/v2/silences"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("""
                        {"matchers":[{"name":"instance","value":"%s","isRegex":false,"isEqual":true}],
                         "startsAt":"%s","endsAt":"%s","createdBy":"drill","comment":"deploying"}
                        """.formatted(instance, now, now.plus(Duration.ofHours(1)))))
                .build();
        HttpResponse<String> answer = send(request).orElseThrow();
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static String alert(String group, Marker marker, Instant startsAt) {
        return """
                {"labels":{"alertname":"Proof","group":"%s","instance":"host%d","severity":"critical"},
                 "annotations":{"summary":"%s"},"startsAt":"%s","endsAt":"%s"}
                """.formatted(
                        group,
                        marker.group(),
                        marker,
                        startsAt,
                        marker.resolved() ? startsAt.plusSeconds(1) : startsAt.plus(Duration.ofHours(1)));
    }

    /** The value of the counter for webhooks, such as {@code alertmanager_notifications_failed_total}; 0 when absent. */
    double webhookCounter(String name) {
        return metric(name + "{integration=\"webhook\"");
    }

    /** The sum of the series that begin so; 0 when there is none. */
    double metric(String series) {
        return send(HttpRequest.newBuilder(uri("/metrics")).build())
                .orElseThrow()
                .body()
                .lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private boolean isReady() {
        assertThat(process.isAlive()).as("Alertmanager runs").isTrue();
        return send(HttpRequest.newBuilder(uri("/-/ready")).build())
                .filter(answer -> answer.statusCode() == 200)
                .isPresent();
    }

    private static Optional<HttpResponse<String>> send(HttpRequest request) {
        try {
            return Optional.of(CLIENT.send(request, BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
