package io.tocsin.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.Alert;
import io.tocsin.channel.SendResult.Rejected;
import io.tocsin.channel.SendResult.Retryable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every channel shows of many alerts, and where it says that the others are. */
public abstract class ShownAlertsContractTests {

    private static final String CONSOLE = "https://" + "c".repeat(160) + ".example.com/tocsin";
    private static final String PAGE = new ConsoleLink(CONSOLE).pageOf("oncall-42");

    /** Sends to the stand-in, within {@link NotifierContractTests#LIMIT}. */
    protected abstract Notifier notifier();

    /** The messages that the stand-in accepted, in a form in which their texts can be found. */
    protected abstract List<String> received();

    /** Makes the stand-in work again, and forget what it received. */
    protected abstract void recover();

    /** Whether a message has room for alerts and links; it names its delivery in any case. */
    protected boolean showsEveryAlert() {
        return true;
    }

    /** How many alerts of the usual length a digest has room for, at least. */
    protected int alertsInADigest() {
        return 60;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5_000})
    void a_message_links_to_its_delivery_on_the_console(int alerts) {
        Message message = many(alerts);
        assertThat(new LinkingNotifier(notifier(), new ConsoleLink(CONSOLE)).send(message))
                .isEqualTo(SendResult.delivered());
        assertThat(received()).singleElement().asString().contains(showsEveryAlert() ? PAGE : "oncall-42");
    }

    @Test
    void a_message_that_leaves_alerts_out_says_where_they_are() {
        assertThat(notifier().send(many(5_000))).isEqualTo(SendResult.delivered());
        assertThat(received())
                .singleElement()
                .asString()
                .contains(showsEveryAlert() ? " more: GET /api/v1/deliveries/oncall-42" : "oncall-42");
    }

    /** Nothing known is hidden: what has no room is cut with an ellipsis, counted, or said to be elsewhere. */
    @ParameterizedTest
    @ValueSource(ints = {100, 3_000, 30_000, 100_000})
    void whatever_is_known_of_an_alert_is_told_or_said_to_be_cut(int length) {
        assertThat(notifier().send(Samples.detailed(length))).isEqualTo(SendResult.delivered());
        if (showsEveryAlert()) {
            Samples.assertToldOrCut(received().get(0));
        }
    }

    private static Message many(int alerts) {
        List<Alert> list = Stream.iterate(0, n -> n + 1)
                .limit(alerts)
                .map(n -> Samples.firing("host-" + n, "warning"))
                .toList();
        return Samples.message(list, 0);
    }

    @Test
    void a_digest_names_every_alert_that_it_has_room_for() {
        notifier().digests().filter(digests -> showsEveryAlert()).ifPresent(digests -> {
            List<DigestLine> lines = fill(digests, n -> Samples.firing("host-" + n + "-z", "warning"));

            assertThat(patiently(digests, digest(lines))).isEqualTo(SendResult.delivered());

            assertThat(lines).hasSizeGreaterThan(alertsInADigest());
            assertThat(received())
                    .singleElement()
                    .asString()
                    .contains("oncall-42")
                    .contains(lines.stream()
                            .map(line -> line.alert().labels().get("instance"))
                            .toList());
        });
    }

    @Test
    void a_digest_links_to_its_first_delivery_on_the_console() {
        notifier().digests().ifPresent(unlinked -> {
            Digests digests = new LinkingNotifier(notifier(), new ConsoleLink(CONSOLE))
                    .digests()
                    .orElseThrow();
            List<DigestLine> lines = fill(digests, n -> Samples.firing("host-" + n, "warning"));
            // Without a page of its own, so that it can only be the link's.
            assertThat(patiently(digests, digest(lines).shownAt(null))).isEqualTo(SendResult.delivered());
            assertThat(received()).singleElement().asString().contains(showsEveryAlert() ? PAGE : "oncall-42");
        });
    }

    @Test
    void a_digest_of_whatever_alerts_arrives() {
        notifier().digests().ifPresent(digests -> {
            for (int seed = 0; seed < 8; seed++) {
                recover();
                List<Alert> alerts = Stream.of(Samples.hostile(), Samples.huge(), Samples.random(seed))
                        .flatMap(message -> message.content().alerts().stream())
                        .toList();
                List<DigestLine> lines = fill(digests, n -> alerts.get((n + alerts.size() - 9) % alerts.size()));
                assertThat(patiently(digests, digest(lines)))
                        .as("seed %d", seed)
                        .isEqualTo(SendResult.delivered());
            }
        });
    }

    /** A busy machine may take longer than the limit; what the provider makes of the digest is the question here. */
    private SendResult patiently(Digests digests, Digest digest) {
        SendResult result = digests.send(digest);
        for (int more = 0; more < 9 && reason(result) == FailureReason.TIMEOUT; more++) {
            recover();
            result = digests.send(digest);
        }
        return result;
    }

    private static List<DigestLine> fill(Digests digests, IntFunction<Alert> alerts) {
        List<DigestLine> lines = new ArrayList<>();
        int room = digests.room();
        while (true) {
            DigestLine line = DigestLine.of(alerts.apply(lines.size()));
            room -= digests.size(line, Samples.RECEIVED);
            if (room < 0) {
                return lines;
            }
            lines.add(line);
        }
    }

    private static Digest digest(List<DigestLine> lines) {
        return new Digest(
                "oncall-42", 7, "oncall-42.0badcafe", Samples.RECEIVED, Samples.RECEIVED, lines.size(), lines, 3, PAGE);
    }

    protected static Message sample() {
        return Samples.message(
                Samples.firing("10.0.0.1:9100", "critical"), Samples.resolved("10.0.0.2:9100", "warning"));
    }

    protected static FailureReason reason(SendResult result) {
        if (result instanceof Rejected rejected) {
            return rejected.reason();
        }
        return result instanceof Retryable retryable ? retryable.reason() : null;
    }
}
