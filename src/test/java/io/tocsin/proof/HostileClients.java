package io.tocsin.proof;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hostile callers, all at once: forms that never end, answers that nobody reads, bodies that are no JSON, too large or
 * without a token, matchers that cost memory, and alerts whose text costs time to render.
 */
final class HostileClients implements AutoCloseable {

    /** In the content of every notification that they have accepted. */
    static final String ALERT = "HostileAlert";

    private static final String FORM = "POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\na=b";
    private static final String UNREAD = "GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".repeat(50);
    private static final String MATCHER = String.join(
            "\r\n",
            "GET /api/v1/notifications?matcher=d%3D~%22((a%7B1000%7D)%7B1000%7D)%7B1000%7D%22 HTTP/1.1",
            "Host: 127.0.0.1",
            "Origin: http://evil.example",
            "Sec-Fetch-Site: cross-site",
            "");

    private final ScheduledExecutorService drips = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final List<Socket> slow = new ArrayList<>();
    private final int port;
    private final int slowClients;
    private final String credentials;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Integer, AtomicInteger> answers = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * @param slowClients how many connections send a form that never ends, and as many that read no answer
     * @param credentials the header line of an operator, whose browser a foreign page uses
     */
    HostileClients(int port, int slowClients, String credentials) {
        this.port = port;
        this.slowClients = slowClients;
        this.credentials = credentials;
    }

    void start() {
        var unusedDrip = drips.scheduleWithFixedDelay(this::drip, 0, 500, TimeUnit.MILLISECONDS);
        callers.execute(
                () -> again(200, () -> post(TocsinProcess.TOKEN, "{\"version\":\"4\",\"alerts\":[{\"status\":")));
        callers.execute(() -> again(200, () -> post("wrong", alert("nothing"))));
        callers.execute(() -> again(1000, () -> post(TocsinProcess.TOKEN, "[".repeat(100_000))));
        callers.execute(() -> again(3000, () -> post(TocsinProcess.TOKEN, " ".repeat(5 << 20))));
        callers.execute(() -> again(5000, () -> post(TocsinProcess.TOKEN, alert("x" + " ".repeat(15_990) + "y"))));
        callers.execute(() -> again(5000, () -> post(TocsinProcess.TOKEN, alert("_*".repeat(8_000)))));
        callers.execute(() ->
                again(2_000, () -> exchange((MATCHER + credentials + "\r\n").getBytes(StandardCharsets.US_ASCII))));
    }

    /** How often each status was answered; 0 stands for a connection that ended without one. */
    Map<Integer, Integer> answers() {
        Map<Integer, Integer> counts = new TreeMap<>();
        answers.forEach((status, count) -> counts.put(status, count.get()));
        return counts;
    }

    private interface Call {

        int status() throws IOException;
    }

    private void again(int pauseMillis, Call call) {
        while (!closed) {
            int status = 0;
            try {
                status = call.status();
            } catch (IOException e) {
                // The service was killed, or closed the connection.
            }
            answers.computeIfAbsent(status, none -> new AtomicInteger()).incrementAndGet();
            pause(pauseMillis);
        }
    }

    private void pause(int millis) {
        try {
            boolean unusedEnded = callers.awaitTermination(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    /** Each sends a little, and comes again when it was cut off. */
    private void drip() {
        while (slow.size() < 2 * slowClients && !closed) {
            slow.add(new Socket());
        }
        for (int n = 0; n < slow.size() && !closed; n++) {
            try {
                if (slow.get(n).isConnected()) {
                    slow.get(n)
                            .getOutputStream()
                            .write((n % 2 == 0 ? "&c=d" : "\r\n").getBytes(StandardCharsets.US_ASCII));
                } else {
                    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                    slow.set(n, socket);
                    socket.getOutputStream().write((n % 2 == 0 ? FORM : UNREAD).getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException e) {
                close(slow.set(n, new Socket()));
            }
        }
    }

    private int post(String token, String body) throws IOException {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head = "POST /webhooks/alertmanager HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer " + token + "\r\nContent-Length: " + content.length + "\r\n\r\n";
        return exchange(head.getBytes(StandardCharsets.US_ASCII), content);
    }

    private int exchange(byte[]... parts) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            for (byte[] part : parts) {
                out.write(part);
            }
            byte[] line = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
            return line.length < 12 ? 0 : Integer.parseInt(new String(line, StandardCharsets.US_ASCII).substring(9));
        }
    }

    private String alert(String description) {
        String name = ALERT + numbers.incrementAndGet();
        return """
                {"version":"4","status":"firing","receiver":"tocsin","groupKey":"{}:{alertname=\\"%1$s\\"}","alerts":[\
                {"status":"firing","labels":{"alertname":"%1$s","severity":"warning"},"annotations":{"summary":"hostile",\
                "description":"%2$s"},"startsAt":"2026-01-02T03:04:05Z"}]}""".formatted(name, description);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone.
        }
    }

    @Override
    public void close() {
        closed = true;
        callers.shutdownNow();
        drips.shutdownNow();
        try {
            boolean unusedEnded = drips.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        slow.forEach(HostileClients::close);
    }
}
