package io.tocsin.delivery;

import io.tocsin.channel.MessageAlert;
import io.tocsin.channel.MessageContent;
import io.tocsin.channel.MessageStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a test says: an alert that calls itself a test, in both languages, since it is the same for every target. */
final class TestMessage {

    static final String ALERTNAME = "TocsinTest";

    private TestMessage() {}

    static MessageContent to(String target, Instant now) {
        Map<String, String> labels = Map.of("alertname", ALERTNAME, "target", target);
        Map<String, String> annotations =
                Map.of("summary", "Test message from Tocsin: nothing is wrong. 这是 Tocsin 的测试消息,一切正常。");
        MessageAlert alert = new MessageAlert(
                MessageStatus.FIRING, labels, annotations, now, null, null, null, null, ShortHash.text(target));
        return new MessageContent(
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
