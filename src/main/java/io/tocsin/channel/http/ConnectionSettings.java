package io.tocsin.channel.http;

import org.jspecify.annotations.Nullable;

/** How a target, or every target, connects to its provider. */
public interface ConnectionSettings {

    /** The name of an SSL bundle; {@code none} for the system's certificates; null or blank when not set. */
    @Nullable String sslBundle();

    /** The URL of an HTTP proxy, a secret; {@code none} for a direct connection; null or blank when not set. */
    @Nullable String proxy();
}
