package io.tocsin.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.monitoring.Alerts.Rule;
import io.tocsin.monitoring.PromQl.Selector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What promtool does not mind and people do; that the alerts fire is tested by promtool itself. */
class AlertTests {

    static List<Rule> alerts() {
        return Alerts.alerts();
    }

    @Test
    void all_alerts_of_the_guide_are_there() {
        assertThat(alerts())
                .extracting(Rule::alert)
                .contains(
                        "HighCPUUsage",
                        "HighMemoryUsage",
                        "HighDiskUsage",
                        "HighResponseTime",
                        "HighErrorRate",
                        "RedisDown",
                        "MySQLDown",
                        "TargetDown",
                        "Watchdog");
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void it_says_how_bad_it_is_what_is_seen_and_where_to_read_on(Rule alert) throws IOException {
        assertThat(alert.labels().get("severity")).isIn("critical", "warning", "info", "none");
        assertThat(alert.labels().values())
                .as("a value among the labels would make a new alert of each evaluation")
                .noneMatch(label -> label.contains("$value"));
        String summary = alert.annotations().getOrDefault("summary", "");
        boolean upOrDown = alert.expression().matches("(?s).*(== [01]\\b|< 1\\b|vector|unless|absent).*");
        assertThat(upOrDown || summary.contains("$value")).as(summary).isTrue();
        assertThat(alert.annotations().getOrDefault("description", "")).isNotBlank();
        String section = alert.alert().toLowerCase(java.util.Locale.ROOT);
        assertThat(alert.annotations().get("runbook_url")).endsWith("}}#" + section);
        assertThat(Files.readString(Path.of("docs", "runbooks.md"))).contains("\n### " + alert.alert() + "\n");
    }

    @Test
    void every_alert_has_a_unit_test_that_fires_and_one_that_is_quiet() {
        Set<String> firing = tested(true);
        Set<String> quiet = tested(false);
        Set<String> names = alerts().stream().map(Rule::alert).collect(Collectors.toCollection(TreeSet::new));
        assertThat(firing).containsExactlyElementsOf(names);
        names.remove("Watchdog"); // it is never quiet
        assertThat(quiet).containsExactlyElementsOf(names);
    }

    /** A rule that holds for one server only, or that takes the wrong one, is found by a second that is well. */
    @Test
    void every_firing_test_has_two_instances() {
        assertThat(Alerts.unitTests().stream()
                        .filter(test -> Alerts.list(test.get("alert_rule_test")).stream()
                                .map(Alerts::map)
                                .anyMatch(one ->
                                        !Alerts.list(one.get("exp_alerts")).isEmpty()
                                                && !"Watchdog".equals(one.get("alertname"))))
                        .filter(test -> instances(test).size() < 2)
                        .map(test -> test.get("name")))
                .isEmpty();
    }

    private static Set<String> instances(Map<String, Object> test) {
        return Alerts.list(test.get("input_series")).stream()
                .map(series -> String.valueOf(Alerts.map(series).get("series")).replaceFirst("^\\w+", ""))
                .flatMap(labels -> PromQl.selectors("up" + labels).stream())
                .map(selector -> selector.matchers().get("job")
                        + selector.matchers().get("instance")
                        + selector.matchers().get("name"))
                .collect(Collectors.toSet());
    }

    /** Texts for {@code locale: zh-CN}, with the same values in them. */
    @ParameterizedTest
    @MethodSource("alerts")
    void it_is_told_in_chinese_too(Rule alert) {
        for (String text : List.of("summary", "description")) {
            String english = alert.annotations().getOrDefault(text, "");
            String chinese = alert.annotations().getOrDefault(text + "_zh", "");
            assertThat(chinese).containsPattern("\\p{IsHan}");
            assertThat(values(chinese)).isEqualTo(values(english));
        }
    }

    private static List<String> values(String text) {
        return Pattern.compile("\\{\\{.*?}}")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .sorted()
                .toList();
    }

    /** An exporter of any job may have them; Tocsin's own are the exception. */
    @ParameterizedTest
    @MethodSource("alerts")
    void it_goes_by_metrics_and_not_by_the_name_of_a_job(Rule alert) {
        assertThat(PromQl.selectors(alert.expression()))
                .filteredOn(selector -> !selector.name().matches("up|disk_.+"))
                .noneMatch(selector -> selector.matchers().containsKey("job"));
        assertThat(alert.expression().contains("absent("))
                .as("fires for ever where nothing is configured")
                .isEqualTo(alert.alert().equals("TocsinDown"));
    }

    private static Set<String> tested(boolean firing) {
        return Alerts.unitTests().stream()
                .flatMap(test -> Alerts.list(test.get("alert_rule_test")).stream())
                .map(Alerts::map)
                .filter(test -> Alerts.list(test.get("exp_alerts")).isEmpty() != firing)
                .map(test -> String.valueOf(test.get("alertname")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void it_has_none_of_the_known_defects(Rule alert) {
        String expression = alert.expression();
        List<Selector> selectors = PromQl.selectors(expression);
        assertThat(expression).as("irate sees two samples").doesNotContain("irate(");
        assertThat(expression).as("ratios are 0 to 1").doesNotContain("* 100");
        assertThat(selectors)
                .as("blocks that only root may use are no space")
                .noneMatch(selector -> selector.name().equals("node_filesystem_free_bytes"));
        assertThat(selectors)
                .as("a histogram has no series of its base name")
                .noneMatch(
                        selector -> selector.name().matches("(http_request_duration|tocsin_delivery_latency)_seconds"));
        assertThat(selectors)
                .as("a counter by itself says nothing")
                .allMatch(selector -> selector.counted() || !selector.name().matches(".*_(total|bucket)"));
        assertThat(selectors)
                .filteredOn(selector -> selector.name().matches("node_filesystem_(avail|size|files).*"))
                .allMatch(selector -> selector.matchers().containsKey("fstype"));
    }

    @Test
    void probes_and_scrapes_are_in_no_objective() {
        assertThat(Alerts.rules())
                .filteredOn(rule -> rule.recorded().startsWith("job:http_"))
                .isNotEmpty()
                .allMatch(rule -> rule.recorded().endsWith("error_budget")
                        || rule.expression().contains("endpoint!~\"(?i)/?(health(z|check)?"));
    }
}
