package io.tocsin.delivery.attempt;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.tocsin.ConfigurationReplaced;
import io.tocsin.channel.FailureReason;
import io.tocsin.channel.Target;
import io.tocsin.channel.Targets;
import io.tocsin.delivery.DeliveryState;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The meters of sending; all are registered at the start, so that a rule sees zero before the first failure. */
@Component
public class DeliveryMeters {

    private static final String DELIVERIES = "tocsin.deliveries";
    private static final String ATTEMPTS = "tocsin.delivery.attempts";
    private static final String LATENCY = "tocsin.delivery.latency";
    private static final Duration[] LATENCY_BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        Duration.ofMinutes(1),
        Duration.ofMinutes(5),
        Duration.ofMinutes(15),
        Duration.ofHours(1)
    };

    private final MeterRegistry registry;
    private final Targets targets;

    public DeliveryMeters(MeterRegistry registry, Targets targets) {
        this.registry = registry;
        this.targets = targets;
        targets.all().forEach(this::register);
    }

    @EventListener(ConfigurationReplaced.class)
    void configurationReplaced() {
        targets.all().forEach(this::register);
    }

    private void register(Target target) {
        EnumSet.complementOf(EnumSet.of(DeliveryState.PENDING)).forEach(state -> deliveries(target, state));
        EnumSet.allOf(FailureReason.class).forEach(reason -> attempts(target, reason));
        attempts(target, null);
        timer(target);
    }

    /** Counts an attempt; no reason means that it succeeded. */
    public void attempt(Target target, @Nullable FailureReason reason) {
        attempts(target, reason).increment();
    }

    /** Counts a delivery that reached its end. */
    public void recorded(Target target, DeliveryState state) {
        if (state != DeliveryState.PENDING) {
            deliveries(target, state).increment();
        }
    }

    /** Counts a digest that was delivered: its first delivery, and those that went out as part of it. */
    public void digest(Target target, int deliveries) {
        deliveries(target, DeliveryState.DELIVERED).increment();
        superseded(target, deliveries - 1);
    }

    /** Counts deliveries that were replaced by another one. */
    public void superseded(Target target, int deliveries) {
        deliveries(target, DeliveryState.SUPERSEDED).increment(deliveries);
    }

    /** Counts deliveries that were given up together. */
    public void parked(Target target, int deliveries) {
        deliveries(target, DeliveryState.PARKED).increment(deliveries);
    }

    /** Records the time from commit to delivered. */
    public void latency(Target target, Duration latency) {
        timer(target).record(latency);
    }

    private Counter deliveries(Target target, DeliveryState state) {
        return Counter.builder(DELIVERIES)
                .description("Deliveries that reached their end, by outcome")
                .tags(tags(target).and("outcome", state.name().toLowerCase(Locale.ROOT)))
                .register(registry);
    }

    private Counter attempts(Target target, @Nullable FailureReason reason) {
        return Counter.builder(ATTEMPTS)
                .description("Attempts to send, by reason of failure; none for those that succeeded")
                .tags(tags(target).and("reason", reason == null ? "none" : reason.label()))
                .register(registry);
    }

    private Timer timer(Target target) {
        return Timer.builder(LATENCY)
                .description("Time from commit of a delivery to the provider's confirmation")
                .serviceLevelObjectives(LATENCY_BUCKETS)
                .tags(tags(target))
                .register(registry);
    }

    private static Tags tags(Target target) {
        return Tags.of("target", target.name(), "channel", target.channel().label());
    }
}
