package io.tocsin.channel.email;

import io.tocsin.alert.Text;
import io.tocsin.channel.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Date;
import java.util.HexFormat;

/** Turns forms into mails. */
final class EmailMessages {

    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    private final Session session;
    private final InternetAddress from;
    private final InstantSource clock;

    EmailMessages(Session session, InternetAddress from, InstantSource clock) {
        this.session = session;
        this.from = from;
        this.clock = clock;
    }

    /**
     * The mail to one recipient.
     *
     * @param number the recipient's position in configuration; with the message it determines the Message-ID, by which clients
     *     that see a mail twice hide the second one
     */
    MimeMessage mail(Message message, EmailForm form, InternetAddress to, int number) {
        try {
            MimeMessage mail = mail(id("tocsin." + message.uniqueId() + "." + number));
            mail.setFrom(from);
            mail.setRecipient(jakarta.mail.Message.RecipientType.TO, to);
            mail.setSubject(Text.line(form.subject(), 250), UTF_8);
            mail.setSentDate(Date.from(clock.instant()));
            // No mail has this id; all mails of the group reply to it, and so clients group them (RFC 5322, 3.6.4).
            String thread = id("tocsin.group." + hash(message.content().groupKey()));
            mail.setHeader("In-Reply-To", thread);
            mail.setHeader("References", thread);
            mail.setHeader("Auto-Submitted", "auto-generated"); // RFC 3834, section 5
            mail.setHeader("X-Auto-Response-Suppress", "All"); // Exchange, MS-OXCMAIL
            setContent(mail, form);
            return mail;
        } catch (MessagingException e) {
            throw new IllegalStateException("a mail could not be built", e);
        }
    }

    /** It keeps its Message-ID, where the library would replace it whenever it encodes the mail. */
    private MimeMessage mail(String id) {
        return new MimeMessage(session) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", id);
            }
        };
    }

    private static void setContent(MimeMessage mail, EmailForm form) throws MessagingException {
        if (form.html() == null) {
            mail.setText(form.text(), UTF_8);
            return;
        }
        MimeBodyPart text = new MimeBodyPart();
        text.setText(form.text(), UTF_8);
        MimeBodyPart html = new MimeBodyPart();
        html.setText(form.html(), UTF_8, "html");
        mail.setContent(new MimeMultipart("alternative", text, html)); // the richest last (RFC 2046, 5.1.4)
    }

    /** Only characters that an id may contain: no configuration or alert text can start another header. */
    private String id(String left) {
        String domain = from.getAddress().substring(from.getAddress().lastIndexOf('@') + 1);
        return "<" + left.replaceAll("[^A-Za-z0-9._-]", "_") + "@" + domain.replaceAll("[^A-Za-z0-9.-]", "") + ">";
    }

    private static String hash(String groupKey) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(groupKey.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
