package io.tocsin.standin;

import jakarta.mail.MessagingException;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Properties;

/**
 * A mail that {@link MailStandIn} accepted.
 *
 * @param from the sender of the envelope
 * @param recipients the recipients of the envelope
 * @param raw the content as it came over the wire, one character per byte
 * @param receivedAt when it was accepted
 * @param overTls whether it came over TLS
 */
public record ReceivedMail(String from, List<String> recipients, String raw, Instant receivedAt, boolean overTls) {

    /** The content, parsed. */
    public MimeMessage message() {
        try {
            return new MimeMessage(
                    Session.getInstance(new Properties()),
                    new ByteArrayInputStream(raw.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The header's value; null when there is none. */
    public String header(String name) {
        try {
            return message().getHeader(name, null);
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The decoded subject. */
    public String subject() {
        try {
            return message().getSubject();
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The decoded plain text. */
    public String text() {
        return part("text/plain");
    }

    /** The decoded HTML; empty when the mail has none. */
    public String html() {
        return part("text/html");
    }

    private String part(String type) {
        try {
            return find(message(), type);
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String find(Part part, String type) throws MessagingException, IOException {
        if (part.isMimeType(type)) {
            return (String) part.getContent();
        }
        if (part.getContent() instanceof MimeMultipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                String found = find(parts.getBodyPart(i), type);
                if (!found.isEmpty()) {
                    return found;
                }
            }
        }
        return "";
    }
}
