package io.tocsin.backing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Elasticsearch node on the loopback address, in a JVM of its own, which ends with this one. */
public final class ElasticsearchServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ElasticsearchServer.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<Version, ElasticsearchServer> SHARED = new EnumMap<>(Version.class);

    private final Version version;
    private final Process process;
    private final int port;
    private final HttpClient client = HttpClient.newHttpClient();

    /** A version, and the JDKs that it runs on. */
    public enum Version {
        V9("9.5.3", 9, 21, 25),
        V8("8.19.21", 8, 17, 24);

        private final String number;
        private final int major;
        private final int leastJdk;
        private final int mostJdk;

        Version(String number, int major, int leastJdk, int mostJdk) {
            this.number = number;
            this.major = major;
            this.leastJdk = leastJdk;
            this.mostJdk = mostJdk;
        }

        /** What {@code tocsin.logs.compatibility} is for it. */
        public int major() {
            return major;
        }

        /** Whether there is a JDK for it. */
        public boolean runsHere() {
            return JavaHomes.between(leastJdk, mostJdk).isPresent();
        }

        /** The newest that runs here. */
        public static Version newest() {
            return V9.runsHere() ? V9 : V8;
        }
    }

    private ElasticsearchServer(Version version, Process process, int port) {
        this.version = version;
        this.process = process;
        this.port = port;
    }

    /** The one of this JVM, which nobody stops. */
    public static synchronized ElasticsearchServer shared(Version version) {
        return SHARED.computeIfAbsent(version, wanted -> start(wanted, 0, "512m"));
    }

    /**
     * Starts one, with no data, and waits until it answers.
     *
     * @param port a free one; 0 for any
     * @param heap as {@code -Xmx} takes it
     */
    public static ElasticsearchServer start(Version version, int port, String heap) {
        Path home = ElasticsearchHome.of(version.number);
        Path java = JavaHomes.between(version.leastJdk, version.mostJdk).orElseThrow();
        try {
            Path data = Files.createTempDirectory(Files.createDirectories(home.resolve("data")), "node-");
            List<String> command = new ArrayList<>(List.of(
                    java.resolve("bin").resolve("java").toString(), "-Xms" + heap, "-Xmx" + heap, "-XX:+UseSerialGC"));
            command.addAll(
                    List.of("-cp", home.resolve("lib") + "/*", starter(data).toString()));
            command.addAll(List.of(home.toString(), data.toString(), String.valueOf(port)));
            Process process = new ProcessBuilder(command)
                    .redirectError(data.resolve("node.log").toFile())
                    .start();
            ChildProcesses.endWithThisJvm(process.toHandle());
            int bound = awaitPort(process, data);
            LOG.info("Elasticsearch {} on port {}", version.number, bound);
            return new ElasticsearchServer(version, process, bound);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path starter(Path folder) throws IOException {
        Path source = folder.resolve("NodeStarter.java");
        try (var resource = ElasticsearchServer.class.getResourceAsStream("/elasticsearch/NodeStarter.java")) {
            Files.copy(resource, source);
        }
        return source;
    }

    private static int awaitPort(Process process, Path data) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("port ")) {
                return Integer.parseInt(line.substring(5));
            }
        }
        throw new IllegalStateException("Elasticsearch did not start: " + Files.readString(data.resolve("node.log")));
    }

    public Version version() {
        return version;
    }

    public int port() {
        return port;
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** The answer to a request; of 400 and above also. */
    public JsonNode send(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + path))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            return JSON.readTree(answer.body().isEmpty() ? "{}" : answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stores documents, JSON texts of one line, and makes them visible. */
    public void bulk(String index, List<String> documents) {
        StringBuilder body = new StringBuilder();
        documents.forEach(
                document -> body.append("{\"create\":{}}\n").append(document).append('\n'));
        JsonNode answer = send("POST", "/" + index + "/_bulk?refresh=true", body.toString());
        if (answer.path("errors").asBoolean(true)) {
            throw new IllegalStateException(answer.toString()
                    .substring(0, Math.min(2_000, answer.toString().length())));
        }
    }

    /** Lets it hang: it keeps its connections and answers nothing. */
    public void pause() {
        ChildProcesses.signal(process.pid(), "STOP");
    }

    /** Lets it go on. */
    public void resume() {
        ChildProcesses.signal(process.pid(), "CONT");
    }

    /** Ends it at once, as a crash does. */
    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }
}
