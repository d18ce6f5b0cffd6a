package io.tocsin.channel.render;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.KeptOnReload;
import io.tocsin.channel.ChannelType;
import io.tocsin.channel.FailureReason;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Counts the messages whose own form could not be built or was refused; except for digests, the plain form was sent instead.
 */
@KeptOnReload
@Component
public class RenderFailures {

    private static final Logger log = LoggerFactory.getLogger(RenderFailures.class);

    private final MeterRegistry registry;

    public RenderFailures(MeterRegistry registry) {
        this.registry = registry;
        for (ChannelType channel : ChannelType.values()) {
            counter(channel);
        }
    }

    private Counter counter(ChannelType channel) {
        return Counter.builder("tocsin.render.failures")
                .description(
                        "Messages whose own form could not be built or was refused, so that the plain form went out")
                .tag("channel", channel.label())
                .register(registry);
    }

    /** Records a message; only the kind of the fault is logged, because its message may contain the alert's text. */
    public void note(ChannelType channel, String deliveryId, RuntimeException fault) {
        counter(channel).increment();
        log.warn(
                "Delivery {}: the {} form could not be built, the plain form is sent ({})",
                deliveryId,
                channel.label(),
                words(fault));
    }

    /** Records a digest that could not be built or was refused; there is no plain form of it. */
    public void noteDigest(ChannelType channel, String identity, String why) {
        counter(channel).increment();
        log.warn("Digest {}: the {} form could not be built or is refused ({})", identity, channel.label(), why);
    }

    /** Records a message that the provider refused. */
    public void noteRefused(ChannelType channel, String deliveryId, FailureReason reason) {
        counter(channel).increment();
        log.warn(
                "Delivery {}: the {} form is refused ({}), the plain form is sent",
                deliveryId,
                channel.label(),
                reason.label());
    }

    /** What failed and where, without the fault's message, which may repeat the alert's text. */
    public static String words(RuntimeException fault) {
        if (fault instanceof RenderException ours) {
            return Objects.requireNonNullElse(ours.getMessage(), "a template failed");
        }
        Object place = fault.getStackTrace().length == 0 ? "unknown" : fault.getStackTrace()[0];
        return fault.getClass().getName() + " at " + place;
    }
}
