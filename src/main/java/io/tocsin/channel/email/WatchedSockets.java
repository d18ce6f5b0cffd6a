package io.tocsin.channel.email;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** Creates the plain sockets of the mail library, each subject to the deadline of this thread's send. */
final class WatchedSockets extends SocketFactory {

    private static final ThreadLocal<SocketDeadline> DEADLINES = new ThreadLocal<>();

    /** From now on this thread's sockets are subject to the deadline. */
    void watchBy(SocketDeadline deadline) {
        DEADLINES.set(deadline);
    }

    /** This thread's send is over. */
    void release() {
        DEADLINES.remove();
    }

    /** Adds a socket to this thread's send. */
    void watch(Socket socket) {
        SocketDeadline deadline = DEADLINES.get();
        if (deadline != null) {
            deadline.watch(socket);
        }
    }

    @Override
    public Socket createSocket() throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true); // a mail goes out in several writes, and each waits for an answer
        watch(socket);
        return socket;
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw new UnsupportedOperationException();
    }
}
