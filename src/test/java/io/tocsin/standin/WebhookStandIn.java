package io.tocsin.standin;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A provider on the loopback interface: it checks what it gets as the provider does, keeps what it accepts, and
 * misbehaves when told to. It enforces a rate limit only when told to.
 */
public abstract class WebhookStandIn implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static {
        // Or each answer waits for the reader's delayed acknowledgement, up to 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    /**
     * A request as it came in.
     *
     * @param method the HTTP method
     * @param uri path and query
     * @param contentType the header; empty without one
     * @param headers all headers
     * @param body its text
     * @param json the body; a missing node when it is not JSON
     */
    record Request(String method, URI uri, String contentType, Headers headers, String body, JsonNode json) {

        int size() {
            return body.getBytes(StandardCharsets.UTF_8).length;
        }

        /** The header; empty without one. */
        String header(String name) {
            return Optional.ofNullable(headers.getFirst(name)).orElse("");
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(32, task -> {
        Thread thread = new Thread(task, "stand-in");
        thread.setDaemon(true);
        return thread;
    });
    private final Deque<StandInAnswer> planned = new ConcurrentLinkedDeque<>();
    private final Map<Integer, StandInAnswer> later = new ConcurrentHashMap<>();
    private final Deque<ReceivedMessage> received = new ConcurrentLinkedDeque<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger broken = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Duration latency = Duration.ZERO;

    WebhookStandIn(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        } catch (IOException cannotListen) {
            throw new UncheckedIOException(cannotListen);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
    }

    /** To be called when the stand-in is whole. */
    final void start() {
        server.start();
    }

    /** The provider's complaint; empty when it takes the message. */
    abstract Optional<StandInAnswer> complaint(Request request);

    /** What it says to a message that it takes. */
    abstract StandInAnswer thanks();

    /** The same, when it depends on the message. */
    StandInAnswer thanks(Request request) {
        return thanks();
    }

    /** The URL to configure: a secret. */
    public abstract URI webhookUrl();

    /** The port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** {@code http://127.0.0.1:port}. */
    String origin() {
        return "http://127.0.0.1:" + port();
    }

    /** The messages accepted so far, in order of arrival. */
    public List<ReceivedMessage> received() {
        return new ArrayList<>(received);
    }

    /** How many requests came in, accepted or not. */
    public int requests() {
        return requests.get();
    }

    /** How many answers could not be written, because the other side had gone. */
    public int brokenAnswers() {
        return broken.get();
    }

    /** How many requests were under way at once, at most: from their last byte in to the first byte of the answer. */
    public int mostAtOnce() {
        return mostUnderWay.get();
    }

    /** Gives this answer to each of the next requests, and keeps none of them. */
    public void answerNext(int times, StandInAnswer answer) {
        for (int i = 0; i < times; i++) {
            planned.add(answer);
        }
    }

    /** Gives this answer to the request after so many others, in place of what it would say. */
    public void answerAfter(int others, StandInAnswer answer) {
        later.put(requests.get() + others + 1, answer);
    }

    /** Forgets what is planned. */
    public void recover() {
        planned.clear();
        later.clear();
    }

    /** Waits so long before each answer from now on. */
    public void latency(Duration wait) {
        latency = wait;
    }

    /** Forgets what is planned and what was received. */
    public void reset() {
        recover();
        received.clear();
        requests.set(0);
        broken.set(0);
        mostUnderWay.set(0);
        latency = Duration.ZERO;
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            StandInAnswer later = this.later.remove(requests.incrementAndGet());
            StandInAnswer plan = later == null ? planned.poll() : later;
            mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            StandInAnswer answer;
            try {
                answer = plan == null ? take(exchange, body) : plan;
                pause(answer.delay());
            } finally {
                underWay.decrementAndGet();
            }
            answer(exchange, answer);
        } catch (IOException gone) {
            broken.incrementAndGet();
        }
    }

    private StandInAnswer take(HttpExchange exchange, byte[] body) {
        String contentType = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type"))
                .orElse("");
        JsonNode json = parse(body);
        Request request = new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI(),
                contentType,
                exchange.getRequestHeaders(),
                new String(body, StandardCharsets.UTF_8),
                json);
        return complaint(request).orElseGet(() -> {
            received.add(new ReceivedMessage(Instant.now(), request.uri(), request.body(), json));
            return thanks(request).after(latency);
        });
    }

    private static JsonNode parse(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException notJson) {
            return JSON.missingNode();
        }
    }

    private void answer(HttpExchange exchange, StandInAnswer answer) throws IOException {
        if (answer.status() == 0) {
            return;
        }
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            if (answer.drip().isZero()) {
                out.write(body);
                return;
            }
            for (byte octet : body) {
                pause(answer.drip());
                out.write(octet);
                out.flush();
            }
        }
    }

    /** Waits, but not beyond the stand-in's end. */
    private void pause(Duration wait) throws IOException {
        try {
            if (!wait.isZero() && closed.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IOException("closed");
            }
        } catch (InterruptedException ending) {
            throw new IOException("closed", ending);
        }
    }
}
