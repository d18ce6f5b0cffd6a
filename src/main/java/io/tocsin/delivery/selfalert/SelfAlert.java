package io.tocsin.delivery.selfalert;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.Notification;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An alert that Tocsin raises about itself.
 *
 * @param name its {@code alertname}
 * @param severity its {@code severity}
 * @param about further labels, which distinguish it from others of the name
 * @param annotations its texts; a language's own text has the language after its name, such as {@code summary_zh}
 */
public record SelfAlert(String name, String severity, Map<String, String> about, Map<String, String> annotations) {

    /** Identifies it among all self-alerts. */
    public String key() {
        return name + new TreeMap<>(about);
    }

    /** The one of this name with that key, whose annotations are no longer known. */
    static SelfAlert ofKey(String name, String key, Map<String, String> annotations) {
        Map<String, String> about = new TreeMap<>();
        for (String label : key.substring(name.length() + 1, key.length() - 1).split(", (?=\\w+=)", -1)) {
            int equals = label.indexOf('=');
            about.put(label.substring(0, equals), label.substring(equals + 1));
        }
        return new SelfAlert(name, "critical", about, annotations);
    }

    Notification content(Instant since, @Nullable Instant end) {
        Map<String, String> labels = new TreeMap<>(about);
        labels.put("alertname", name);
        labels.put("severity", severity);
        labels.put("job", "tocsin");
        AlertStatus status = end == null ? AlertStatus.FIRING : AlertStatus.RESOLVED;
        Alert alert = new Alert(status, labels, annotations, since, end, null, null, null, key());
        return new Notification("tocsin:" + key(), "tocsin", labels, labels, Map.of(), List.of(alert), 0, null);
    }
}
