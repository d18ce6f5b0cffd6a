package io.tocsin.intake.webhook;

import io.tocsin.intake.webhook.AlertmanagerWebhook.WireAlert;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * The members of one alert, as Alertmanager and Grafana name them, and as others do: HertzBeat ({@code startAt}, {@code
 * content}), Grafana before version 9 ({@code ruleName}, {@code state}, {@code tags}), scripts. An unknown member is kept as an
 * annotation, so that people can read it.
 */
final class AlertFields {

    private static final List<String> NAME =
            List.of("alertname", "alertName", "alert_name", "ruleName", "rule_name", "rule", "name", "title");
    private static final List<String> TEXT = List.of("content", "msg", "text", "body", "detail", "details", "title");
    private static final List<String> STATUS = List.of("status", "state");
    private static final List<String> START =
            List.of("startsAt", "startAt", "starts_at", "start_at", "startTime", "start_time", "activeAt");
    private static final List<String> END =
            List.of("endsAt", "endAt", "ends_at", "end_at", "endTime", "end_time", "resolvedAt");

    /** Numbers and keys specific to Grafana and HertzBeat. */
    private static final Set<String> NOT_FOR_PEOPLE = Set.of("orgId", "ruleUID", "index");

    private final Map<String, String> labels = new LinkedHashMap<>();
    private final Map<String, String> annotations = new LinkedHashMap<>();
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, String> others = new LinkedHashMap<>();

    void read(String name, JsonParser json) {
        boolean object = json.isExpectedStartObjectToken();
        switch (name) {
            case "labels" -> labels.putAll(JsonText.map(json));
            case "annotations" -> annotations.putAll(JsonText.map(json));
            case "values" -> values.putAll(JsonText.map(json));
            default -> {
                if (name.equals("tags") && object) {
                    JsonText.map(json).forEach(labels::putIfAbsent);
                } else {
                    String value = JsonText.value(json);
                    if (value != null && !value.isBlank()) {
                        others.put(JsonText.wellFormed(name), value);
                    }
                }
            }
        }
    }

    WireAlert toAlert() {
        label("alertname", NAME);
        label("severity", List.of("severity", "level"));
        label("instance", List.of("instance"));
        String status = take(STATUS);
        String startsAt = takeTime(START);
        String endsAt = takeTime(END);
        String generatorUrl = take(List.of("generatorURL", "generatorUrl", "ruleUrl", "url", "link"));
        String silenceUrl = take(List.of("silenceURL"));
        String dashboardUrl = take(List.of("dashboardURL", "dashboardUrl"));
        String panelUrl = take(List.of("panelURL", "panelUrl"));
        String imageUrl = take(List.of("imageURL", "imageUrl"));
        String valueString = take(List.of("valueString"));
        String fingerprint = take(List.of("fingerprint"));
        others.keySet().removeAll(NOT_FOR_PEOPLE);
        others.forEach(annotations::putIfAbsent);
        if (Stream.of("summary", "message").noneMatch(annotations::containsKey)) {
            TEXT.stream()
                    .filter(others::containsKey)
                    .findFirst()
                    .ifPresent(name -> annotations.put("summary", Objects.requireNonNull(annotations.remove(name))));
        }
        return new WireAlert(
                status,
                startsAt,
                endsAt,
                generatorUrl,
                fingerprint,
                labels,
                annotations,
                silenceUrl,
                dashboardUrl,
                panelUrl,
                imageUrl,
                valueString,
                values);
    }

    private void label(String label, List<String> names) {
        if (!labels.containsKey(label)) {
            String value = take(names);
            if (value != null) {
                labels.put(label, value);
            }
        }
    }

    private @Nullable String take(List<String> names) {
        return names.stream()
                .filter(others::containsKey)
                .findFirst()
                .map(others::remove)
                .orElse(null);
    }

    /** A time without a zone is read in Tocsin's, which may differ from the sender's: it is also shown as it was written. */
    private @Nullable String takeTime(List<String> names) {
        String name = names.stream().filter(others::containsKey).findFirst().orElse(null);
        if (name == null) {
            return null;
        }
        String time = others.get(name);
        if (AlertTimes.hasZone(time)) {
            others.remove(name);
        }
        return time;
    }
}
