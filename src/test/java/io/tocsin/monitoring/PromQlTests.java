package io.tocsin.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.monitoring.PromQl.Selector;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PromQlTests {

    @Test
    void selectors_are_found_with_their_matchers_and_what_counts_them() {
        assertThat(PromQl.selectors("1 - sum by (job, le) (rate(a_total{job=~\"$job\", code!~\"5..|x\"}[5m]))"
                        + " / on (job) group_left () b:c unless absent(d) > 0 and time() > 5"))
                .containsExactly(
                        new Selector("a_total", Map.of("job", "=~\"$job\"", "code", "!~\"5..|x\""), true),
                        new Selector("b:c", Map.of(), false),
                        new Selector("d", Map.of(), false));
    }

    @Test
    void ranges_of_rates_are_found() {
        assertThat(PromQl.rateRanges("rate(a{b=\"c\"}[5m]) + irate(d[$__rate_interval]) + increase(e[1h])"))
                .containsExactly("5m", "$__rate_interval");
    }
}
