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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends each message to the recipients of one target, each in a mail of its own: a bad mailbox blocks no other. */
final class EmailNotifier implements Notifier {

    private static final Logger log = LoggerFactory.getLogger(EmailNotifier.class);

    private final SmtpSender sender;
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
            SmtpSender sender,
            SmtpFailures failures,
            MessageTemplates templates,
            RenderFailures renderFailures,
            InstantSource clock) {
        this.sender = sender;
        this.failures = failures;
        this.messages = new EmailMessages(sender.getSession(), target.sender(), clock);
        this.templates = templates;
        this.renderFailures = renderFailures;
        this.addresses = target.recipients();
        this.style = target.style();
        this.timeout = target.timeout();
        this.recipients = new Recipients(
                addresses.stream().map(InternetAddress::getAddress).toList(), clock);
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

    @Override
    public void continueFrom(Notifier running) {
        if (running instanceof EmailNotifier mails) {
            recipients.continueFrom(mails.recipients);
        }
    }

    private SendResult send(Message message, EmailForm form) {
        String delivery = message.uniqueId();
        List<Integer> open = recipients.open(delivery);
        List<SendResult> results;
        SmtpSender.Limit limit = sender.limit(timeout);
        try {
            results = formElsePlain(message, form, open);
        } finally {
            limit.end();
        }
        Recipients.Outcome outcome = recipients.settle(delivery, open, results);
        outcome.without().forEach(number -> warn(message, addresses.get(number)));
        return outcome.result();
    }

    /** One result for each recipient; where the server refuses the content, the plain form follows. */
    private List<SendResult> formElsePlain(Message message, EmailForm form, List<Integer> numbers) {
        Map<Integer, SendResult> results = transmit(message, form, numbers);
        List<Integer> refused = numbers.stream()
                .filter(number -> results.get(number) instanceof SendResult.Rejected rejected
                        && rejected.reason() != FailureReason.RECIPIENT_REFUSED)
                .toList();
        if (form.html() != null && !refused.isEmpty()) {
            renderFailures.noteRefused(ChannelType.EMAIL, message.deliveryId(), FailureReason.MESSAGE_REFUSED);
            results.putAll(transmit(message, EmailForm.plain(message), refused));
        }
        return List.copyOf(results.values());
    }

    /** The results in the recipients' order. */
    private Map<Integer, SendResult> transmit(Message message, EmailForm form, List<Integer> numbers) {
        List<MimeMessage> mails = numbers.stream()
                .map(number -> messages.mail(message, form, addresses.get(number), number))
                .toList();
        Map<Object, Exception> failed = sender.failures(mails);
        Map<Integer, SendResult> results = new LinkedHashMap<>();
        for (int i = 0; i < mails.size(); i++) {
            Exception failure = failed.get(mails.get(i));
            results.put(numbers.get(i), failure == null ? SendResult.delivered() : failures.of(failure));
        }
        return results;
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
}
