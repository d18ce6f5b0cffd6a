package io.tocsin.proof;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A provider that accepts everything at once and notes when each marked message came; for benchmarks only. */
final class TimingSink implements AutoCloseable {

    private static final Pattern MARK = Pattern.compile("bench-\\d+");

    static {
        // Without it the server holds small answers back for 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final byte[] answer;
    private final Map<String, Long> arrivals = new ConcurrentHashMap<>();
    private final AtomicLong count = new AtomicLong();

    /**
     * @param answer what every request is answered with, under status 200
     */
    TimingSink(String answer) {
        this.answer = answer.getBytes(StandardCharsets.UTF_8);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::accept);
        server.start();
    }

    private void accept(HttpExchange exchange) throws IOException {
        long now = System.nanoTime();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Matcher mark = MARK.matcher(body);
        if (mark.find()) {
            arrivals.putIfAbsent(mark.group(), now);
        }
        count.incrementAndGet();
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    /** When each mark first came, as {@link System#nanoTime()}. */
    Map<String, Long> arrivals() {
        return arrivals;
    }

    /** How many messages came. */
    long count() {
        return count.get();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
