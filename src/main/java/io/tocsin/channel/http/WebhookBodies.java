package io.tocsin.channel.http;

import io.tocsin.channel.Message;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The JSON bodies of one target.
 *
 * @param own a message in the provider's own form, within all its limits
 * @param plain a message in a form that the provider is unlikely to refuse; never fails
 * @param digests the form of digests; null when the provider gets none
 * @param shown a body for display, without secrets and anything that identifies a person
 */
public record WebhookBodies(
        Function<Message, byte[]> own,
        Function<Message, byte[]> plain,
        @Nullable DigestForm digests,
        UnaryOperator<String> shown) {}
