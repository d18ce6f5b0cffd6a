package io.tocsin.channel.email;

import jakarta.mail.MessagingException;
import jakarta.mail.NoSuchProviderException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Sends mails to the SMTP server of {@code spring.mail}, as Spring does, with safe defaults and a limit for the whole dialogue. */
final class SmtpSender extends JavaMailSenderImpl {

    private final ScheduledExecutorService timer;

    /** Our name for EHLO. The library would query DNS for it at each connection, and DNS may be down. */
    private volatile @Nullable String localHost;

    /**
     * @param configured Boot's
     * @param timer ends sends that take too long
     */
    SmtpSender(JavaMailSenderImpl configured, ScheduledExecutorService timer) {
        this.timer = timer;
        setHost(configured.getHost());
        setPort(configured.getPort());
        setUsername(configured.getUsername());
        setPassword(configured.getPassword());
        Session session = configured.getSession();
        String named = configured.getProtocol() == null
                ? session.getProperty("mail.transport.protocol")
                : configured.getProtocol();
        String protocol = named == null ? DEFAULT_PROTOCOL : named;
        setProtocol(protocol);
        setSession(Session.getInstance(
                SmtpSettings.of(session.getProperties(), protocol, configured.getUsername(), timer)));
        newTransport();
    }

    private SMTPTransport newTransport() {
        try {
            if (getTransport(getSession()) instanceof SMTPTransport transport) {
                return transport;
            }
        } catch (NoSuchProviderException unknown) {
            // reported below
        }
        throw new IllegalStateException("spring.mail.protocol is '" + getProtocol() + "': use smtp or smtps");
    }

    /** The connection could not be established; the server's last answer, which the library keeps with the connection, says why. */
    static final class NoConnection extends MessagingException {

        private final int code;
        private final @Nullable String answer;

        private NoConnection(MessagingException cause, SMTPTransport transport) {
            super("no connection", cause);
            this.code = transport.getLastReturnCode();
            this.answer = transport.getLastServerResponse();
        }

        /** The code of the server's last answer; -1 when that was none of SMTP, 0 without one. */
        int code() {
            return code;
        }

        @Nullable String answer() {
            return answer;
        }
    }

    @Override
    protected Transport connectTransport() throws MessagingException {
        SMTPTransport transport = newTransport();
        if (localHost != null) {
            transport.setLocalHost(localHost);
        }
        try {
            transport.connect(getHost(), getPort(), filled(getUsername()), filled(getPassword()));
        } catch (MessagingException failed) {
            throw new NoConnection(failed, transport);
        }
        localHost = transport.getLocalHost();
        return transport;
    }

    private static @Nullable String filled(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    /**
     * Sends the mails in their order over one connection, and over a new one when it breaks.
     *
     * @return the failures by mail; the server has taken all others
     */
    Map<Object, Exception> failures(List<MimeMessage> mails) {
        try {
            send(mails.toArray(MimeMessage[]::new));
            return Map.of();
        } catch (MailSendException failed) {
            return failed.getFailedMessages(); // empty when only QUIT failed
        }
    }

    /** A limit for all that this thread sends until it is ended. */
    Limit limit(Duration limit) {
        return new Limit(timer, limit);
    }

    /**
     * Interrupts its thread when the time is up, which closes the connection (see {@code usesocketchannels}). The library's own
     * limits are per read and per write, which a server that sends a byte now and then never exceeds.
     */
    static final class Limit {

        private final Thread sending = Thread.currentThread();
        private final Future<?> timer;
        private boolean passed;
        private boolean ended;

        private Limit(ScheduledExecutorService timer, Duration limit) {
            this.timer = timer.schedule(this::pass, limit.toNanos(), TimeUnit.NANOSECONDS);
        }

        private synchronized void pass() {
            if (!ended) {
                passed = true;
                sending.interrupt();
            }
        }

        /** Takes an interruption back, too. */
        synchronized void end() {
            ended = true;
            timer.cancel(false);
            if (passed) {
                Thread.interrupted();
            }
        }
    }
}
