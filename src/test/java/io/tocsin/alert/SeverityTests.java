package io.tocsin.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tocsin.channel.PlainText;
import io.tocsin.channel.Samples;
import io.tocsin.channel.render.AlertView;
import io.tocsin.channel.render.MessageView;
import io.tocsin.channel.render.StatusColor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SeverityTests {

    @AfterEach
    void restore() {
        Severity.use(SeverityProperties.DEFAULT);
    }

    private static Alert alert(String severity) {
        return Samples.alert(AlertStatus.FIRING, Map.of("alertname", "A", "severity", severity), Map.of());
    }

    @Test
    void the_names_in_use_have_an_order() {
        List<String> ordered = List.of(
                "emergency",
                "Fatal",
                "CRITICAL",
                "page",
                "P0",
                "P1",
                "紧急",
                "严重",
                "error",
                "high",
                "Major",
                "P2",
                "warning",
                "warn",
                "minor",
                "P3",
                "警告",
                "something new",
                "",
                "low",
                "P4",
                "notice",
                "info",
                "none");
        List<String> sorted = new ArrayList<>(ordered);
        Collections.shuffle(sorted, new Random(3));

        sorted.sort(Severity.MOST_SEVERE_FIRST);

        assertThat(sorted).isEqualTo(ordered);
    }

    @Test
    void titles_colours_and_what_comes_first_follow_it() {
        MessageView view = MessageView.of(
                Samples.message(alert("info"), alert("warn"), alert("custom"), alert("emergency")), Samples.ENGLISH);

        assertThat(view.title()).isEqualTo("[FIRING:4] HighCPU (emergency)");
        assertThat(view.alerts())
                .extracting(AlertView::severity)
                .containsExactly("emergency", "warn", "custom", "info");
        assertThat(view.alerts())
                .extracting(AlertView::tone)
                .containsExactly(StatusColor.CRITICAL, StatusColor.WARNING, StatusColor.WARNING, StatusColor.INFO);
        assertThat(PlainText.of(Samples.message(alert("info"), alert("P0")), 1_000)
                        .lines())
                .element(1)
                .asString()
                .contains("P0");
    }

    @Test
    void the_order_can_be_configured_and_a_name_is_taken_out_of_the_common_ones() {
        Severity.use(new SeverityProperties(List.of("Info", "boom"), null, null, null));

        assertThat(Severity.isCritical("INFO")).isTrue();
        assertThat(Severity.isInfo("info")).isFalse();
        assertThat(Severity.isCritical("critical")).isFalse();
        assertThat(Severity.MOST_SEVERE_FIRST.compare("boom", "info")).isPositive();
        assertThat(Severity.MOST_SEVERE_FIRST.compare("boom", "error")).isNegative();
    }

    @Test
    void a_name_that_stands_there_twice_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SeverityProperties(List.of("a"), List.of("A "), null, null))
                .withMessageContaining("tocsin.alert.severities");
    }
}
