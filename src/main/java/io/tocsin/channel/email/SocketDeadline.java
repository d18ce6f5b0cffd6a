package io.tocsin.channel.email;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Closes the sockets of one send at its deadline. The mail library's own limits are per read and per write, which a server that
 * sends a byte now and then never exceeds.
 */
final class SocketDeadline implements AutoCloseable {

    private final List<Socket> sockets = new ArrayList<>();
    private final Future<?> timer;
    private boolean passed;

    SocketDeadline(ScheduledExecutorService timer, Duration limit) {
        this.timer = timer.schedule(this::pass, limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    synchronized void watch(Socket socket) {
        sockets.add(socket);
        if (passed) {
            end(socket);
        }
    }

    synchronized boolean hasPassed() {
        return passed;
    }

    private synchronized void pass() {
        passed = true;
        sockets.forEach(SocketDeadline::end);
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            // as intended
        }
    }

    @Override
    public void close() {
        timer.cancel(false);
    }
}
