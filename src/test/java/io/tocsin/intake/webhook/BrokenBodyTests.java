package io.tocsin.intake.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bodies that do not come to their end, on real sockets: Alertmanager sends again after a 5xx and never after a 4xx. */
class BrokenBodyTests {

    private static IntakeServer server;

    @BeforeAll
    static void start() {
        server = IntakeServer.start("server.tomcat.connection-timeout=500ms");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_sender_that_stalls_in_its_body_may_try_again() throws IOException {
        try (Socket socket = post("Content-Length: 100\r\n", "{\"alerts\":")) {
            assertThat(statusLine(socket)).contains(" 503");
        }
    }

    @Test
    void a_sender_that_breaks_off_may_try_again() throws IOException {
        try (Socket socket = post("Content-Length: 100\r\n", "{\"alerts\":")) {
            socket.shutdownOutput();
            assertThat(statusLine(socket)).contains(" 503");
        }
    }

    @Test
    void a_body_that_breaks_the_rules_of_http_is_invalid() throws IOException {
        try (Socket socket = post("Transfer-Encoding: chunked\r\n", "no length\r\n")) {
            assertThat(statusLine(socket)).contains(" 400");
        }
    }

    @Test
    void a_sender_of_far_too_much_is_told_so_and_not_cut_off() {
        assertThat(server.post(new byte[12 * 1024 * 1024]).statusCode()).isEqualTo(413);
    }

    /** As HTTP clients send a body whose length they do not know. */
    @Test
    void a_sender_of_far_too_much_in_chunks_is_told_so_as_well() throws IOException {
        try (Socket socket = post("Transfer-Encoding: chunked\r\n", "C00000\r\n")) {
            OutputStream out = socket.getOutputStream();
            out.write(new byte[12 * 1024 * 1024]);
            out.write("\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            assertThat(statusLine(socket)).contains(" 413");
        }
    }

    private static Socket post(String header, String beginning) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(30_000);
        String request = "POST " + IntakeServer.WEBHOOK + " HTTP/1.1\r\nHost: tocsin\r\nAuthorization: Bearer "
                + IntakeServer.TOKEN + "\r\n" + header + "\r\n" + beginning;
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return socket;
    }

    private static String statusLine(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        InputStream in = socket.getInputStream();
        for (int next = in.read(); next >= 0 && next != '\r'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString();
    }
}
