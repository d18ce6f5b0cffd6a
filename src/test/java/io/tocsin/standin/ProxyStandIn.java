package io.tocsin.standin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy on the loopback interface (RFC 9110, sections 7.6 and 9.3.6). Whatever the host of a request is, it connects to
 * the loopback interface, so that hosts that no one else can resolve are reached through it alone.
 */
public final class ProxyStandIn implements AutoCloseable {

    private final ServerSocket server;
    private final @Nullable String credentials;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "proxy-stand-in");
        thread.setDaemon(true);
        return thread;
    });
    private final List<String> tunnels = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger refused = new AtomicInteger();

    /**
     * @param credentials {@code user:password} that it asks for; null for none
     */
    public ProxyStandIn(@Nullable String credentials) {
        this.credentials = credentials;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException noSocket) {
            throw new UncheckedIOException(noSocket);
        }
        threads.execute(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Where the tunnels led to, as {@code host:port}. */
    public List<String> tunnels() {
        return tunnels;
    }

    /** The requests in plain text that it passed on, by their URLs. */
    public List<String> requests() {
        return requests;
    }

    /** How many requests had no or wrong credentials. */
    public int refused() {
        return refused.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                threads.execute(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            String head = head(client.getInputStream());
            String[] first = head.substring(0, head.indexOf("\r\n")).split(" ", 3);
            if (!isAllowed(head)) {
                refused.incrementAndGet();
                String challenge = """
                        HTTP/1.1 407 Proxy Authentication Required
                        Proxy-Authenticate: Basic realm="proxy"
                        Content-Length: 0
                        Connection: close

                        """;
                write(client, challenge.replace("\n", "\r\n"));
            } else if (first[0].equals("CONNECT")) {
                tunnels.add(first[1]);
                int port = Integer.parseInt(first[1].substring(first[1].lastIndexOf(':') + 1));
                try (Socket upstream = new Socket(InetAddress.getLoopbackAddress(), port)) {
                    write(client, "HTTP/1.1 200 Connection established\r\n\r\n");
                    pass(client, upstream);
                }
            } else {
                requests.add(first[1]);
                URI url = URI.create(first[1]);
                try (Socket upstream = new Socket(InetAddress.getLoopbackAddress(), url.getPort())) {
                    write(upstream, head.replaceAll("(?i)\r\nProxy-[^\r]*", ""));
                    pass(client, upstream);
                }
            }
        } catch (IOException gone) {
            // One of the two ended the connection.
        }
    }

    private boolean isAllowed(String head) {
        return credentials == null
                || head.contains("\r\nProxy-Authorization: Basic "
                        + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)) + "\r\n");
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("ended");
            }
            head.append((char) octet);
        }
        return head.toString();
    }

    private static void write(Socket to, String text) throws IOException {
        to.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void pass(Socket client, Socket upstream) throws IOException {
        threads.execute(() -> {
            try {
                client.getInputStream().transferTo(upstream.getOutputStream());
                upstream.shutdownOutput();
            } catch (IOException gone) {
                // The other direction ends as well.
            }
        });
        InputStream in = upstream.getInputStream();
        OutputStream out = client.getOutputStream();
        in.transferTo(out);
    }
}
