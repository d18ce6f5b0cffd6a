package io.tocsin.logs.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch.core.search.Hit;
import co.elastic.clients.json.JsonpUtils;
import co.elastic.clients.json.jackson.Jackson3JsonpMapper;
import io.tocsin.logs.InvalidLogQueryException;
import io.tocsin.logs.LogEntry;
import io.tocsin.logs.LogFields;
import io.tocsin.logs.LogFilter;
import io.tocsin.logs.LogsProperties;
import io.tocsin.logs.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class QueryPartsTests {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant FROM = Instant.parse("2026-11-22T10:00:07.5Z");

    private static LogFields fields(String... settings) {
        MapConfigurationPropertySource source = new MapConfigurationPropertySource();
        for (int n = 0; n < settings.length; n += 2) {
            source.put(settings[n], settings[n + 1]);
        }
        return LogFields.of(new Binder(source).bindOrCreate("tocsin.logs", LogsProperties.class));
    }

    @ParameterizedTest
    @CsvSource({"1m,1s", "15m,10s", "1h,1m", "24h,30m", "7d,3h", "30d,12h", "90d,1d"})
    void a_timeline_has_at_most_120_buckets_of_round_lengths(String length, String interval) {
        Duration range = org.springframework.boot.convert.DurationStyle.SIMPLE.parse(length);
        assertThat(Summaries.interval(new TimeRange(FROM, FROM.plus(range))))
                .isEqualTo(org.springframework.boot.convert.DurationStyle.SIMPLE.parse(interval));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Payment 4711 failed after 30.5 ms|Payment # failed after # ms",
                "order 6f1c5be2-a3d0-4c11-9f00-0123456789ab is gone|order # is gone",
                "user 'bob' not in \"admins\"|user # not in #",
                "hash deadbeef01 differs|hash # differs",
                "10.0.0.1:9100 refused|# refused",
                "no variable part|no variable part"
            })
    void a_pattern_leaves_out_what_varies(String message, String pattern) {
        assertThat(MessageFingerprint.of(message)).isEqualTo(pattern);
    }

    @Test
    void a_pattern_of_a_hostile_message_is_short_and_quick() {
        assertThat(MessageFingerprint.of("'".repeat(99_999) + "1:".repeat(50_000)))
                .hasSizeLessThan(310);
    }

    private static Hit<JsonNode> hit(String source) {
        return Hit.of(hit -> hit.index("app-logs-1")
                .id("7")
                .sort(FieldValue.of("2026-11-22T10:00:00.000Z"), FieldValue.of("app-logs-1"), FieldValue.of(3))
                .source(JSON.readTree(source)));
    }

    private static JsonNode json(Query query) {
        return JSON.readTree(JsonpUtils.toJsonString(query, new Jackson3JsonpMapper(JSON)));
    }

    @Test
    void an_entry_is_read_from_nested_and_from_dotted_fields() {
        String source = """
                {"log.level":"ERROR","log":{"logger":"a.B"},"service":{"name":["pay","x"]},"message":"m",
                 "error":{"type":"E"},"error.stack_trace":"E\\n\\tat y","http":{"request":{"id":"r"}},"host":{"name":{}}}""";
        LogEntry entry = new LogEntryMapper(fields()).of(hit(source));
        assertThat(entry.level()).isEqualTo("ERROR");
        assertThat(entry.logger()).isEqualTo("a.B");
        assertThat(entry.service()).isEqualTo("pay, x");
        assertThat(entry.host()).isNull();
        assertThat(entry.error()).isEqualTo(new LogEntry.LoggedError("E", null, "E\n\tat y"));
        assertThat(entry.ids()).containsExactly(java.util.Map.entry("http.request.id", "r"));
        EntryPosition.Marked marked = EntryPosition.read(entry.id(), 1, "the id");
        assertThat(marked.position()).isEqualTo(new EntryPosition("2026-11-22T10:00:00Z", "app-logs-1", 3));
        assertThat(marked.more()).containsExactly("7");
    }

    @Test
    void a_field_of_another_shape_is_shown_whole() {
        String source = """
                {"message":{"event":"payment failed","code":42},"log.level":null,"service":{"name":[]},
                 "error":{"message":["first","second"],
                          "stack_trace":["a.X: boom","\\tat a.B.c(B.java:1)",{"more":2},null]}}""";
        LogEntry entry = new LogEntryMapper(fields()).of(hit(source));
        assertThat(entry.message()).isEqualTo("{\"event\":\"payment failed\",\"code\":42}");
        assertThat(entry.level()).isNull();
        assertThat(entry.service()).isNull();
        assertThat(entry.error())
                .isEqualTo(new LogEntry.LoggedError(
                        "a.X", "first\nsecond", "a.X: boom\n\tat a.B.c(B.java:1)\n{\"more\":2}"));
    }

    @Test
    void text_of_a_user_is_only_ever_a_value() {
        LogFilter filter = new LogFilter(
                new TimeRange(FROM, FROM.plusSeconds(1)),
                List.of("Error"),
                List.of("a\"}"),
                List.of(),
                List.of(),
                List.of(),
                "\"}}]}");
        assertThat(json(new Filters(fields()).query(filter)))
                .isEqualTo(JSON.readTree(
                        "{\"bool\":{\"filter\":[{\"range\":{\"@timestamp\":{\"gte\":\"2026-11-22T10:00:07.500Z\","
                                + "\"lt\":\"2026-11-22T10:00:08.500Z\",\"format\":\"strict_date_optional_time\"}}},"
                                + "{\"terms\":{\"log.level\":[\"Error\",\"ERROR\",\"error\"]}},"
                                + "{\"terms\":{\"service.name\":[\"a\\\"}\"]}},"
                                + "{\"simple_query_string\":{\"query\":\"\\\"}}]}\",\"fields\":[\"message\",\"error.message\","
                                + "\"error.type\",\"error.type.words\",\"error.stack_trace\",\"error.stack_trace.words\","
                                + "\"log.logger\",\"log.logger.words\"],"
                                + "\"flags\":\"AND|OR|NOT|PHRASE|PRECEDENCE|WHITESPACE\",\"default_operator\":\"and\","
                                + "\"lenient\":true,\"analyze_wildcard\":false,"
                                + "\"auto_generate_synonyms_phrase_query\":false}}]}}"));
    }

    @Test
    void levels_are_found_as_formats_write_them() {
        assertThat(json(new Filters(fields()).levels(List.of("eRROR"))))
                .isEqualTo(JSON.readTree("{\"terms\":{\"log.level\":[\"eRROR\",\"ERROR\",\"error\",\"Error\"]}}"));
    }

    @Test
    void single_fields_can_have_other_names() {
        LogFields fields = fields("tocsin.logs.layout", "logstash", "tocsin.logs.fields.level", "severity");
        assertThat(fields.level()).isEqualTo("severity");
        assertThat(fields.logger()).isEqualTo("logger_name");
        assertThatThrownBy(() -> fields("tocsin.logs.fields.levle", "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tocsin.logs.fields.levle is not known")
                .hasMessageContaining("stack-trace");
    }

    @Test
    void a_cursor_of_another_question_is_refused() {
        LogFilter filter = LogFilter.of(new TimeRange(FROM, FROM.plusSeconds(9)));
        String cursor = EntryPosition.Cursor.write(filter, true, new EntryPosition(FROM.toString(), "app-logs-1", 4));
        LogFilter later = LogFilter.of(new TimeRange(FROM.plusSeconds(5), FROM.plusSeconds(14)));
        assertThat(EntryPosition.Cursor.read(cursor, later, true).range()).isEqualTo(filter.range());
        assertThatThrownBy(() -> EntryPosition.Cursor.read(cursor, filter.withLevels(List.of("WARN")), true))
                .isInstanceOf(InvalidLogQueryException.class)
                .hasMessageContaining("other filters");
    }
}
