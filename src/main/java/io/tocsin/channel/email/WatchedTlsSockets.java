package io.tocsin.channel.email;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;

/** Adds TLS to sockets as the factory of an SSL bundle does, subject to the deadline. */
final class WatchedTlsSockets extends SSLSocketFactory {

    private final SSLSocketFactory bundle;
    private final WatchedSockets sockets;

    WatchedTlsSockets(SSLSocketFactory bundle, WatchedSockets sockets) {
        this.bundle = bundle;
        this.sockets = sockets;
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
        sockets.watch(socket);
        return bundle.createSocket(socket, host, port, autoClose);
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return bundle.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return bundle.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return bundle.createSocket(host, port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return bundle.createSocket(host, port, localHost, localPort);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return bundle.createSocket(host, port);
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return bundle.createSocket(address, port, localAddress, localPort);
    }
}
