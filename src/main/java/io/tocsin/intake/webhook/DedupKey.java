package io.tocsin.intake.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tocsin.alert.Alert;
import io.tocsin.alert.GroupKey;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Identity of a notification's content, equal for a retry and for the peers of an Alertmanager pair: receiver, group, each
 * alert's labels, status and start in any order, the reason when given, and how many were omitted. The external URL is not part
 * of it, since it differs between the peers of a pair. Every part is preceded by its length.
 */
final class DedupKey {

    private final List<String> alerts = new ArrayList<>();

    /**
     * @param startsAt the start as sent, since the alert's own may be the time of arrival
     */
    void add(Alert alert, @Nullable String startsAt) {
        Instant start = AlertTimes.parse(startsAt);
        String since = start == null ? String.valueOf(startsAt) : start.getEpochSecond() + "." + start.getNano();
        alerts.add(alert.fingerprint().length() + ":" + alert.fingerprint() + alert.status() + since);
    }

    /**
     * The key: 64 hexadecimal digits.
     *
     * @param further what else distinguishes it: the reason, or the body when that is of another shape
     */
    String of(String receiver, GroupKey groupKey, List<String> further, long truncatedAlerts) {
        Collections.sort(alerts);
        MessageDigest digest = sha256();
        put(digest, receiver);
        put(digest, groupKey.value());
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, alerts.size()));
        alerts.forEach(alert -> put(digest, alert));
        put(digest, Long.toString(truncatedAlerts));
        further.forEach(part -> put(digest, part));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void put(MessageDigest digest, String part) {
        byte[] bytes = part.getBytes(UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
