package io.tocsin.delivery.worker;

import static io.tocsin.delivery.Notifications.alert;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.Muting;
import io.tocsin.alert.Notification;
import io.tocsin.channel.Digest;
import io.tocsin.channel.FailureReason;
import io.tocsin.channel.Message;
import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.render.DigestView;
import io.tocsin.delivery.CurrentAlerts;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A digest says "resolved" only of alerts that are: those that Alertmanager mutes are still firing. */
class MutedDigestTests extends MergingWorkerTests {

    private static final Muting SILENCED = new Muting(Muting.Kind.SILENCED, "ops", NOW.plusSeconds(3600), "deploying");

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    /** Alertmanager silences "a", and of the group "left-out" another alert of which nothing arrived. */
    private class Silences implements CurrentAlerts {

        @Override
        public Notification asOfNow(String target, Notification content) {
            asked.add(content.groupKey());
            Stream<Alert> others = content.groupKey().endsWith("left-out")
                    ? alert("left-out", "hidden", "critical", AlertStatus.FIRING).alerts().stream()
                    : Stream.of();
            return content.withAlerts(Stream.concat(
                            content.alerts().stream()
                                    .map(alert -> alert.name().equals("a") ? alert.mutedBy(SILENCED) : alert),
                            others.map(alert -> alert.mutedBy(SILENCED)))
                    .toList());
        }

        @Override
        public List<Alert> muted(Notification content) {
            return List.of();
        }
    }

    private void resolved(String group, String name) {
        queue.add(alert(group, name, "critical", AlertStatus.RESOLVED), NOW);
    }

    private static List<String> lines(Digest digest) {
        return DigestView.of(digest, new MessageStyle(Locale.ENGLISH, ZoneOffset.UTC)).lines().stream()
                .map(DigestView.DigestLineView::text)
                .toList();
    }

    @Test
    void a_silenced_alert_is_told_as_no_longer_notified_in_a_digest_as_in_a_message() {
        current = new Silences();
        resolved("one", "a");
        resolved("two", "b");
        resolved("left-out", "c");
        stepFor(worker(ONE_A_MINUTE), Duration.ofSeconds(1));

        assertThat(lines(sink.digests.get(0)))
                .hasSize(4)
                .anySatisfy(line -> assertThat(line)
                        .contains(" a ", "no longer notified: silenced by ops until", "deploying")
                        .doesNotContain("lasted"))
                .anySatisfy(line -> assertThat(line).contains(" b ").doesNotContain("silenced"))
                .anySatisfy(line -> assertThat(line).contains(" hidden ", "silenced by ops"))
                .anySatisfy(line -> assertThat(line).contains(" c ").doesNotContain("silenced"));
        assertThat(asked).containsExactlyInAnyOrder("{}:one", "{}:two", "{}:left-out");
    }

    @Test
    void a_digest_that_no_longer_fits_with_them_is_sent_in_smaller_parts() {
        current = new Silences();
        sink.room = 3;
        resolved("one", "b");
        resolved("two", "c");
        resolved("left-out", "d");
        stepFor(worker(ONE_A_MINUTE), Duration.ofMinutes(3));

        assertThat(queue.digests.get(0).reason()).isEqualTo(FailureReason.MESSAGE_TOO_LARGE);
        assertThat(Stream.concat(
                        sink.digests.stream()
                                .flatMap(digest -> digest.lines().stream().map(line -> line.alert())),
                        sink.messages.stream().map(Message::content).flatMap(content -> content.alerts().stream())))
                .extracting(Alert::name)
                .containsExactlyInAnyOrder("b", "c", "d", "hidden");
    }
}
