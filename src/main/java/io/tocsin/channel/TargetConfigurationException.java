package io.tocsin.channel;

import org.jspecify.annotations.Nullable;

/** A target's configuration is wrong; the message names the property and says what to do, without any secret. */
public class TargetConfigurationException extends IllegalArgumentException {

    public TargetConfigurationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
