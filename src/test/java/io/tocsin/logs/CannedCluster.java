package io.tocsin.logs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Answers each request with one status and with what the test makes of its body. */
final class CannedCluster implements AutoCloseable {

    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    private final List<String> credentials = new CopyOnWriteArrayList<>();
    private final int status;
    private final Function<String, String> answers;

    CannedCluster(int status, Function<String, String> answers) throws IOException {
        this.status = status;
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
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** What was shown in the header {@code Authorization} so far. */
    List<String> credentials() {
        return credentials;
    }

    /** The log queries on it, with nothing in the background. */
    LogsServer asked(String... settings) {
        List<String> all = new java.util.ArrayList<>(List.of(
                "spring.elasticsearch.uris=http://127.0.0.1:"
                        + server.getAddress().getPort(),
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
