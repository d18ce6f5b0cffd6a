package io.tocsin.intake.webhook;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * Identity of a label set as Alertmanager computes it, for senders that leave it out: FNV-1a of 64 bits over the names in
 * order and their values, each followed by the byte 255 (prometheus/common, model/fnv.go and signature.go).
 */
final class Fingerprint {

    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private Fingerprint() {}

    /** Sixteen hexadecimal digits. */
    static String of(Map<String, String> labels) {
        long hash = OFFSET;
        for (Map.Entry<String, String> label : new TreeMap<>(labels).entrySet()) {
            hash = add(add(hash, label.getKey()), label.getValue());
        }
        return HexFormat.of().toHexDigits(hash);
    }

    private static long add(long hash, String text) {
        long sum = hash;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            sum = (sum ^ (b & 0xff)) * PRIME;
        }
        return (sum ^ 0xff) * PRIME;
    }
}
