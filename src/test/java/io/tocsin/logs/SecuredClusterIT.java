package io.tocsin.logs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.tocsin.standin.StandInCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster behind TLS, whose certificate comes from an authority of its own. */
class SecuredClusterIT {

    private static final String KEY = "dGhlLWlkOmEtc2VjcmV0LWtleS1vZi10aGUtdGVzdA==";
    private static final String NOTHING =
            "{\"took\":1,\"timed_out\":false,\"_shards\":{\"total\":0,\"successful\":0,\"failed\":0},"
                    + "\"hits\":{\"total\":{\"value\":0,\"relation\":\"eq\"},\"hits\":[]}}";

    private final List<String> shown = new CopyOnWriteArrayList<>();
    private HttpsServer cluster;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        cluster = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        cluster.setHttpsConfigurator(
                new HttpsConfigurator(StandInCertificate.shared().serverContext()));
        cluster.createContext("/", this::answer);
        cluster.start();
    }

    @AfterEach
    void stop() {
        cluster.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            shown.addAll(exchange.getRequestHeaders().getOrDefault("Authorization", List.of("none")));
            byte[] body = NOTHING.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("X-Elastic-Product", "Elasticsearch");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private HttpResponse<String> answered(String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "spring.elasticsearch.uris=https://127.0.0.1:"
                        + cluster.getAddress().getPort(),
                "spring.elasticsearch.api-key=" + KEY,
                "tocsin.logs.setup.enabled=false",
                "tocsin.logs.counts.enabled=false"));
        all.addAll(List.of(settings));
        try (LogsServer server = LogsServer.start(all.toArray(String[]::new))) {
            return server.get("/errors");
        }
    }

    private String[] trusting(StandInCertificate certificate) throws IOException {
        Path authority = Files.writeString(folder.resolve("ca.crt"), certificate.pem());
        return new String[] {
            "spring.elasticsearch.restclient.ssl.bundle=logs",
            "spring.ssl.bundle.pem.logs.truststore.certificate=file:" + authority
        };
    }

    @Test
    void one_with_the_trusted_authority_is_asked_with_the_key() throws IOException {
        HttpResponse<String> answer = answered(trusting(StandInCertificate.shared()));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(shown).isNotEmpty().containsOnly("ApiKey " + KEY);
    }

    @Test
    void one_with_another_authority_is_refused_and_sees_no_key() throws IOException {
        assertRefused(answered(trusting(StandInCertificate.fresh())));
    }

    @Test
    void one_that_the_system_does_not_know_is_refused_without_a_bundle() {
        assertRefused(answered());
    }

    private void assertRefused(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body())
                .contains("Elasticsearch does not answer: its certificate is not accepted")
                .doesNotContain("127.0.0.1", KEY);
        assertThat(shown).isEmpty();
    }
}
