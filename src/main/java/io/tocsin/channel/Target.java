package io.tocsin.channel;

import org.jspecify.annotations.Nullable;

/**
 * A named destination that routes can send to.
 *
 * @param name its name in configuration, unique over all channels: letters, digits, {@code _}, {@code .}, {@code -}
 * @param channel its channel
 * @param rateLimit its rate limit; null for none
 * @param sendResolved whether it also receives groups in which nothing is firing
 * @param notifier sends to it
 * @param details its other configuration; null when unknown
 */
public record Target(
        String name,
        ChannelType channel,
        @Nullable RateLimit rateLimit,
        boolean sendResolved,
        Notifier notifier,
        @Nullable TargetDetails details) {

    /** A target without details. */
    public Target(
            String name, ChannelType channel, @Nullable RateLimit rateLimit, boolean sendResolved, Notifier notifier) {
        this(name, channel, rateLimit, sendResolved, notifier, null);
    }

    Target with(ConsoleLink console) {
        return console.url() == null
                ? this
                : new Target(name, channel, rateLimit, sendResolved, new LinkingNotifier(notifier, console), details);
    }
}
