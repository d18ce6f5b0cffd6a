package io.tocsin.delivery;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The first 64 bits of SHA-256: short enough for an index; collisions within a store are improbable. */
public final class ShortHash {

    private ShortHash() {}

    /** The hash as a number. */
    public static long of(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** The hash as up to 13 letters and digits. */
    public static String text(String text) {
        return Long.toUnsignedString(of(text), Character.MAX_RADIX);
    }
}
