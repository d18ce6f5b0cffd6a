package io.tocsin.proof;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One keep-alive connection that posts webhooks for as little processor time as possible; for benchmarks only. */
final class RawSender implements AutoCloseable {

    private static final String NOTIFICATION = """
            {"receiver":"tocsin","status":"firing","alerts":[{"status":"firing","labels":{"alertname":"%s",\
            "instance":"10.0.0.1:9100","job":"node","severity":"critical"},"annotations":{"summary":\
            "CPU above 90%% on 10.0.0.1 (%s)","description":"The processor of 10.0.0.1 has been busy for a quarter\
             of an hour; people notice.","runbook_url":"https://runbooks.example.com/cpu"},"startsAt":\
            "2026-11-22T09:42:40.689451Z","endsAt":"0001-01-01T00:00:00Z","generatorURL":\
            "http://prometheus.example.com:9090/graph?g0.expr=cpu+%%3E+90&g0.tab=1","fingerprint":"4b9add35e165caf7"}],\
            "groupLabels":{"alertname":"%s"},"commonLabels":{"alertname":"%s","job":"node","severity":"critical"},\
            "commonAnnotations":{},"externalURL":"http://alertmanager.example.com:9093","version":"4","groupKey":\
            "{}:{alertname=\\"%s\\"}","truncatedAlerts":0}
            """;

    private final Socket socket;
    private final OutputStream out;
    private final InputStream in;
    private final String post;

    /**
     * Connects.
     *
     * @param path where it posts to, with a leading slash
     */
    RawSender(int port, String path, String token) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        out = socket.getOutputStream();
        in = new BufferedInputStream(socket.getInputStream(), 4096);
        post = "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                + "Authorization: Bearer " + token + "\r\nContent-Length: ";
    }

    static String mark(long number) {
        return "bench-" + number;
    }

    /** A notification of one alert with this mark. */
    static String notification(String mark) {
        return NOTIFICATION.formatted(mark, mark, mark, mark, mark);
    }

    /** Posts a body and waits for the status of its answer. */
    int post(String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        byte[] start = (post + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] request = new byte[start.length + body.length];
        System.arraycopy(start, 0, request, 0, start.length);
        System.arraycopy(body, 0, request, start.length, body.length);
        out.write(request);
        return answer();
    }

    /** Gets a path, without more headers than HTTP asks for, and waits for the status of its answer. */
    int get(String path) throws IOException {
        return get(path, "");
    }

    /**
     * Gets a path with more headers.
     *
     * @param headers each ended by CR LF
     */
    int get(String path, String headers) throws IOException {
        out.write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        return answer();
    }

    private int answer() throws IOException {
        int status = Integer.parseInt(line().split(" ", -1)[1]);
        int length = 0;
        boolean chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.regionMatches(true, 0, "Content-Length:", 0, 15)) {
                length = Integer.parseInt(header.substring(15).trim());
            }
            chunked |= header.equalsIgnoreCase("Transfer-Encoding: chunked");
        }
        if (chunked) {
            skipChunks();
        } else {
            in.skipNBytes(length);
        }
        return status;
    }

    private void skipChunks() throws IOException {
        int size;
        do {
            size = Integer.parseInt(line(), 16);
            in.skipNBytes(size);
            line();
        } while (size > 0);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new IOException("the connection ended");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
