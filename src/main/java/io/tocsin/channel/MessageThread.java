package io.tocsin.channel;

/**
 * A thread of messages about one alert group at a provider.
 *
 * @param conversation the provider's id of the channel it is in, at most 64 characters
 * @param root the provider's id of its first message, at most 64 characters
 * @param delivery the latest delivery that was posted in it
 * @param told the notifier's state of that delivery, in a form of its own
 * @param closed whether the group was resolved, so that the next message starts another thread
 */
public record MessageThread(String conversation, String root, String delivery, String told, boolean closed) {}
