package io.tocsin.delivery;

import io.tocsin.channel.MessageAlert;
import io.tocsin.channel.MessageContent;
import io.tocsin.channel.MessageStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An alert that Tocsin raises by itself.
 *
 * @param name its {@code alertname}
 * @param severity its {@code severity}
 * @param about further labels, which tell it from others of the name
 * @param annotations what it says; a language's own text has the language after its name, such as {@code summary_zh}
 */
public record OwnAlert(String name, String severity, Map<String, String> about, Map<String, String> annotations) {

    /** Tells it from all others of Tocsin's own. */
    public String key() {
        return name + new TreeMap<>(about);
    }

    MessageContent content(Instant since, @Nullable Instant end) {
        Map<String, String> labels = new TreeMap<>(about);
        labels.put("alertname", name);
        labels.put("severity", severity);
        labels.put("job", "tocsin");
        MessageStatus status = end == null ? MessageStatus.FIRING : MessageStatus.RESOLVED;
        MessageAlert alert = new MessageAlert(status, labels, annotations, since, end, null, null, null, key());
        return new MessageContent("tocsin:" + key(), "tocsin", labels, labels, Map.of(), List.of(alert), 0, null);
    }
}
