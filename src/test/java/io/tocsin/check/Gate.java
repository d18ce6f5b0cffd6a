package io.tocsin.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/** Stands before a server: lets connections through, cuts them at once, or takes them and says nothing. */
final class Gate implements AutoCloseable {

    enum Mode {
        OPEN,
        CUT,
        SILENT
    }

    private final ServerSocket listener;
    private final int target;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile Mode mode;

    Gate(int target, Mode mode) {
        this(target, mode, ServerSocketFactory.getDefault());
    }

    /**
     * @param listeners makes the listening socket, such as one that speaks TLS
     */
    Gate(int target, Mode mode, ServerSocketFactory listeners) {
        this.target = target;
        this.mode = mode;
        try {
            listener = listeners.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    /** Treats connections so from now on; those there are end. */
    void set(Mode newMode) {
        mode = newMode;
        endAll();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                connections.incrementAndGet();
                sockets.add(client);
                if (mode == Mode.CUT) {
                    client.close();
                } else if (mode == Mode.OPEN) {
                    Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                    sockets.add(server);
                    daemon(() -> copy(client, server));
                    daemon(() -> copy(server, client));
                }
            } catch (IOException e) {
                // It ended by itself.
            }
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            return;
        }
    }

    private void endAll() {
        for (Socket socket = sockets.poll(); socket != null; socket = sockets.poll()) {
            try {
                socket.close();
            } catch (IOException e) {
                // It ended by itself.
            }
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "gate");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        endAll();
    }
}
