package io.tocsin.channel;

import org.jspecify.annotations.Nullable;

/**
 * A named destination that routes can send to.
 *
 * @param name its name in configuration, unique over all channels: letters, digits, {@code _}, {@code .}, {@code -}
 * @param channel how it is reached
 * @param rateLimit how much it bears; null for no limit
 * @param sendResolved whether it also hears of groups in which nothing fires any more
 * @param notifier sends to it
 * @param details what else its configuration says; null when nothing else is known
 */
public record Target(
        String name,
        ChannelType channel,
        @Nullable RateLimit rateLimit,
        boolean sendResolved,
        Notifier notifier,
        @Nullable TargetDetails details) {

    /** A target of which nothing else is known. */
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
