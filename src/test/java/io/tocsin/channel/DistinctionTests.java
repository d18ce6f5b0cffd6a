package io.tocsin.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.Distinctions;
import io.tocsin.channel.render.AlertView;
import io.tocsin.channel.render.DigestView;
import io.tocsin.channel.render.DigestView.DigestLineView;
import io.tocsin.channel.render.MessageView;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Alerts as kube-prometheus has them: a constant summary, the instance of kube-state-metrics, the pod in a label only. */
class DistinctionTests {

    private static Alert crashed(int n) {
        return Samples.alert(
                AlertStatus.FIRING,
                Map.of(
                        "alertname", "KubePodCrashLooping",
                        "severity", "warning",
                        "instance", "10.42.0.7:8080",
                        "job", "kube-state-metrics",
                        "namespace", "shop-" + n % 7,
                        "pod", "checkout-" + n + "-x7k2p",
                        "container", "app",
                        "uid", String.format("5d9c0000-0000-0000-0000-%012d", n)),
                Map.of(
                        "summary",
                        "Pod is crash looping.",
                        "description",
                        "Pod shop/checkout-" + n + " is restarting."));
    }

    private static Alert[] crashed(int from, int to) {
        return IntStream.range(from, to).mapToObj(DistinctionTests::crashed).toArray(Alert[]::new);
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 500})
    void each_of_many_equal_lines_names_its_pod(int alerts) {
        MessageView view = MessageView.of(Samples.message(crashed(0, alerts)), Samples.ENGLISH);

        assertThat(view.alerts()).extracting(AlertView::distinction).doesNotHaveDuplicates();
        assertThat(view.alerts().get(0).distinction()).isEqualTo("pod=checkout-0-x7k2p");
        // As many as have room, in the plain form.
        assertThat(PlainText.of(Samples.message(crashed(0, alerts)), 3_000)
                        .lines()
                        .filter(line -> line.contains("pod=")))
                .hasSizeGreaterThan(15)
                .doesNotHaveDuplicates();
    }

    @Test
    void several_labels_together_may_be_needed() {
        List<Alert> alerts = IntStream.range(0, 9)
                .mapToObj(n -> Samples.alert(
                        AlertStatus.FIRING,
                        Map.of("alertname", "DiskFull", "device", "sd" + n % 3, "node", "n" + n / 3, "team", "a"),
                        Map.of()))
                .toList();
        Distinctions distinctions = Distinctions.among(alerts);

        assertThat(alerts).extracting(distinctions::of).doesNotHaveDuplicates().contains("node=n0 device=sd0");
    }

    @Test
    void where_labels_are_equal_the_descriptions_differ() {
        List<Alert> alerts = IntStream.range(0, 3)
                .mapToObj(n -> Samples.alert(
                        AlertStatus.FIRING,
                        Map.of("alertname", "JobFailed"),
                        Map.of("description", "The nightly job report-" + n + " has failed.")))
                .toList();
        Distinctions distinctions = Distinctions.among(alerts);

        assertThat(alerts)
                .extracting(distinctions::of)
                .containsExactly("…report-0 has failed.", "…report-1 has failed.", "…report-2 has failed.");
    }

    @Test
    void alerts_that_differ_anyway_get_nothing_more() {
        List<Alert> alerts = List.of(Samples.firing("a1", "critical"), Samples.firing("a2", "critical"));

        assertThat(alerts).extracting(Distinctions.among(alerts)::of).containsOnly("");
    }

    @Test
    void a_digest_tells_its_lines_apart_within_the_room_that_was_reckoned() {
        List<DigestLine> lines = IntStream.range(0, 60)
                .mapToObj(n -> {
                    Map<String, String> labels = new HashMap<>(crashed(n).labels());
                    labels.put("note", "\"*_&<汉字>".repeat(n % 12));
                    return DigestLine.of(
                            Samples.alert(AlertStatus.FIRING, labels, crashed(n).annotations()));
                })
                .toList();
        Instant at = Samples.RECEIVED;
        DigestView view = DigestView.of(new Digest("d-1", 1, "i", at, at, 60, lines, 0), Samples.ENGLISH);

        assertThat(view.lines())
                .extracting(DigestLineView::text)
                .doesNotHaveDuplicates()
                .allMatch(text -> text.contains("pod="));
        for (int n = 0; n < lines.size(); n++) {
            assertThat(bytes(view.lines().get(n)))
                    .isLessThanOrEqualTo(bytes(DigestLineView.of(lines.get(n), at, Samples.ENGLISH)));
        }
    }

    private static int bytes(DigestLineView line) {
        return line.text().getBytes(StandardCharsets.UTF_8).length;
    }
}
