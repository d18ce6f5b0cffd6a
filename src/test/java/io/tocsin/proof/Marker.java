package io.tocsin.proof;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What identifies one notification of a proof in whatever text a channel makes of it: letters and digits only, so that
 * no channel's escaping changes it.
 *
 * @param group the alert group
 * @param resolved whether the notification says that the group is resolved
 */
record Marker(int group, boolean resolved) {

    private static final Pattern FORM = Pattern.compile("proofg(\\d+)(firing|resolved)z");

    /** The first marker of the text; empty when it has none. */
    static Optional<Marker> find(String text) {
        return findAll(text).stream().findFirst();
    }

    /** The markers of the text, each once, in order. */
    static List<Marker> findAll(String text) {
        return FORM.matcher(text)
                .results()
                .map(form -> new Marker(
                        Integer.parseInt(form.group(1)), form.group(2).equals("resolved")))
                .distinct()
                .toList();
    }

    @Override
    public String toString() {
        return "proofg" + group + (resolved ? "resolved" : "firing") + "z";
    }

    /** The body that Alertmanager would post for it. */
    String body() {
        return """
                {"receiver":"tocsin","status":"%1$s","alerts":[{"status":"%1$s",\
                "labels":{"alertname":"Proof","group":"%2$d","severity":"critical"},\
                "annotations":{"summary":"%3$s"},"startsAt":"2026-01-02T03:04:05.678Z",\
                "endsAt":"%4$s","generatorURL":"","fingerprint":"%2$016x"}],\
                "groupLabels":{"alertname":"Proof","group":"%2$d"},"commonLabels":{},"commonAnnotations":{},\
                "externalURL":"http://127.0.0.1:9093","version":"4",\
                "groupKey":"{}:{alertname=\\"Proof\\", group=\\"%2$d\\"}","truncatedAlerts":0}
                """.formatted(
                        resolved ? "resolved" : "firing",
                        group,
                        this,
                        resolved ? "2026-01-02T03:14:05Z" : "0001-01-01T00:00:00Z");
    }
}
