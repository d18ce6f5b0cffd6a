package io.tocsin.channel.config;

import io.tocsin.ConfigurationException;
import io.tocsin.channel.ChannelType;
import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.RateLimit;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Validates and converts the settings of one target. This is done after binding, because a binding error shows the value that
 * was bound last, and that may be a secret.
 *
 * @param property the common prefix of all settings of the target, such as {@code tocsin.channel.slack.ops-slack}
 */
public record TargetSettings(String property) {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /** The settings of the named target. */
    public static TargetSettings of(ChannelType channel, String target) {
        return new TargetSettings("tocsin.channel." + channel.label() + "." + target);
    }

    /**
     * The language and zone; no zone is the system's.
     *
     * @throws ConfigurationException when the language is not available
     */
    public MessageStyle style(Locale locale, @Nullable ZoneId timeZone) {
        return read("locale", () -> new MessageStyle(locale, timeZone == null ? ZoneId.systemDefault() : timeZone));
    }

    /**
     * The rate limit; null when the text is {@code none}.
     *
     * @throws ConfigurationException when the text has another form
     */
    public @Nullable RateLimit rateLimit(String text) {
        return text.strip().equalsIgnoreCase("none") ? null : read("rate-limit", () -> RateLimit.valueOf(text));
    }

    /**
     * The time limit of a send.
     *
     * @throws ConfigurationException when it is not 1 s to 30 s
     */
    public Duration timeout(Duration timeout) {
        if (timeout.compareTo(SHORTEST) < 0 || timeout.compareTo(LONGEST) > 0) {
            throw wrong("timeout", "must be 1s to 30s");
        }
        return timeout;
    }

    /**
     * The address to post to.
     *
     * @param text any http or https URL
     * @param whereToFind how the operator can get one
     * @throws ConfigurationException when it is invalid; the message does not show it, because it is a secret
     */
    public URI webhookUrl(@Nullable String text, String whereToFind) {
        return httpUrl("webhook-url", text, whereToFind);
    }

    /** As {@link #webhookUrl}, for a setting of another name. */
    public URI httpUrl(String setting, @Nullable String text, String whereToFind) {
        if (text == null || text.isBlank()) {
            throw wrong(setting, "is not set: " + whereToFind);
        }
        try {
            URI url = URI.create(text.strip());
            if (url.getHost() != null && ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))) {
                return url;
            }
        } catch (IllegalArgumentException hidden) {
            // Its message carries the URL.
        }
        throw wrong(setting, "is not an http(s) URL (not shown here, it is a secret): " + whereToFind);
    }

    /**
     * A token, key or other secret, without the white space around it.
     *
     * @param whereToFind how the operator can get one
     * @throws ConfigurationException when it is not set or contains a character that is invalid in a header; the message does
     *     not show it
     */
    public String secret(String setting, @Nullable String text, String whereToFind) {
        if (text == null || text.isBlank()) {
            throw wrong(setting, "is not set: " + whereToFind);
        }
        String secret = text.strip();
        if (!secret.chars().allMatch(letter -> letter > ' ' && letter < 0x7F)) {
            throw wrong(setting, "holds white space or letters that are not ASCII (not shown here): " + whereToFind);
        }
        return secret;
    }

    /** Reads one setting and adds its property's name to an error. */
    public <T> T read(String setting, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (IllegalArgumentException wrong) {
            throw new ConfigurationException(property + "." + setting + ": " + wrong.getMessage(), wrong);
        }
    }

    /** An error in a setting, to be thrown. */
    public ConfigurationException wrong(String setting, String what) {
        return new ConfigurationException(property + "." + setting + ": " + what);
    }
}
