package io.tocsin.channel.slack;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.Notification;
import io.tocsin.alert.Severity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The alerts that were firing when a thread was last posted to.
 *
 * @param ids one for each; an alert that fires again has another id than before
 */
record ThreadState(Set<String> ids) {

    private static final String CRITICAL = "!";
    private static final int ID_BYTES = 8;

    static ThreadState of(Notification content) {
        return new ThreadState(ids(content, alert -> alert.status() == AlertStatus.FIRING));
    }

    /** Parses the result of {@link #text}. */
    static ThreadState read(String text) {
        return new ThreadState(text.isEmpty() ? Set.of() : Set.of(text.split(",", -1)));
    }

    String text() {
        return String.join(",", new TreeSet<>(ids));
    }

    /** Whether the message contains any of these alerts, or names none at all. */
    boolean goesOnIn(Notification content) {
        Set<String> named = ids(content, alert -> true);
        return named.isEmpty() || ids.isEmpty() || !Collections.disjoint(named, ids);
    }

    /**
     * Whether the message is worth more than a reply that only the thread's readers see: a critical alert is firing that was
     * not before, or one continues and the sender repeats it.
     */
    boolean isUrgent(Notification content) {
        Set<String> firing = of(content).ids();
        boolean newlyCritical = firing.stream().anyMatch(id -> id.endsWith(CRITICAL) && !ids.contains(id));
        boolean reminder = firing.equals(ids) && content.count(AlertStatus.RESOLVED) == 0;
        return newlyCritical || (reminder && firing.stream().anyMatch(id -> id.endsWith(CRITICAL)));
    }

    private static Set<String> ids(Notification content, Predicate<Alert> which) {
        return content.alerts().stream().filter(which).map(ThreadState::id).collect(Collectors.toSet());
    }

    /** The start is included, because a resolved message may never have arrived, or was not to be sent. */
    private static String id(Alert alert) {
        String identity = new TreeMap<>(alert.labels()) + " " + alert.startsAt();
        boolean critical = Severity.isCritical(alert.labels().getOrDefault("severity", ""));
        return hash(identity).substring(0, 2 * ID_BYTES) + (critical ? CRITICAL : "");
    }

    /** SHA-256 in hexadecimal digits. */
    static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
