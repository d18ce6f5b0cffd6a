package io.tocsin.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.monitoring.Dashboard.Query;
import io.tocsin.monitoring.PromQl.Selector;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The rules of Grafana's dashboard linter, restated, and what else a dashboard needs to load and to be read. */
class DashboardTests {

    /** Panels that Grafana 12 has thrown out. */
    private static final Set<String> ANGULAR = Set.of("graph", "singlestat", "table-old", "heatmap-old");

    private static final Set<String> UNITS =
            Set.of("percentunit", "bytes", "Bps", "s", "reqps", "ops", "pps", "short", "none", "iops", "bool_on_off");
    private static final Set<String> DATASOURCES = Set.of("${datasource}", "${elasticsearch}");
    /** What has no scrape labels of its own: Prometheus makes it. */
    private static final Set<String> MADE_BY_PROMETHEUS = Set.of("ALERTS");

    static List<Dashboard> dashboards() {
        return Dashboard.all();
    }

    @Test
    void all_are_there_with_uids_that_never_change() {
        assertThat(dashboards())
                .extracting(Dashboard::uid)
                .containsExactlyInAnyOrder(
                        "tocsin-overview",
                        "tocsin-applications",
                        "tocsin-containers",
                        "tocsin-monitoring",
                        "tocsin-host",
                        "tocsin-application",
                        "tocsin-redis",
                        "tocsin-mysql",
                        "tocsin-delivery",
                        "tocsin-logs");
        assertThat(dashboards())
                .allSatisfy(dashboard -> assertThat(dashboard.file()).hasFileName(dashboard.uid() + ".json"));
    }

    /** The body of the HTTP API, {"dashboard": ...}, is not what the file provider reads. */
    @ParameterizedTest
    @MethodSource("dashboards")
    void it_is_the_bare_model_and_cannot_be_edited_in_place(Dashboard dashboard) throws IOException {
        JsonNode json = dashboard.json();
        assertThat(json.path("title").asString()).isNotBlank();
        assertThat(json.path("id").isNull()).isTrue();
        assertThat(json.path("editable").asBoolean(true)).isFalse();
        assertThat(json.path("schemaVersion").asInt()).isGreaterThanOrEqualTo(39);
        assertThat(json.path("graphTooltip").asInt()).isEqualTo(1);
        assertThat(json.path("refresh").asString()).isEqualTo("30s");
        assertThat(json.path("links")).isNotEmpty();
        assertThat(Files.readString(dashboard.file()))
                .as("inputs of an export would stay unfilled")
                .doesNotContain("${DS_", "__inputs");
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void its_variables_are_those_of_the_linter(Dashboard dashboard) {
        JsonNode datasource = dashboard.variable("datasource");
        assertThat(datasource.path("type").asString()).isEqualTo("datasource");
        assertThat(datasource.path("label").asString()).isEqualTo("Data source");
        assertQueryVariable(dashboard.variable("job"), "Job");
        assertQueryVariable(dashboard.variable("instance"), "Instance");
    }

    private static void assertQueryVariable(JsonNode variable, String label) {
        assertThat(variable.path("type").asString()).isEqualTo("query");
        assertThat(variable.path("label").asString()).isEqualTo(label);
        assertThat(variable.at("/datasource/uid").asString()).isEqualTo("${datasource}");
        assertThat(variable.path("multi").asBoolean()).isTrue();
        assertThat(variable.path("allValue").asString()).isEqualTo(".+");
        assertThat(variable.path("refresh").asInt()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void its_annotations_show_alerts_and_restarts(Dashboard dashboard) {
        assertThat(dashboard.json().at("/annotations/list").valueStream())
                .extracting(annotation -> annotation.path("name").asString())
                .contains("Alerts", "Restarts");
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void every_panel_says_what_it_shows_in_a_unit_and_lies_on_its_own_place(Dashboard dashboard) {
        Set<Integer> ids = new HashSet<>();
        for (JsonNode panel : dashboard.panels()) {
            String title = panel.path("title").asString();
            assertThat(title).isNotBlank();
            assertThat(ids.add(panel.path("id").asInt())).as("id of " + title).isTrue();
            assertThat(panel.path("description").asString()).as(title).isNotBlank();
            assertThat(ANGULAR).as(title).doesNotContain(panel.path("type").asString());
            assertThat(DATASOURCES).contains(panel.at("/datasource/uid").asString());
            assertThat(panel.path("targets")).as(title).isNotEmpty();
            JsonNode defaults = panel.at("/fieldConfig/defaults");
            assertThat(UNITS).as(title).contains(defaults.path("unit").asString());
            assertThat(defaults.at("/thresholds/steps")).as(title).isNotEmpty();
            assertThat(defaults.path("noValue").asString()).as(title).isNotBlank();
        }
    }

    /** Where a click leads: a dashboard that is there, with the data source and the time that are shown; or a page of Grafana's own. */
    @ParameterizedTest
    @MethodSource("dashboards")
    void its_panels_lead_to_pages_that_exist(Dashboard dashboard) {
        Set<String> pages =
                Dashboard.all().stream().map(one -> "/d/" + one.uid()).collect(Collectors.toSet());
        List<String> links = dashboard.panels().stream()
                .flatMap(panel -> panel.path("fieldConfig").findValues("links").stream())
                .flatMap(found -> (found.isArray() ? found : found.path("value")).valueStream())
                .map(link -> link.path("url").asString())
                .toList();
        assertThat(links).isNotEmpty().allSatisfy(link -> {
            String page = link.split("\\?", 2)[0];
            if (page.startsWith("/alerting/")) {
                assertThat(page).isIn("/alerting/list", "/alerting/silence/new");
            } else {
                assertThat(pages).contains(page);
                assertThat(link).contains("${__url_time_range}");
            }
        });
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void no_panel_covers_another(Dashboard dashboard) {
        assertApart(dashboard.json().path("panels").valueStream().toList());
        dashboard
                .json()
                .path("panels")
                .valueStream()
                .forEach(row -> assertApart(row.path("panels").valueStream().toList()));
    }

    private static void assertApart(List<JsonNode> panels) {
        Set<String> cells = new HashSet<>();
        for (JsonNode panel : panels) {
            JsonNode place = panel.path("gridPos");
            int right = place.path("x").asInt() + place.path("w").asInt();
            assertThat(right).isLessThanOrEqualTo(24);
            for (int x = place.path("x").asInt(); x < right; x++) {
                int y = place.path("y").asInt();
                for (int row = y; row < y + place.path("h").asInt(); row++) {
                    assertThat(cells.add(x + "," + row))
                            .as(panel.path("title").asString())
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void every_query_asks_for_the_chosen_jobs_and_instances(Dashboard dashboard) {
        for (Query query : dashboard.queries()) {
            for (Selector selector : PromQl.selectors(query.expression())) {
                String where = query.panel() + ": " + selector;
                if (!MADE_BY_PROMETHEUS.contains(selector.name())) {
                    // A job that is named is one that has only one meaning, such as fluentd.
                    assertThat(selector.matchers().get("job")).as(where).matches("=~\"\\$job\"|=\"\\w+\"");
                    if (hasInstance(selector.name())) {
                        assertThat(selector.matchers().get("instance"))
                                .as(where)
                                .matches("=~\"(\\$instance|\\.\\+)\"");
                    }
                }
            }
        }
    }

    /** A recorded series has the labels that its name begins with, as in {@code job:http_requests:error_budget}. */
    private static boolean hasInstance(String name) {
        int level = name.indexOf(':');
        return level < 0 || name.substring(0, level).contains("instance");
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void rates_follow_the_zoom_and_counters_are_never_shown_bare(Dashboard dashboard) {
        for (Query query : dashboard.queries()) {
            assertThat(PromQl.rateRanges(query.expression())).as(query.panel()).allMatch("$__rate_interval"::equals);
            assertThat(PromQl.selectors(query.expression()))
                    .as(query.panel())
                    .allMatch(selector -> selector.counted() || !selector.name().matches(".*_(total|bucket)"));
            assertThat(query.expression())
                    .as("buckets are summed before the quantile is taken: " + query.panel())
                    .matches("(?s)(?!.*histogram_quantile\\([^,]*,\\s*rate).*");
        }
    }
}
