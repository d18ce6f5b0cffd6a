package io.tocsin.channel.sms;

import io.tocsin.channel.ChannelType;
import io.tocsin.channel.Digests;
import io.tocsin.channel.FailureReason;
import io.tocsin.channel.Message;
import io.tocsin.channel.Notifier;
import io.tocsin.channel.RenderedMessage;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.SendResult.Delivered;
import io.tocsin.channel.config.Recipients;
import io.tocsin.channel.http.Redaction;
import io.tocsin.channel.http.TimeLimit;
import io.tocsin.channel.render.RenderFailures;
import io.tocsin.channel.render.RenderLimit;
import io.tocsin.channel.sms.UnconfirmedSends.Sends;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends each message to the numbers of one target, each separately: a bad number blocks no other.
 *
 * <p>A request whose outcome is unknown is not simply repeated, because each one that arrives is a message and costs money: the
 * next attempt first queries the provider for it, and after three such sends the number is given up.
 */
final class SmsNotifier implements Notifier {

    /** How often a message is sent to a number without a known outcome. */
    static final int MOST_UNCERTAIN = 3;

    private static final Logger log = LoggerFactory.getLogger(SmsNotifier.class);

    private final SmsTarget target;
    private final SmsApi api;
    private final RenderLimit renderLimit;
    private final RenderFailures renderFailures;
    private final Redaction redaction;
    private final InstantSource clock;
    private final Recipients recipients;
    private volatile UnconfirmedSends uncertain = new UnconfirmedSends();

    SmsNotifier(
            SmsTarget target,
            SmsApi api,
            RenderLimit renderLimit,
            RenderFailures renderFailures,
            Redaction redaction,
            InstantSource clock) {
        this.target = target;
        this.api = api;
        this.renderLimit = renderLimit;
        this.renderFailures = renderFailures;
        this.redaction = redaction;
        this.clock = clock;
        this.recipients = new Recipients(
                target.numbers().stream().map(PhoneNumber::digits).toList(), clock);
    }

    @Override
    public void continueFrom(Notifier running) {
        if (running instanceof SmsNotifier before) {
            recipients.continueFrom(before.recipients);
            uncertain = before.uncertain;
        }
    }

    @Override
    public SendResult send(Message message) {
        try {
            String delivery = message.uniqueId();
            List<Integer> open = recipients.open(delivery);
            Text text = new Text(message);
            Recipients.Outcome outcome = recipients.settle(delivery, open, sendTo(open, text, delivery));
            outcome.without()
                    .forEach(number -> log.warn(
                            "Delivery {}: {} does not get it; the others have it",
                            message.deliveryId(),
                            target.numbers().get(number).masked()));
            return outcome.result().withPosts(text.posts);
        } catch (RuntimeException fault) {
            return SendResult.retryable(
                    FailureReason.INTERNAL_ERROR, fault.getClass().getSimpleName());
        }
    }

    @Override
    public Optional<Digests> digests() {
        return Optional.of(new SmsDigests(this));
    }

    @Override
    public RenderedMessage preview(Message message) {
        try {
            return shown(message, variables(message), null);
        } catch (RuntimeException fault) {
            return shown(message, target.template().plainJson(message), RenderFailures.words(fault));
        }
    }

    private String variables(Message message) {
        return renderLimit.call(ChannelType.SMS.label(), () -> target.template().json(message));
    }

    private static RenderedMessage shown(Message message, String variables, @Nullable String problem) {
        String body = "{\"OutId\":\"" + message.uniqueId() + "\",\"TemplateParam\":" + variables + "}";
        return RenderedMessage.of("application/json", body, problem);
    }

    private List<SendResult> sendTo(List<Integer> open, Text text, String delivery) {
        TimeLimit time = TimeLimit.of(target.timeout());
        List<SendResult> results = new ArrayList<>();
        SendResult forAll = null;
        for (int number : open) {
            PhoneNumber phone = target.numbers().get(number);
            SendResult result = forAll != null ? forAll : sendTo(phone, text, delivery, time);
            forAll = forAll == null ? forTheRest(result, time) : forAll;
            results.add(hidden(result, phone));
        }
        return results;
    }

    /** A result that holds for the other numbers as well; null when they are to be tried. */
    private static @Nullable SendResult forTheRest(SendResult result, TimeLimit time) {
        if (new SmsOutcome(result, false).needsOperator()) {
            return result;
        }
        return time.isOver() ? SendResult.retryable(FailureReason.TIMEOUT, "no time left for this number") : null;
    }

    private SendResult sendTo(PhoneNumber phone, Text text, String delivery, TimeLimit time) {
        SendResult known = settled(phone, text, delivery, time);
        if (known != null) {
            uncertain.settle(delivery, phone);
            return known;
        }
        SmsOutcome outcome = ownFormElsePlain(phone, text, time);
        if (outcome.uncertain()) {
            uncertain.note(delivery, phone, clock.instant());
        } else if (outcome.result() instanceof Delivered) {
            uncertain.settle(delivery, phone);
        }
        return outcome.result();
    }

    /** The result of earlier sends with unknown outcome; null when there is to be another one. */
    private @Nullable SendResult settled(PhoneNumber phone, Text text, String delivery, TimeLimit time) {
        Sends before = uncertain.of(delivery, phone).orElse(null);
        if (before == null) {
            return null;
        }
        if (api.hasTaken(phone, text.message.uniqueId(), before.latest(), time.left())) {
            return SendResult.delivered();
        }
        String detail = "sent " + MOST_UNCERTAIN + " times without learning whether it was taken";
        return before.count() < MOST_UNCERTAIN ? null : SendResult.rejected(FailureReason.TIMEOUT, detail);
    }

    private SmsOutcome ownFormElsePlain(PhoneNumber phone, Text text, TimeLimit time) {
        SmsOutcome own = api.send(phone, text.own(), text.message.uniqueId(), time.left());
        if (!own.refusesForm() || text.isPlain()) {
            return own;
        }
        String delivery = text.message.deliveryId();
        renderFailures.noteRefused(
                ChannelType.SMS, delivery, own.result().refusalOfForm().orElseThrow());
        text.posts = 2;
        SmsOutcome plain = api.send(phone, text.plain(), text.message.uniqueId(), time.left());
        // The target accepted the full form, so this message's content is the cause.
        return plain.needsOperator() ? own : plain;
    }

    /** With the number first, masked, so that it can still be identified. */
    private SendResult hidden(SendResult result, PhoneNumber phone) {
        if (result instanceof SendResult.Retryable retryable) {
            return redaction.result(
                    SendResult.retryable(retryable.reason(), retryable.after(), phone.maskIn(retryable.detail())));
        }
        if (result instanceof SendResult.Rejected rejected) {
            return redaction.result(SendResult.rejected(rejected.reason(), phone.maskIn(rejected.detail())));
        }
        return result;
    }

    /** A message's forms, built once for all numbers. */
    private final class Text {

        private final Message message;
        private final @Nullable String own;
        /** How many messages each number was sent, at most. */
        private int posts = 1;

        private Text(Message message) {
            this.message = message;
            this.own = render(message);
        }

        private @Nullable String render(Message toRender) {
            try {
                return variables(toRender);
            } catch (RuntimeException fault) {
                renderFailures.note(ChannelType.SMS, toRender.deliveryId(), fault);
                return null;
            }
        }

        String own() {
            return own == null ? plain() : own;
        }

        boolean isPlain() {
            return own == null;
        }

        String plain() {
            return target.template().plainJson(message);
        }
    }
}
