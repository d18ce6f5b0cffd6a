package io.tocsin.proof;

import com.sun.net.httpserver.HttpServer;
import io.tocsin.backing.MySqlServer;
import io.tocsin.backing.RedisProcess;
import io.tocsin.standin.MailStandIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The shipped stack without Docker: real servers, Prometheus and Alertmanager; people and Grafana are stand-ins. */
final class DrilledStack implements AutoCloseable {

    static final String SCRAPE_TOKEN = "drill-scrape-token";
    static final String EVENTS_TOKEN = "drill-events-token";

    final Path home = ProofHome.of("drill");
    final Sinks sinks = Sinks.start();
    final MailStandIn emergency = MailStandIn.start(MailStandIn.Security.NONE);
    final RedisProcess redis = new RedisProcess(FreePort.next(), "maxmemory 64mb").start();
    final FlakyLink mysql;
    final Optional<SmallDisk> disk;
    final TocsinProcess tocsin;
    final SecondServers second;
    final AlertmanagerProcess alertmanager;
    final PrometheusProcess prometheus;

    private final int grafanaPort = FreePort.next();
    private HttpServer grafana = grafana();

    DrilledStack() throws IOException {
        MySqlServer.Database database = MySqlServer.get().newDatabase();
        mysql = new FlakyLink(MySqlServer.get().port());
        disk = SmallDisk.mount(home);
        tocsin = new TocsinProcess(home, properties(database)).start();
        second = new SecondServers(home);
        int prometheusPort = FreePort.next();
        // Alertmanager takes its port when it starts, and Prometheus is told of it: one after the other.
        ShippedStack forAlertmanager = new ShippedStack(home.resolve("am"), addresses(0, prometheusPort));
        alertmanager = AlertmanagerProcess.start(home, forAlertmanager.alertmanager());
        ShippedStack forPrometheus =
                new ShippedStack(home.resolve("prom"), addresses(alertmanager.port(), prometheusPort));
        second.name(forPrometheus.prometheus().resolveSibling("targets"));
        prometheus = new PrometheusProcess(prometheusPort, forPrometheus.prometheus(), home);
    }

    private Map<String, String> properties(MySqlServer.Database database) {
        Map<String, String> properties = new HashMap<>(sinks.properties());
        properties.put("tocsin.delivery.store.path", "data/outbox.db");
        properties.put("tocsin.security.scrape-token", SCRAPE_TOKEN);
        properties.put("tocsin.security.events-token", EVENTS_TOKEN);
        // The shortest there is; the Watchdog comes every second.
        properties.put("tocsin.alert.watchdog.silence-after", "10s");
        properties.put("tocsin.check.interval", "1s");
        properties.put("tocsin.check.timeout", "500ms");
        properties.put("spring.data.redis.host", "127.0.0.1");
        properties.put("spring.data.redis.port", String.valueOf(redis.port()));
        String through = ":" + mysql.port() + "/";
        properties.put("spring.datasource.url", database.url().replaceFirst(":\\d+/", through));
        properties.put("spring.datasource.username", database.username());
        properties.put("spring.datasource.password", database.password());
        disk.ifPresent(small ->
                properties.put("tocsin.check.host.proc-path", small.procPath().toString()));
        return properties;
    }

    private Map<String, String> addresses(int alertmanagerPort, int prometheusPort) throws IOException {
        Map<String, String> addresses = new HashMap<>(second.addresses());
        addresses.put("tocsin:8000", "127.0.0.1:" + tocsin.port());
        addresses.put("alertmanager:9093", "127.0.0.1:" + alertmanagerPort);
        addresses.put("localhost:9090", "127.0.0.1:" + prometheusPort);
        addresses.put("grafana:3000", "127.0.0.1:" + grafanaPort);
        addresses.put("smtp.example.com:587", "127.0.0.1:" + emergency.port());
        addresses.put("/run/secrets/tocsin_scrape_token", secret("scrape", SCRAPE_TOKEN));
        addresses.put("/run/secrets/tocsin_webhook_token", secret("webhook", TocsinProcess.TOKEN));
        return addresses;
    }

    private String secret(String name, String value) throws IOException {
        return Files.writeString(home.resolve(name + "-token"), value).toString();
    }

    private HttpServer grafana() {
        try {
            HttpServer server =
                    HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), grafanaPort), 0);
            server.createContext("/metrics", exchange -> {
                byte[] body = "grafana_info 1\n".getBytes(StandardCharsets.US_ASCII);
                exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4");
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void stopGrafana() {
        grafana.stop(0);
    }

    void startGrafana() {
        grafana = grafana();
    }

    @Override
    public void close() {
        prometheus.close();
        alertmanager.close();
        tocsin.close();
        second.close();
        grafana.stop(0);
        mysql.close();
        redis.close();
        sinks.close();
        emergency.close();
        disk.ifPresent(SmallDisk::close);
    }
}
