package io.tocsin.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.LabelMatcher;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LinkTests {

    private static Optional<String> silence(Map<String, String> labels) {
        return Link.silence("Silence", "http://am.example.com", labels)
                .map(link -> URLDecoder.decode(link.url(), StandardCharsets.UTF_8));
    }

    @Test
    void a_silence_leaves_out_what_ends_with_the_pod_unless_it_would_silence_all_alerts_of_the_name() {
        Map<String, String> crash = Map.of(
                "alertname",
                "KubePodCrashLooping",
                "namespace",
                "shop",
                "pod",
                "cart-7d9f",
                "instance",
                "10.0.0.1:8080");
        assertThat(silence(crash).orElseThrow())
                .endsWith("?filter={alertname=\"KubePodCrashLooping\",namespace=\"shop\"}");
        Map<String, String> node =
                Map.of("alertname", "HighCPU", "instance", "a:9100", "job", "node", "severity", "info");
        assertThat(silence(node).orElseThrow())
                .endsWith("{alertname=\"HighCPU\",instance=\"a:9100\",job=\"node\",severity=\"info\"}");
        try {
            Link.leaveOutOfSilences(List.of("namespace"));
            assertThat(silence(crash).orElseThrow())
                    .contains("pod=\"cart-7d9f\"")
                    .doesNotContain("namespace");
        } finally {
            Link.leaveOutOfSilences(Link.LEFT_OUT_OF_SILENCES);
        }
    }

    @Test
    void no_name_or_value_of_a_label_adds_a_matcher_to_the_silence() {
        Map<String, String> labels = Map.of(
                "alertname",
                "A",
                "z=\"\",alertname=~\".+\",y",
                "q",
                "service name",
                "a\"b\\",
                "ns",
                "x\",alertname=~\".*");
        String filter = silence(labels).orElseThrow().split("filter=", 2)[1];

        assertThat(LabelMatcher.parse(filter))
                .hasSize(4)
                .allMatch(matcher -> matcher.equalTo().equals(Optional.ofNullable(labels.get(matcher.name()))));
    }
}
