package io.tocsin.intake.webhook;

import io.tocsin.delivery.AppendResult;
import io.tocsin.delivery.NewNotification;
import io.tocsin.delivery.Outbox;
import io.tocsin.intake.AlertProperties;
import io.tocsin.intake.IncomingNotification;
import io.tocsin.intake.UnreadablePayloadException;
import io.tocsin.intake.UnstoredWebhooks;
import io.tocsin.intake.UnstoredWebhooks.Reason;
import io.tocsin.intake.routing.AlertRouter;
import io.tocsin.intake.routing.RoutingDecision;
import io.tocsin.intake.watchdog.Watchdog;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.stereotype.Component;

/** Processes a webhook from its bytes to the outbox. */
@Component
class AlertIntake {

    private static final Logger log = LoggerFactory.getLogger(AlertIntake.class);

    private final WebhookParser parser;
    private final Watchdog watchdog;
    private final AlertRouter router;
    private final Outbox outbox;
    private final UnstoredWebhooks unstored;
    private final InstantSource clock;
    private final Duration dedupWindow;

    AlertIntake(
            AlertProperties properties,
            WebhookParser parser,
            Watchdog watchdog,
            AlertRouter router,
            Outbox outbox,
            UnstoredWebhooks unstored,
            InstantSource clock) {
        this.parser = parser;
        this.watchdog = watchdog;
        this.router = router;
        this.outbox = outbox;
        this.unstored = unstored;
        this.clock = clock;
        this.dedupWindow = properties.dedupWindow();
    }

    /**
     * Returns after the notification is on disk, or when it never will be.
     *
     * @throws io.tocsin.delivery.OutboxException when it was not stored, and the sender should try again
     */
    WebhookAnswer accept(byte[] body) {
        IncomingNotification notification;
        try {
            notification = parser.parse(body, clock.instant());
        } catch (UnreadablePayloadException e) {
            return WebhookAnswer.of(WebhookOutcome.INVALID, String.valueOf(e.getMessage()));
        }
        if (notification.isEmpty()) {
            unstored.add(notification, Reason.EMPTY, null);
            return WebhookAnswer.of(WebhookOutcome.EMPTY, "it contains no alert");
        }
        IncomingNotification news = watchdog.hear(notification);
        if (news.isEmpty()) {
            unstored.add(notification, Reason.HEARTBEAT, null);
            return WebhookAnswer.of(WebhookOutcome.HEARTBEAT, "it contains the Watchdog alert only");
        }
        RoutingDecision decision = router.decide(news);
        AppendResult result = outbox.append(new NewNotification(
                news.dedupKey(),
                dedupWindow,
                news.receivedAt(),
                news.toContent(),
                decision.deliveries(),
                decision.trail()));
        if (result instanceof AppendResult.Duplicate) {
            unstored.add(news, Reason.DUPLICATE, result.notificationId());
        }
        return stored(result);
    }

    /** Logs the request's id together with the notification's, so that either can be searched for. */
    private static WebhookAnswer stored(AppendResult result) {
        MDC.put("tocsin.notification.id", Long.toString(result.notificationId()));
        log.debug("The notification is on disk");
        return WebhookAnswer.of(result);
    }
}
