package io.tocsin.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A figure that the registry refuses would take the whole of {@code /metrics} away. */
class FamiliesTests {

    private final Families families = new Families().gauge("good", "Good", 1);

    @Test
    void of_a_series_that_comes_twice_the_last_figure_stays() throws IOException {
        families.gauge("disk", "Disk", 1, "device", "sda").gauge("disk", "Disk", 2, "device", "sda");
        families.counter("reads", "Reads", 1, "device", "sda").counter("reads", "Reads", 2, "device", "sda");
        families.untyped("odd", "Odd", 1).untyped("odd", "Odd", 2);
        families.info("facts", "Facts", "a", "b").info("facts", "Facts", "a", "b");
        assertThat(scrape())
                .contains(
                        "disk{device=\"sda\"} 2.0\n",
                        "reads_total{device=\"sda\"} 2.0\n",
                        "odd 2.0\n",
                        "facts_info{a=\"b\"} 1\n",
                        "good 1.0\n")
                .doesNotContain(" 1.0\ndisk");
    }

    @Test
    void a_name_or_a_label_that_cannot_be_costs_that_figure() throws IOException {
        families.gauge("", "No name", 1)
                .gauge("labels", "A label without a name", 1, "", "x")
                .gauge("labels", "A label twice", 1, "a", "x", "a", "y");
        assertThat(scrape()).contains("good 1.0\n").doesNotContain("labels");
    }

    @Test
    void a_name_has_the_type_that_it_came_with_first() throws IOException {
        families.counter("good", "Good", 7);
        assertThat(scrape()).contains("# TYPE good gauge\ngood 1.0\n").doesNotContain("good_total");
    }

    private String scrape() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(text, families.snapshots());
        return text.toString(StandardCharsets.UTF_8);
    }
}
