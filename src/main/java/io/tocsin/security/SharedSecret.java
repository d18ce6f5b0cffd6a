package io.tocsin.security;

import io.tocsin.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * A secret that callers present; kept as its hash, and compared in constant time.
 *
 * <p>A plain SHA-256 is enough and costs a microsecond: the secret is stored only in the configuration, so a slow hash would
 * protect nothing, and would let any client load the machine.
 */
final class SharedSecret {

    /** Characters; the least that NIST SP 800-63B takes for a secret that a person remembers. */
    static final int SHORTEST = 8;

    private final byte[] hash;

    private SharedSecret(String secret) {
        this.hash = hash(secret);
    }

    /**
     * The configured secret; null when none is configured.
     *
     * @param property where it is configured
     * @throws ConfigurationException when it is too short
     */
    static @Nullable SharedSecret configured(@Nullable String secret, String property) {
        if (secret == null || secret.isBlank()) {
            return null;
        }
        int length = secret.codePointCount(0, secret.length());
        if (length < SHORTEST) {
            throw new ConfigurationException(
                    property + " has " + length + " characters: it can be guessed. It needs at least " + SHORTEST
                            + "; 'openssl rand -hex 24' makes a good one.");
        }
        return new SharedSecret(secret);
    }

    /** A secret that was generated, not configured. */
    static SharedSecret of(String secret) {
        return new SharedSecret(secret);
    }

    boolean matches(String candidate) {
        return MessageDigest.isEqual(hash, hash(candidate));
    }

    private static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "SharedSecret";
    }
}
