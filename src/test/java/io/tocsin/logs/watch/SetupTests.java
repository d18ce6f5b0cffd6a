package io.tocsin.logs.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.logs.LogsProperties;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SetupTests {

    @EnableConfigurationProperties(LogsProperties.class)
    static class Settings {}

    private static JsonNode template(String... settings) {
        MapConfigurationPropertySource source = new MapConfigurationPropertySource();
        for (int n = 0; n < settings.length; n += 2) {
            source.put(settings[n], settings[n + 1]);
        }
        LogsProperties properties = new Binder(source).bindOrCreate("tocsin.logs", LogsProperties.class);
        return StoreSetup.template(properties, new JsonMapper());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1d", "1h", "23h", "1ms"})
    void a_retention_of_less_than_a_day_is_refused_with_what_to_do(String retention) {
        new ApplicationContextRunner()
                .withUserConfiguration(Settings.class)
                .withPropertyValues("tocsin.logs.retention=" + retention)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("tocsin.logs.retention must be 1d or more, or 0 to keep"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1d", "36h", "3650d"})
    void days_and_for_ever_are_taken(String retention) {
        new ApplicationContextRunner()
                .withUserConfiguration(Settings.class)
                .withPropertyValues("tocsin.logs.retention=" + retention)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void daily_indices_are_past_their_time_when_their_whole_day_is() {
        List<String> indices = List.of(
                "app-logs-2026.11.07",
                "app-logs-2026.11.08",
                "app-logs-2026.11.09",
                "app-logs-orders-2026.10.01",
                "app-logs-2026.02.30",
                "app-logs-archive",
                "app-logs-2026.01",
                "other-2026.01.01",
                ".ds-app-logs-2026.01.01-000001");
        Instant now = Instant.parse("2026-11-23T00:00:00Z");
        assertThat(StoreSetup.expired(indices, Duration.ofDays(14), now))
                .containsExactly("app-logs-2026.11.07", "app-logs-2026.11.08", "app-logs-orders-2026.10.01");
        assertThat(StoreSetup.expired(indices, Duration.ofDays(14), now.minusNanos(1)))
                .containsExactly("app-logs-2026.11.07", "app-logs-orders-2026.10.01");
        assertThat(StoreSetup.expired(indices, Duration.ZERO, now)).isEmpty();
    }

    /** The types of the Elasticsearch client would write a list. */
    @Test
    void the_template_suits_servers_before_8_13() {
        assertThat(template()
                        .at("/template/mappings/dynamic_templates/0/strings/match_mapping_type")
                        .isString())
                .isTrue();
    }

    @Test
    void the_template_is_for_daily_indices() {
        JsonNode template = template("tocsin.logs.setup.replicas", "2");
        assertThat(template.path("index_patterns").path(0).asString("")).isEqualTo("app-logs-*");
        assertThat(template.path("template")
                        .path("settings")
                        .path("number_of_replicas")
                        .asInt())
                .isEqualTo(2);
        assertThat(template.has("data_stream")).isFalse();
        assertThat(template.path("template").has("lifecycle")).isFalse();
    }

    @Test
    void or_for_a_data_stream_that_keeps_its_own_time() {
        JsonNode template = template("tocsin.logs.setup.data-stream", "true", "tocsin.logs.retention", "30d");
        assertThat(template.path("data_stream").isObject()).isTrue();
        assertThat(template.path("template")
                        .path("lifecycle")
                        .path("data_retention")
                        .asString(""))
                .isEqualTo("30d");
    }
}
