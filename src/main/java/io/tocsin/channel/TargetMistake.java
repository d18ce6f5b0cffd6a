package io.tocsin.channel;

import org.jspecify.annotations.Nullable;

/** A target's configuration is wrong; the message names the property and says what to do, without any secret. */
public class TargetMistake extends IllegalArgumentException {

    TargetMistake(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
