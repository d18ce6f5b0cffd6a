package io.tocsin.standin;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A client that says to a {@link MailStandIn} exactly what it is told to, right or wrong. */
final class SmtpTalk implements AutoCloseable {

    /** A test that waits longer than this has failed. */
    private static final int PATIENCE_MILLIS = 10_000;

    private Socket socket;
    private BufferedReader in;
    private OutputStream out;

    private SmtpTalk(Socket socket) throws IOException {
        use(socket);
    }

    /** Connects in plain text; the greeting is to be read. */
    static SmtpTalk with(MailStandIn server) throws IOException {
        return new SmtpTalk(new Socket(InetAddress.getLoopbackAddress(), server.port()));
    }

    /** Connects with TLS from the first byte. */
    static SmtpTalk securelyWith(MailStandIn server) throws IOException, GeneralSecurityException {
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.port());
        return new SmtpTalk(tls(plain));
    }

    /** What EHLO says, after the greeting. */
    static SmtpTalk greeted(MailStandIn server) throws IOException {
        SmtpTalk talk = with(server);
        talk.reply();
        talk.say("EHLO client.example.com");
        return talk;
    }

    private void use(Socket connected) throws IOException {
        socket = connected;
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
        out = socket.getOutputStream();
    }

    /** Says a line and hears the answer. */
    @Nullable String say(String line) throws IOException {
        write(line + "\r\n");
        return reply();
    }

    /** Says that and nothing after it, one byte per character. */
    void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** The whole answer, its lines parted by line feeds; null when the server has closed the connection. */
    @Nullable String reply() throws IOException {
        StringBuilder reply = new StringBuilder();
        String line = in.readLine();
        while (line != null && line.matches("\\d{3}-.*")) {
            reply.append(line).append('\n');
            line = in.readLine();
        }
        return line == null ? null : reply.append(line).toString();
    }

    /** So many characters of the answer, or as many as come before the server closes the connection. */
    String read(int count) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int next = 0; text.length() < count && next >= 0; ) {
            next = in.read();
            text.append(next < 0 ? "" : (char) next);
        }
        return text.toString();
    }

    /** Whether the server neither says anything within that time nor closes the connection. */
    boolean isSilentFor(Duration time) throws IOException {
        socket.setSoTimeout((int) time.toMillis());
        try {
            in.mark(1);
            int unused = in.read();
            in.reset();
            return false;
        } catch (SocketTimeoutException silent) {
            return true;
        } finally {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    /** Goes on with TLS, after the server agreed to. */
    void secure() throws IOException, GeneralSecurityException {
        use(tls(socket));
    }

    /** Signs in as AUTH PLAIN has it. */
    @Nullable String signIn(String user, String password) throws IOException {
        return say(plain(user, password));
    }

    /** The command that does. */
    static String plain(String user, String password) {
        byte[] words = ("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8);
        return "AUTH PLAIN " + Base64.getEncoder().encodeToString(words);
    }

    /** Sends a mail with this content, which ends with a line break and is not stuffed; the answer to its final dot. */
    @Nullable String mail(String content) throws IOException {
        say("MAIL FROM:<tocsin@example.com>");
        say("RCPT TO:<ops@example.com>");
        say("DATA");
        write(content);
        return say(".");
    }

    private static SSLSocket tls(Socket plain) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        byte[] pem = MailStandIn.certificate().getBytes(StandardCharsets.US_ASCII);
        trusted.setCertificateEntry(
                "standin", CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem)));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        SSLSocket secured =
                (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true);
        secured.startHandshake();
        return secured;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
