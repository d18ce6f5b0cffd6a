package io.tocsin.logs.query;

import static io.tocsin.logs.query.Json.object;

import io.tocsin.logs.LogFields;
import io.tocsin.logs.LogFilter;
import io.tocsin.logs.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.util.StringUtils;

/** Translates a filter to Elasticsearch's query language. */
final class Filters {

    /** Everything but prefixes and fuzziness, with which a few characters match every term of an index. */
    private static final String SAFE = "AND|OR|NOT|PHRASE|PRECEDENCE|WHITESPACE";

    /** The names of classes without their packages; an index older than the template lacks these fields. */
    private static final String WORDS = ".words";

    private final LogFields fields;

    Filters(LogFields fields) {
        this.fields = fields;
    }

    /** A query for all entries that match the filter. */
    Map<String, Object> query(LogFilter filter) {
        return bool(clauses(filter, filter.range()));
    }

    /** A query for the filter's matches in its own range, and of these levels only in the previous range. */
    Map<String, Object> query(LogFilter filter, List<String> levels) {
        TimeRange both = TimeRange.spanning(filter.range().previous(), filter.range());
        List<Object> clauses = clauses(filter.withLevels(List.of()), both);
        clauses.add(object("bool", object("should", List.of(range(filter.range()), levels(levels)))));
        return bool(clauses);
    }

    private List<Object> clauses(LogFilter filter, TimeRange range) {
        List<Object> clauses = new ArrayList<>();
        clauses.add(range(range));
        if (!filter.levels().isEmpty()) {
            clauses.add(levels(filter.levels()));
        }
        terms(clauses, fields.service(), filter.services());
        terms(clauses, fields.logger(), filter.loggers());
        terms(clauses, fields.host(), filter.hosts());
        terms(clauses, fields.traceId(), filter.traceIds());
        if (filter.text() != null) {
            clauses.add(text(filter.text()));
        }
        return clauses;
    }

    private static void terms(List<Object> clauses, String field, List<String> values) {
        if (!values.isEmpty()) {
            clauses.add(object("terms", object(field, values)));
        }
    }

    /** In capitals, in small letters, or with the first letter capital, as formats write them. */
    Map<String, Object> levels(List<String> levels) {
        List<String> spellings =
                levels.stream().flatMap(level -> spellings(level)).distinct().toList();
        return object("terms", object(fields.level(), spellings));
    }

    private static Stream<String> spellings(String level) {
        String upper = level.toUpperCase(Locale.ROOT);
        String lower = level.toLowerCase(Locale.ROOT);
        return Stream.of(level, upper, lower, StringUtils.capitalize(lower));
    }

    Map<String, Object> range(TimeRange range) {
        return object(
                "range",
                object(
                        fields.timestamp(),
                        object(
                                "gte",
                                range.from().toString(),
                                "lt",
                                range.to().toString(),
                                "format",
                                "strict_date_optional_time")));
    }

    private Map<String, Object> text(String text) {
        List<String> searched = Stream.concat(
                        Stream.of(fields.message(), fields.errorMessage()),
                        Stream.of(fields.errorType(), fields.stackTrace(), fields.logger())
                                .flatMap(field -> Stream.of(field, field.isEmpty() ? "" : field + WORDS)))
                .filter(field -> !field.isEmpty())
                .toList();
        return object(
                "simple_query_string",
                object(
                        "query",
                        text,
                        "fields",
                        searched,
                        "flags",
                        SAFE,
                        "default_operator",
                        "and",
                        "lenient",
                        true,
                        "analyze_wildcard",
                        false,
                        "auto_generate_synonyms_phrase_query",
                        false));
    }

    /** All must match, without scoring. */
    static Map<String, Object> bool(List<?> clauses) {
        return object("bool", object("filter", clauses));
    }
}
