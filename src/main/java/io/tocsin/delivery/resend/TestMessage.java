package io.tocsin.delivery.resend;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.Notification;
import io.tocsin.delivery.ShortHash;
import io.tocsin.delivery.history.AlertGroups;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The content of a test message: an alert that names itself a test, in both languages, since it is the same for every target.
 */
public final class TestMessage {

    static final String ALERTNAME = "TocsinTest";

    private TestMessage() {}

    public static Notification to(String target, Instant now) {
        Map<String, String> labels = Map.of("alertname", ALERTNAME, "target", target);
        Map<String, String> annotations =
                Map.of("summary", "Test message from Tocsin: nothing is wrong. 这是 Tocsin 的测试消息,一切正常。");
        Alert alert =
                new Alert(AlertStatus.FIRING, labels, annotations, now, null, null, null, null, ShortHash.text(target));
        return new Notification(
                AlertGroups.TEST_GROUPS + target,
                "tocsin",
                Map.of("alertname", ALERTNAME),
                labels,
                annotations,
                List.of(alert),
                0,
                null);
    }
}
