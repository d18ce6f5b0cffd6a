package io.tocsin.logs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers each request with one status and with what the test makes of its body. */
public final class CannedCluster implements AutoCloseable {

    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    private final List<String> credentials = new CopyOnWriteArrayList<>();
    private final int status;
    private final Function<String, String> answers;
    private final @Nullable URI location;

    public CannedCluster(int status, Function<String, String> answers) throws IOException {
        this(status, null, answers);
    }

    /** Answers with the header {@code Location} as well. */
    public CannedCluster(int status, @Nullable URI location, Function<String, String> answers) throws IOException {
        this.status = status;
        this.location = location;
        this.answers = answers;
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            credentials.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] body = answers.apply(asked).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("X-Elastic-Product", "Elasticsearch");
            if (location != null) {
                exchange.getResponseHeaders().set("Location", location.toString());
            }
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** Where it listens. */
    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** What was shown in the header {@code Authorization} so far. */
    List<String> credentials() {
        return credentials;
    }

    /** The log queries on it, with nothing in the background. */
    public LogsServer asked(String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "spring.elasticsearch.uris=" + uri(),
                "tocsin.logs.setup.enabled=false",
                "tocsin.logs.counts.enabled=false"));
        all.addAll(List.of(settings));
        return LogsServer.start(all.toArray(String[]::new));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
