package io.tocsin.channel.email;

import io.tocsin.channel.FailureReason;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.email.SmtpSender.NoConnection;
import io.tocsin.channel.http.Redaction;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.util.MailConnectException;
import org.jspecify.annotations.Nullable;

/** What a failure of the SMTP dialogue (RFC 5321, section 4.2) means for the delivery. */
final class SmtpFailures {

    private final Redaction redaction;

    SmtpFailures(Redaction redaction) {
        this.redaction = redaction;
    }

    /** The failure to send one mail. */
    SendResult of(Exception failure) {
        if (cause(failure, ClosedByInterruptException.class).isPresent()) {
            return retryable(FailureReason.TIMEOUT, "the mail server did not finish within the time limit");
        }
        if (failure instanceof NoConnection noConnection && failure.getCause() instanceof MessagingException cause) {
            return ofConnecting(cause, noConnection.code(), noConnection.answer());
        }
        return failure instanceof MessagingException refused
                ? ofSending(refused)
                : retryable(FailureReason.INTERNAL_ERROR, failure.getClass().getSimpleName());
    }

    /** A failure up to and including AUTH: the message is not the cause, so it is always worth another attempt. */
    private SendResult ofConnecting(MessagingException failure, int code, @Nullable String answer) {
        if (failure instanceof MailConnectException) {
            return retryable(FailureReason.CONNECTION, "no connection to the mail server");
        }
        if (cause(failure, IOException.class).isPresent()) {
            return ofConnection(failure);
        }
        if (failure instanceof AuthenticationFailedException && code >= 0) {
            return ofAuthentication(code);
        }
        if (code >= 400) {
            return retryable(
                    isTransient(code) ? FailureReason.SERVER_ERROR : FailureReason.CONFIGURATION,
                    "before MAIL: " + answer);
        }
        if (words(failure).startsWith("STARTTLS is required")) {
            return retryable(FailureReason.CONFIGURATION, "the mail server offers no STARTTLS");
        }
        return noAnswer(String.valueOf(answer), "before MAIL: " + answer);
    }

    /** Only the code is reported: some servers repeat the command that they refuse, and with it the password. */
    private SendResult ofAuthentication(int code) {
        if (isTransient(code)) {
            return retryable(FailureReason.SERVER_ERROR, "AUTH: " + code);
        }
        return retryable(
                FailureReason.CREDENTIALS, isPermanent(code) ? "AUTH: " + code : "AUTH: no common way to sign in");
    }

    /** A failure from MAIL to the answer to the content. */
    private SendResult ofSending(MessagingException failure) {
        Optional<SMTPAddressFailedException> recipient = cause(failure, SMTPAddressFailedException.class);
        if (recipient.isPresent()) {
            return ofRecipient(recipient.get());
        }
        if (cause(failure, IOException.class).isPresent()) {
            return ofConnection(failure);
        }
        if (failure instanceof SMTPSendFailedException refused) {
            return ofCommand(refused);
        }
        return retryable(FailureReason.INTERNAL_ERROR, failure.getClass().getSimpleName());
    }

    private SendResult ofRecipient(SMTPAddressFailedException failure) {
        int code = failure.getReturnCode();
        String detail = "RCPT: " + words(failure);
        if (code == 421) { // the server closes the connection, for any recipient
            return retryable(FailureReason.SERVER_ERROR, detail);
        }
        if (isTransient(code) || code == 552) { // 552: too many recipients for now (RFC 5321, section 4.5.3.1.10)
            return retryable(FailureReason.RECIPIENT_REFUSED, detail);
        }
        if (code == 530) {
            return retryable(FailureReason.CREDENTIALS, detail);
        }
        return isPermanent(code) ? rejected(FailureReason.RECIPIENT_REFUSED, detail) : noAnswer(words(failure), detail);
    }

    private SendResult ofCommand(SMTPSendFailedException failure) {
        int code = failure.getReturnCode();
        boolean sender = failure.getCommand().startsWith("MAIL");
        String detail = (sender ? "MAIL: " : "DATA: ") + words(failure);
        if (isTransient(code)) {
            return retryable(FailureReason.SERVER_ERROR, detail);
        }
        if (!isPermanent(code)) {
            return noAnswer(words(failure), detail);
        }
        if (sender) { // the sender is ours, in configuration, and so are the credentials
            return retryable(code == 530 ? FailureReason.CREDENTIALS : FailureReason.CONFIGURATION, detail);
        }
        return rejected(code == 552 ? FailureReason.MESSAGE_TOO_LARGE : FailureReason.MESSAGE_REFUSED, detail);
    }

    /** A connection that could not be established, was not secure, timed out or broke. */
    private SendResult ofConnection(MessagingException failure) {
        if (cause(failure, SocketTimeoutException.class).isPresent()) {
            return retryable(FailureReason.TIMEOUT, "the mail server was silent for too long");
        }
        boolean gone = cause(failure, SocketException.class).isPresent()
                || cause(failure, EOFException.class).isPresent();
        // The library's words: could not connect (implicit TLS), could not convert socket to TLS.
        boolean securing = words(failure).startsWith("Could not co");
        if (!securing || gone) {
            return retryable(FailureReason.CONNECTION, "the connection to the mail server broke");
        }
        boolean untrusted = cause(failure, CertificateException.class).isPresent();
        return retryable(
                FailureReason.CONFIGURATION,
                untrusted
                        ? "the mail server's certificate is not trusted, or is another host's"
                        : "the TLS handshake with the mail server failed");
    }

    /** The connection's end, which the library reports as an answer of its own, or an answer of another protocol. */
    private SendResult noAnswer(String answer, String detail) {
        return "[EOF]".equals(answer)
                ? retryable(FailureReason.CONNECTION, "the mail server closed the connection")
                : retryable(FailureReason.BAD_ANSWER, detail);
    }

    private SendResult retryable(FailureReason reason, String detail) {
        return SendResult.retryable(reason, safe(detail));
    }

    private SendResult rejected(FailureReason reason, String detail) {
        return SendResult.rejected(reason, safe(detail));
    }

    private String safe(String detail) {
        return redaction.detail(detail.replaceAll("(?<![^\\s<>\"'])[^\\s<>\"']+@[^\\s<>\"']+", "***"));
    }

    private static String words(MessagingException failure) {
        return Optional.ofNullable(failure.getMessage()).orElse("").strip();
    }

    private static boolean isTransient(int code) {
        return code >= 400 && code <= 499;
    }

    private static boolean isPermanent(int code) {
        return code >= 500 && code <= 599;
    }

    /** The first cause of this kind; the library chains causes in its own way, which its getCause follows. */
    private static <T extends Throwable> Optional<T> cause(Throwable failure, Class<T> kind) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(20)
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst();
    }

    /** The secrets and addresses that no detail may contain. */
    static SmtpFailures hiding(List<String> secrets) {
        return new SmtpFailures(new Redaction(secrets));
    }
}
