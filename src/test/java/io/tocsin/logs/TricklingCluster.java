package io.tocsin.logs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers at once, and then a byte at a time, so that no wait for data ever ends: an answer would take an hour. */
final class TricklingCluster implements AutoCloseable {

    private static final int LENGTH = 40_000;
    private static final int MILLIS_A_BYTE = 100;

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Set<Socket> searches = ConcurrentHashMap.newKeySet();
    private final AtomicInteger asked = new AtomicInteger();

    TricklingCluster() throws IOException {
        Thread acceptor = new Thread(this::accept, "trickling-cluster");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** How many searches came so far. */
    int asked() {
        return asked.get();
    }

    /** How many of them somebody still listens to. */
    int listening() {
        return searches.size();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread reader = new Thread(() -> answer(socket), "trickling-cluster");
                reader.setDaemon(true);
                reader.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void answer(Socket socket) {
        try {
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            String first = lines.readLine();
            if (first == null) {
                socket.close();
                return;
            }
            for (String line = first; line != null && !line.isEmpty(); ) {
                line = lines.readLine();
            }
            if (first.contains("search")) {
                searches.add(socket);
                asked.incrementAndGet();
            }
            write(
                    socket,
                    "HTTP/1.1 200 OK\r\nX-Elastic-Product: Elasticsearch\r\nContent-Type: application/json\r\nContent-Length: "
                            + LENGTH + "\r\n\r\n{");
            ScheduledFuture<?> trickle = clock.scheduleAtFixedRate(
                    () -> trickle(socket), MILLIS_A_BYTE, MILLIS_A_BYTE, TimeUnit.MILLISECONDS);
            while (socket.getInputStream().read() >= 0) {
                // The rest of the request.
            }
            trickle.cancel(false);
            socket.close();
        } catch (IOException e) {
            // The client is gone.
        } finally {
            searches.remove(socket);
        }
    }

    private static void trickle(Socket socket) {
        try {
            write(socket, " ");
        } catch (IOException e) {
            throw new IllegalStateException("the client is gone", e);
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
        clock.shutdownNow();
        for (Socket socket : searches) {
            socket.close();
        }
    }
}
