package io.tocsin.proof;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Callers of the webhook that send their headers at once and the last of their body later, again and again. */
final class SlowCallers implements AutoCloseable {

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
    private final int port;
    private final Duration pause;
    private final int atOnce;

    SlowCallers(int port, Duration pause, int atOnce) {
        this.port = port;
        this.pause = pause;
        this.atOnce = atOnce;
    }

    void start() {
        for (int caller = 0; caller < atOnce; caller++) {
            threads.execute(this::begin);
        }
    }

    private void begin() {
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(20_000);
            byte[] body = RawSender.notification("slow").getBytes(StandardCharsets.UTF_8);
            String head = "POST /webhooks/alertmanager HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                    + "Content-Type: application/json\r\nAuthorization: Bearer " + TocsinProcess.TOKEN
                    + "\r\nContent-Length: " + body.length + "\r\n\r\n";
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(body, 0, body.length - 1);
            later(() -> finish(socket, body[body.length - 1]), pause);
        } catch (IOException e) {
            // The service is being restarted: the next caller finds it again.
            later(this::begin, Duration.ofSeconds(1));
        }
    }

    private void finish(Socket socket, byte last) {
        try (socket) {
            socket.getOutputStream().write(last);
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            // As above.
        }
        threads.execute(this::begin);
    }

    private void later(Runnable step, Duration wait) {
        ScheduledFuture<?> unused = threads.schedule(step, wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
