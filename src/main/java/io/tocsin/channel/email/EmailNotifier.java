package io.tocsin.channel.email;

import io.tocsin.channel.ChannelType;
import io.tocsin.channel.Digest;
import io.tocsin.channel.DigestLine;
import io.tocsin.channel.Digests;
import io.tocsin.channel.FailureReason;
import io.tocsin.channel.Message;
import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.Notifier;
import io.tocsin.channel.RenderedMessage;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.config.Recipients;
import io.tocsin.channel.render.RenderFailures;
import io.tocsin.channel.template.MessageTemplates;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends each message to the recipients of one target, each in a mail of its own: a bad mailbox blocks no other. */
final class EmailNotifier implements Notifier {

    private static final Logger log = LoggerFactory.getLogger(EmailNotifier.class);

    private final SmtpClient client;
    private final SmtpFailures failures;
    private final EmailMessages messages;
    private final MessageTemplates templates;
    private final RenderFailures renderFailures;
    private final List<InternetAddress> addresses;
    private final MessageStyle style;
    private final Duration timeout;
    private final Recipients recipients;

    EmailNotifier(
            EmailTarget target,
            SmtpClient client,
            SmtpFailures failures,
            MessageTemplates templates,
            RenderFailures renderFailures,
            InstantSource clock) {
        this.client = client;
        this.failures = failures;
        this.messages = new EmailMessages(client.session(), target.sender(), clock);
        this.templates = templates;
        this.renderFailures = renderFailures;
        this.addresses = target.recipients();
        this.style = target.style();
        this.timeout = target.timeout();
        this.recipients = new Recipients(addresses.size(), clock);
    }

    @Override
    public SendResult send(Message message) {
        try {
            return send(message, form(message));
        } catch (RuntimeException fault) {
            return SendResult.retryable(
                    FailureReason.INTERNAL_ERROR, fault.getClass().getSimpleName());
        }
    }

    @Override
    public Optional<Digests> digests() {
        return Optional.of(new EmailDigests());
    }

    private SendResult send(Message message, EmailForm form) {
        String delivery = message.uniqueId();
        List<Integer> open = recipients.open(delivery);
        AtomicBoolean refused = new AtomicBoolean();
        List<AddressedMail> mails = open.stream()
                .map(number -> new AddressedMail(message, form, number, refused))
                .toList();
        Recipients.Outcome outcome = recipients.settle(delivery, open, client.send(mails, timeout, failures));
        outcome.without().forEach(number -> warn(message, addresses.get(number)));
        return outcome.result();
    }

    private final class EmailDigests implements Digests {

        private final EmailDigestForm form = new EmailDigestForm(style);

        @Override
        public int room() {
            return EmailDigestForm.ROOM;
        }

        @Override
        public int size(DigestLine line, Instant at) {
            return form.size(line, at);
        }

        @Override
        public SendResult send(Digest digest) {
            EmailForm mail;
            try {
                mail = form.of(digest);
            } catch (RuntimeException fault) {
                renderFailures.noteDigest(ChannelType.EMAIL, digest.identity(), RenderFailures.words(fault));
                return SendResult.rejected(
                        FailureReason.INTERNAL_ERROR, fault.getClass().getSimpleName());
            }
            return EmailNotifier.this.send(digest.toMessage(), mail);
        }
    }

    @Override
    public RenderedMessage preview(Message message) {
        try {
            return EmailForm.of(message, style, templates).shown(null);
        } catch (RuntimeException fault) {
            return EmailForm.plain(message).shown(RenderFailures.words(fault));
        }
    }

    private EmailForm form(Message message) {
        try {
            return EmailForm.of(message, style, templates);
        } catch (RuntimeException fault) {
            renderFailures.note(ChannelType.EMAIL, message.deliveryId(), fault);
            return EmailForm.plain(message);
        }
    }

    private static void warn(Message message, InternetAddress refused) {
        log.warn(
                "Delivery {}: the mail server refuses it for {}; the others have it",
                message.deliveryId(),
                masked(refused.getAddress()));
    }

    /** Enough to find the address in configuration, and no more. */
    static String masked(String address) {
        return address.charAt(0) + "***" + address.substring(address.lastIndexOf('@'));
    }

    /** A mail to one of the recipients, built just before it is sent. */
    private final class AddressedMail implements SmtpClient.Mail {

        private final Message message;
        private final EmailForm form;
        private final int number;
        /** One for all mails of the message, which counts once however many recipients it has. */
        private final AtomicBoolean refused;

        private AddressedMail(Message message, EmailForm form, int number, AtomicBoolean refused) {
            this.message = message;
            this.form = form;
            this.number = number;
            this.refused = refused;
        }

        @Override
        public InternetAddress recipient() {
            return addresses.get(number);
        }

        @Override
        public MimeMessage full() {
            return messages.mail(message, form, recipient(), number);
        }

        @Override
        public @Nullable MimeMessage plain() {
            if (form.html() == null) {
                return null;
            }
            if (!refused.getAndSet(true)) {
                renderFailures.noteRefused(ChannelType.EMAIL, message.deliveryId(), FailureReason.MESSAGE_REFUSED);
            }
            return messages.mail(message, EmailForm.plain(message), recipient(), number);
        }
    }
}
