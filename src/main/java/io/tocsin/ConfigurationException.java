package io.tocsin;

import org.jspecify.annotations.Nullable;

/** A configuration error that stops the start. No text of it contains a secret. */
public final class ConfigurationException extends IllegalArgumentException {

    private final String action;

    /** For an error that is clear by itself: the description names the property or the file and says what it must be. */
    public ConfigurationException(String description) {
        this(description, (Throwable) null);
    }

    public ConfigurationException(String description, @Nullable Throwable cause) {
        this(description, "Correct the setting and start again.", cause);
    }

    public ConfigurationException(String description, String action) {
        this(description, action, null);
    }

    /**
     * Creates an error.
     *
     * @param description what is wrong; names the property or the file
     * @param action what to do about it
     * @param cause the original failure; null when Tocsin itself found it
     */
    public ConfigurationException(String description, String action, @Nullable Throwable cause) {
        super(description, cause);
        this.action = action;
    }

    /** How to correct it. */
    public String action() {
        return action;
    }

    /** What is wrong; names the property or the file. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
