package io.tocsin.intake.webhook;

import io.tocsin.intake.AlertProperties;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Reads bodies up to the limit and limits the memory of all bodies at a time: up to 64 KB each by the number of request threads
 * (200 by default), larger ones by a budget of their own.
 */
@Component
class BodyReader {

    private static final int SMALL = 64 * 1024;
    private static final long LARGE_BUDGET = 64L * 1024 * 1024;
    private static final int MOST_LARGE = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final int limit;
    private final Duration patience;
    private final Semaphore large;

    @Autowired
    BodyReader(AlertProperties properties) {
        this((int) properties.maxPayload().toBytes(), PATIENCE);
    }

    /**
     * @param limit the largest body, in bytes
     * @param patience how long a large body waits for the budget
     */
    BodyReader(int limit, Duration patience) {
        this.limit = limit;
        this.patience = patience;
        this.large = new Semaphore((int) Math.max(1, Math.min(MOST_LARGE, LARGE_BUDGET / limit)));
    }

    /** The consumer of a body. */
    interface Use {
        WebhookAnswer of(byte[] body);
    }

    /**
     * Reads the body and passes it on.
     *
     * @return the answer of {@code use}, or that the body is too large, or that too many large ones are being processed
     * @throws IOException when the sender disconnects or violates HTTP
     */
    WebhookAnswer read(HttpServletRequest request, Use use) throws IOException {
        if (request.getContentLengthLong() > limit) {
            return tooLarge();
        }
        InputStream in = request.getInputStream();
        byte[] beginning = in.readNBytes(Math.min(SMALL, limit) + 1);
        if (beginning.length > limit) {
            return tooLarge();
        }
        if (beginning.length <= SMALL) {
            return use.of(beginning);
        }
        if (!reserved()) {
            return WebhookAnswer.of(WebhookOutcome.UNAVAILABLE, "too many large webhooks at once");
        }
        try {
            byte[] rest = in.readNBytes(limit + 1 - beginning.length);
            return beginning.length + rest.length > limit ? tooLarge() : use.of(joined(beginning, rest));
        } finally {
            large.release();
        }
    }

    private static byte[] joined(byte[] beginning, byte[] rest) {
        byte[] body = Arrays.copyOf(beginning, beginning.length + rest.length);
        System.arraycopy(rest, 0, body, beginning.length, rest.length);
        return body;
    }

    private boolean reserved() {
        try {
            return large.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
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
