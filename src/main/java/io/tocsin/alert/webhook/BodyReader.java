package io.tocsin.alert.webhook;

import io.tocsin.alert.AlertProperties;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/**
 * Reads bodies up to the limit and bounds the memory of all that are held at once: small ones by the number of request
 * threads, large ones (or those that do not say their size) by a budget of their own.
 */
@Component
class BodyReader {

    private static final int SMALL = 64 * 1024;
    private static final long LARGE_BUDGET = 64L * 1024 * 1024;
    private static final int MOST_LARGE = 16;

    private final int limit;
    private final Semaphore large;

    BodyReader(AlertProperties properties) {
        this.limit = (int) properties.maxPayload().toBytes();
        this.large = new Semaphore((int) Math.max(1, Math.min(MOST_LARGE, LARGE_BUDGET / limit)));
    }

    /** What is done with a body. */
    interface Use {
        WebhookAnswer of(byte[] body);
    }

    /**
     * Reads the body and hands it on.
     *
     * @return what {@code use} answers, or that the body is too large, or that too many large ones are at work
     * @throws IOException when the sender breaks off or breaks the rules of HTTP
     */
    WebhookAnswer read(HttpServletRequest request, Use use) throws IOException {
        long declared = request.getContentLengthLong();
        if (declared > limit) {
            return tooLarge();
        }
        if (declared >= 0 && declared <= SMALL) {
            return use(request, (int) declared, use);
        }
        if (!reserved()) {
            return WebhookAnswer.of(WebhookOutcome.UNAVAILABLE, "too many large webhooks at once");
        }
        try {
            return use(request, limit, use);
        } finally {
            large.release();
        }
    }

    private WebhookAnswer use(HttpServletRequest request, int most, Use use) throws IOException {
        byte[] body = request.getInputStream().readNBytes(most + 1);
        return body.length > limit ? tooLarge() : use.of(body);
    }

    private boolean reserved() {
        try {
            return large.tryAcquire(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private WebhookAnswer tooLarge() {
        return WebhookAnswer.of(
                WebhookOutcome.TOO_LARGE,
                "the body is above tocsin.alert.max-payload (" + limit + " bytes): raise it, or set max_alerts in"
                        + " Alertmanager's webhook_configs");
    }
}
