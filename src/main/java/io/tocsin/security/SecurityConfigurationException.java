package io.tocsin.security;

/** A setting of {@code tocsin.security} is wrong; the message names the property and says what to do, without any secret. */
class SecurityConfigurationException extends IllegalArgumentException {

    SecurityConfigurationException(String message) {
        super(message);
    }
}
