package io.tocsin.standin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.subethamail.smtp.DropConnectionException;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.auth.EasyAuthenticationHandlerFactory;
import org.subethamail.smtp.auth.LoginFailedException;
import org.subethamail.smtp.server.SMTPServer;
import org.subethamail.smtp.server.Session;
import org.subethamail.smtp.server.SessionHandler;

/**
 * A real SMTP server on the loopback interface, as strict as {@link SmtpRules} says, which keeps what it accepts and
 * misbehaves when told to.
 */
public final class MailStandIn implements AutoCloseable {

    public static final String USERNAME = "tocsin";
    public static final String PASSWORD = "stand-in-pa55word";

    /** How connections are secured. */
    public enum Security {
        /** Neither TLS nor a password. */
        NONE,
        /** A password without TLS. */
        AUTH_ONLY,
        /** STARTTLS, then a password; mail is refused without either. */
        STARTTLS,
        /** TLS from the first byte, then a password. */
        TLS
    }

    /** Where in the SMTP dialogue a fault shows; {@code CONTENT} is after the message's final dot. */
    public enum Stage {
        CONNECT,
        EHLO,
        STARTTLS,
        AUTH,
        MAIL,
        RCPT,
        DATA,
        CONTENT,
        QUIT
    }

    /** A way to misbehave. */
    public sealed interface Fault {
        /** Answers with this code; with 421 the connection ends as well. */
        record Answer(int code, String text) implements Fault {}

        /** Says nothing until {@link MailStandIn#recover} or {@link MailStandIn#close}. */
        record Hang() implements Fault {}

        /** Closes the connection without a word. */
        record Drop() implements Fault {}

        /** Answers one byte per interval, without end. */
        record Drip(Duration interval) implements Fault {}
    }

    private final SMTPServer server;
    private final Queue<ReceivedMail> mails = new ConcurrentLinkedQueue<>();
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();
    private final SmtpRules rules = new SmtpRules();
    private final SmtpFaults faults = new SmtpFaults();
    private final Map<String, Fault.Answer> refusals = new ConcurrentHashMap<>();

    private MailStandIn(int port, Security security) {
        SMTPServer.Builder builder = SMTPServer.port(port)
                .bindAddress(InetAddress.getLoopbackAddress())
                .hostName("localhost")
                .softwareName("stand-in")
                .backlog(512)
                .insertReceivedHeaders(false)
                .messageHandlerFactory(Handler::new)
                .sessionHandler(new Greeting());
        secure(builder, security);
        server = builder.build();
        rules.install(server.getCommandHandler());
        faults.install(server.getCommandHandler());
        server.start();
    }

    /** Starts on a free port. */
    public static MailStandIn start(Security security) {
        return start(0, security);
    }

    /** Starts on the given port; 0 takes a free one. */
    public static MailStandIn start(int port, Security security) {
        return new MailStandIn(port, security);
    }

    private static void secure(SMTPServer.Builder builder, Security security) {
        if (security != Security.NONE) {
            builder.requireAuth()
                    .authenticationHandlerFactory(new EasyAuthenticationHandlerFactory(MailStandIn::login));
        }
        if (security == Security.STARTTLS) {
            builder.enableTLS()
                    .requireTLS()
                    .startTlsSocketFactory(StandInCertificate.shared().serverContext());
        } else if (security == Security.TLS) {
            builder.serverSocketFactory(StandInCertificate.shared().serverContext());
        }
    }

    private static void login(String user, String password, MessageContext context) throws LoginFailedException {
        if (!USERNAME.equals(user) || !PASSWORD.equals(password)) {
            throw new LoginFailedException();
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.getPortAllocated();
    }

    /** The PEM form of the certificate that its TLS presents. */
    public static String certificate() {
        return StandInCertificate.shared().pem();
    }

    /** The mails accepted so far, oldest first. */
    public List<ReceivedMail> mails() {
        return List.copyOf(mails);
    }

    /** What was wrong with contents so far, by the server's own rules: a sender may hide it by sending another form. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** How many connections were made so far. */
    public int connections() {
        return connections.get();
    }

    /** How many mails were under way at once, at most: from MAIL to the answer to the content. */
    public int mostAtOnce() {
        return mostUnderWay.get();
    }

    /** How many connections hang or drip now. */
    int stuck() {
        return faults.stuck();
    }

    /** Forgets the accepted mails. */
    public void clear() {
        mails.clear();
    }

    /** Misbehaves at a stage, the next so many times it comes there. */
    public void fail(Stage stage, Fault fault, int times) {
        faults.plan(stage, fault, times);
    }

    /** Misbehaves at a stage until {@link #recover}. */
    public void fail(Stage stage, Fault fault) {
        fail(stage, fault, Integer.MAX_VALUE);
    }

    /** Answers RCPT of this address with this code until {@link #recover}. */
    public void refuse(String recipient, int code, String text) {
        refusals.put(recipient.toLowerCase(Locale.ROOT), new Fault.Answer(code, text));
    }

    /** Ends all misbehaviour; what hangs ends too. */
    public void recover() {
        refusals.clear();
        faults.clear();
    }

    @Override
    public void close() {
        recover();
        server.stop();
    }

    /** Counts connections, and lets the greeting misbehave. */
    private final class Greeting implements SessionHandler {
        @Override
        public SessionAcceptance accept(Session session) {
            connections.incrementAndGet();
            Fault planned = faults.planned(Stage.CONNECT);
            try {
                // Or the first answer over TLS waits for the client's delayed acknowledgement, up to 40 ms.
                session.getSocket().setTcpNoDelay(true);
                if (planned instanceof Fault.Answer answer && faults.take(Stage.CONNECT) != null) {
                    return SessionAcceptance.failure(answer.code(), answer.text());
                }
                return faults.misbehave(Stage.CONNECT, session)
                        ? SessionAcceptance.failure(421, "gone")
                        : SessionAcceptance.success();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (DropConnectionException e) {
                return SessionAcceptance.failure(e.getCode(), "gone");
            }
        }

        @Override
        public void onSessionEnd(Session session) {
            rules.forget(session);
        }
    }

    /** Takes one mail. */
    private final class Handler implements MessageHandler {
        private final Session session;
        private String from = "";
        private final List<String> recipients = new ArrayList<>();
        private final AtomicBoolean begun = new AtomicBoolean();

        private Handler(MessageContext context) {
            this.session = (Session) context;
        }

        private void end() {
            if (begun.compareAndSet(true, false)) {
                underWay.decrementAndGet();
            }
        }

        @Override
        public void from(String address) {
            from = address;
            if (begun.compareAndSet(false, true)) {
                mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            }
        }

        @Override
        public void recipient(String address) throws RejectException {
            Fault.Answer refusal = refusals.get(address.toLowerCase(Locale.ROOT));
            if (refusal != null && refusal.code() == 421) {
                throw new DropConnectionException(421, refusal.text());
            } else if (refusal != null) {
                throw new RejectException(refusal.code(), refusal.text());
            }
            recipients.add(address);
        }

        @Override
        public String data(InputStream in) throws RejectException, IOException {
            String raw = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            Fault planned = faults.planned(Stage.CONTENT);
            if (planned instanceof Fault.Answer answer && answer.code() != 421) {
                if (faults.take(Stage.CONTENT) != null) {
                    throw new RejectException(answer.code(), answer.text());
                }
            } else if (faults.misbehave(Stage.CONTENT, session)) {
                throw new DropConnectionException(421, "gone");
            }
            Optional<String> complaint = rules.complaint(session, raw);
            if (complaint.isPresent()) {
                complaints.add(complaint.get());
                throw new RejectException(554, complaint.get());
            }
            boolean overTls = session.isTLSStarted() || session.getSocket() instanceof SSLSocket;
            mails.add(new ReceivedMail(from, List.copyOf(recipients), raw, Instant.now(), overTls));
            end(); // before the answer, after which the next may begin
            return "kept";
        }

        @Override
        public void done() {
            end();
        }
    }
}
