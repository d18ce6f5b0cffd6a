package io.tocsin.intake.watchdog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.channel.LogCapture;
import io.tocsin.channel.http.ChannelHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeartbeatPingTests {

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private volatile CountDownLatch mayAnswer = new CountDownLatch(0);
    private volatile int status = 200;
    private volatile String trouble = "";
    private HttpServer server;
    private HeartbeatPing ping;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/ping/s3cret?tag=tocsin");
        ping = new HeartbeatPing(url, ChannelHttp::new, () -> trouble, registry);
    }

    @AfterEach
    void stop() {
        mayAnswer.countDown();
        ping.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        try {
            boolean unused = mayAnswer.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        exchange.getResponseHeaders().set("Location", "/internal");
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private void passOn(String outcome, int count) {
        ping.passOn();
        await().until(() -> count(outcome) == count);
    }

    private double count(String outcome) {
        return registry.get("tocsin.watchdog.heartbeats")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    @Test
    void a_redirect_is_not_followed() {
        status = 302;
        passOn("failed", 1);
        assertThat(requests).containsExactly("GET /ping/s3cret?tag=tocsin");
    }

    @Test
    void each_arrival_is_a_get_of_the_url() {
        passOn("passed", 1);
        assertThat(requests).containsExactly("GET /ping/s3cret?tag=tocsin");
    }

    @Test
    void the_caller_never_waits_and_no_second_request_is_begun_beside_one() {
        mayAnswer = new CountDownLatch(1);
        for (int n = 0; n < 10; n++) {
            ping.passOn();
        }
        await().until(() -> requests.size() == 1);
        mayAnswer.countDown();
        await().until(() -> count("passed") == 1);
        assertThat(requests).hasSize(1);
    }

    @Test
    void a_sick_service_passes_nothing_on() {
        trouble = "the store does not commit";
        passOn("withheld", 1);
        assertThat(requests).isEmpty();
    }

    @Test
    void a_failure_is_counted_each_time_logged_once_and_never_names_the_url() {
        try (LogCapture log = new LogCapture()) {
            status = 404;
            failsTimes(3);
            status = 200;
            await().until(() -> {
                ping.passOn();
                return count("passed") >= 1;
            });
            await().until(() -> own(log).size() == 2);
            assertThat(own(log).get(0)).contains("The heartbeat is not passed on: the answer was 404");
            assertThat(own(log).get(1)).contains("The heartbeat is passed on again");
            assertThat(log.lines()).noneMatch(line -> line.contains("s3cret"));
        }
    }

    private static List<String> own(LogCapture log) {
        return log.lines().stream()
                .filter(line -> line.startsWith(HeartbeatPing.class.getName()))
                .toList();
    }

    private void failsTimes(int times) {
        await().until(() -> {
            ping.passOn();
            return count("failed") >= times;
        });
    }

    @Test
    void a_server_that_is_gone_is_a_failure_without_its_address() {
        server.stop(0);
        try (LogCapture log = new LogCapture()) {
            failsTimes(1);
            await().until(() -> own(log).size() == 1);
            assertThat(own(log).get(0))
                    .contains(
                            "The heartbeat is not passed on: cannot connect: refused, unreachable, or an unknown host");
            assertThat(log.lines()).noneMatch(line -> line.contains("s3cret"));
        }
    }
}
