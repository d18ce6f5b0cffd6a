package io.tocsin.intake.webhook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** The meters of the webhook. */
@Component
class WebhookMeters {

    private final Map<WebhookOutcome, Counter> notifications = new EnumMap<>(WebhookOutcome.class);

    WebhookMeters(MeterRegistry registry) {
        for (WebhookOutcome outcome : WebhookOutcome.values()) {
            notifications.put(
                    outcome,
                    Counter.builder("tocsin.webhook.notifications")
                            .description("Webhooks answered, by what became of them")
                            .tag("outcome", outcome.label())
                            .register(registry));
        }
    }

    void count(WebhookOutcome outcome) {
        Objects.requireNonNull(notifications.get(outcome)).increment();
    }
}
