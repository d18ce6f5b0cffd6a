package io.tocsin.delivery.jdbc.store;

import io.tocsin.ConfigurationException;
import org.jspecify.annotations.Nullable;

/** A start that is refused because the outbox cannot be opened. */
final class StoreStart {

    private StoreStart() {}

    static ConfigurationException refused(String description, String action, @Nullable Throwable reason) {
        return new ConfigurationException(
                reason == null ? description : description + ": " + redacted(String.valueOf(reason.getMessage())),
                action,
                reason);
    }

    /** A driver's message may contain the URL or a part of it, and with it a password. */
    private static String redacted(String words) {
        return words.replaceAll("(?i)jdbc:\\S+", "***")
                .replaceAll("(?i)(password\\w*=)[^&;,\\s]*", "$1***")
                .replaceAll("[^\\s/'\"]+@", "***@");
    }
}
