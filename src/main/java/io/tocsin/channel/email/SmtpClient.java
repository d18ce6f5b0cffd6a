package io.tocsin.channel.email;

import io.tocsin.channel.FailureReason;
import io.tocsin.channel.SendResult;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.NoSuchProviderException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * Sends mails to the SMTP server of {@code spring.mail}. It uses the library's transport directly, because only that shows
 * exactly which mail the server accepted: a connection that breaks after the server's confirmation is a delivery.
 */
final class SmtpClient {

    private static final SendResult OUT_OF_TIME =
            SendResult.retryable(FailureReason.TIMEOUT, "the mail server did not finish within the time limit");

    private final JavaMailSenderImpl sender;
    private final String protocol;
    private final Session session;
    private final WatchedSockets sockets = new WatchedSockets();
    private final ScheduledExecutorService timer;

    /** Our name for EHLO. The library would query DNS for it at each connection, and DNS may be down. */
    private volatile @Nullable String localHost;

    SmtpClient(JavaMailSenderImpl sender, ScheduledExecutorService timer) {
        Properties operators = sender.getSession().getProperties();
        String named =
                sender.getProtocol() == null ? operators.getProperty("mail.transport.protocol") : sender.getProtocol();
        this.sender = sender;
        this.timer = timer;
        this.protocol = named == null ? "smtp" : named;
        this.session = Session.getInstance(SmtpSettings.of(operators, protocol, sender.getUsername(), sockets, timer));
        newTransport();
    }

    private SMTPTransport newTransport() {
        try {
            if (session.getTransport(protocol) instanceof SMTPTransport transport) {
                return transport;
            }
        } catch (NoSuchProviderException unknown) {
            // reported below
        }
        throw new IllegalStateException("spring.mail.protocol is '" + protocol + "': use smtp or smtps");
    }

    /** One mail to one recipient, in two forms. */
    interface Mail {
        /** The recipient. */
        InternetAddress recipient();

        /** The form to send. */
        MimeMessage full();

        /** The form to send when the server refuses the content of the other; null when there is none. */
        @Nullable MimeMessage plain();
    }

    /** The session that mails are made for. */
    Session session() {
        return session;
    }

    /**
     * Sends the mails in their order over one connection, and over a new one when it breaks.
     *
     * @param limit for all of them together
     * @return one result for each mail, in their order
     */
    List<SendResult> send(List<? extends Mail> mails, Duration limit, SmtpFailures failures) {
        try (SocketDeadline deadline = new SocketDeadline(timer, limit);
                Conversation conversation = new Conversation(deadline, failures)) {
            sockets.watchBy(deadline);
            List<SendResult> results = new ArrayList<>(mails.size());
            for (Mail mail : mails) {
                results.add(conversation.send(mail));
            }
            return results;
        } finally {
            sockets.release();
        }
    }

    /** The dialogue of one send, over as many connections as needed. */
    private final class Conversation implements AutoCloseable {

        private final SocketDeadline deadline;
        private final SmtpFailures failures;
        private @Nullable SMTPTransport transport;
        private @Nullable SendResult noConnection;

        private Conversation(SocketDeadline deadline, SmtpFailures failures) {
            this.deadline = deadline;
            this.failures = failures;
        }

        private SendResult send(Mail mail) {
            SendResult result = transmit(mail.recipient(), mail.full());
            boolean contentRefused = result instanceof SendResult.Rejected rejected
                    && rejected.reason() != FailureReason.RECIPIENT_REFUSED;
            MimeMessage plain = contentRefused ? mail.plain() : null;
            return plain == null ? result : transmit(mail.recipient(), plain);
        }

        private SendResult transmit(InternetAddress recipient, MimeMessage mail) {
            if (noConnection != null) {
                return noConnection;
            }
            SMTPTransport connected = transport == null ? newTransport() : transport;
            if (connected != transport) {
                try {
                    connect(connected);
                    transport = connected;
                } catch (MessagingException failed) {
                    noConnection = deadline.hasPassed() ? OUT_OF_TIME : failures.ofConnecting(failed, connected);
                    return noConnection;
                }
            }
            return transmit(connected, recipient, mail);
        }

        private SendResult transmit(SMTPTransport connected, InternetAddress recipient, MimeMessage mail) {
            try {
                connected.sendMessage(mail, new Address[] {recipient});
                return SendResult.delivered();
            } catch (MessagingException refused) {
                SendResult result = deadline.hasPassed() ? OUT_OF_TIME : failures.ofSending(refused);
                // isConnected sends a command, and an unresponsive server would not answer in time.
                if (isBroken(result) || !connected.isConnected()) {
                    close();
                }
                return result;
            } catch (RuntimeException fault) {
                close();
                return SendResult.retryable(
                        FailureReason.INTERNAL_ERROR, fault.getClass().getSimpleName());
            }
        }

        /** Sends QUIT; the server's answer has no effect. */
        @Override
        public void close() {
            try {
                if (transport != null) {
                    transport.close();
                }
            } catch (MessagingException alreadyGone) {
                // every mail that the server accepted was accepted before
            } finally {
                transport = null;
            }
        }
    }

    private void connect(SMTPTransport transport) throws MessagingException {
        if (localHost != null) {
            transport.setLocalHost(localHost);
        }
        transport.connect(
                sender.getHost(), sender.getPort(), filled(sender.getUsername()), filled(sender.getPassword()));
        localHost = transport.getLocalHost();
    }

    private static boolean isBroken(SendResult result) {
        return result instanceof SendResult.Retryable retryable
                && (retryable.reason() == FailureReason.TIMEOUT || retryable.reason() == FailureReason.CONNECTION);
    }

    private static @Nullable String filled(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
