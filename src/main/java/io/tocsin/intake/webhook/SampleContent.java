package io.tocsin.intake.webhook;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.Notification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A sample notification: two firing alerts, and one resolved. */
final class SampleContent {

    private static final String HOST = "https://prometheus.example.com";

    private SampleContent() {}

    static Notification at(Instant now) {
        Map<String, String> shared = Map.of("alertname", "HighCPU", "job", "node");
        List<Alert> alerts = List.of(
                alert("web-1:9100", "critical", "98.4", now.minus(Duration.ofMinutes(12)), null),
                alert("web-2:9100", "warning", "86.1", now.minus(Duration.ofMinutes(4)), null),
                alert("web-3:9100", "warning", "85.0", now.minus(Duration.ofHours(2)), now.minusSeconds(30)));
        return new Notification(
                "{}:{alertname=\"HighCPU\"}",
                "tocsin",
                Map.of("alertname", "HighCPU"),
                shared,
                Map.of(),
                alerts,
                0,
                "https://alertmanager.example.com");
    }

    private static Alert alert(
            String instance, String severity, String percent, Instant startsAt, @Nullable Instant endsAt) {
        return new Alert(
                endsAt == null ? AlertStatus.FIRING : AlertStatus.RESOLVED,
                Map.of("alertname", "HighCPU", "job", "node", "instance", instance, "severity", severity),
                Map.of(
                        "summary", "CPU of " + instance + " at " + percent + " %",
                        "description", "A sample: nothing is wrong.",
                        "runbook_url", "https://runbooks.example.com/HighCPU"),
                startsAt,
                endsAt,
                HOST + "/graph?g0.expr=cpu",
                null,
                null,
                "sample" + severity.length());
    }
}
