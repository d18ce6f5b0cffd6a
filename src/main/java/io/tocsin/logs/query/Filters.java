package io.tocsin.logs.query;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.query_dsl.Operator;
import co.elastic.clients.elasticsearch._types.query_dsl.Query;
import co.elastic.clients.elasticsearch._types.query_dsl.SimpleQueryStringFlag;
import io.tocsin.logs.LogFields;
import io.tocsin.logs.LogFilter;
import io.tocsin.logs.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/** Translates a filter to Elasticsearch's query language. */
final class Filters {

    /** Everything but prefixes and fuzziness, with which a few characters match every term of an index. */
    private static final List<SimpleQueryStringFlag> SAFE = List.of(
            SimpleQueryStringFlag.And,
            SimpleQueryStringFlag.Or,
            SimpleQueryStringFlag.Not,
            SimpleQueryStringFlag.Phrase,
            SimpleQueryStringFlag.Precedence,
            SimpleQueryStringFlag.Whitespace);

    /** The names of classes without their packages; an index older than the template lacks these fields. */
    private static final String WORDS = ".words";

    private final LogFields fields;

    Filters(LogFields fields) {
        this.fields = fields;
    }

    /** A query for all entries that match the filter. */
    Query query(LogFilter filter) {
        return all(clauses(filter, filter.range()));
    }

    /** A query for the filter's matches in its own range, and of its levels only in the previous range. */
    Query withPreviousErrors(LogFilter filter) {
        TimeRange both = TimeRange.spanning(filter.range().previous(), filter.range());
        List<Query> clauses = clauses(filter.withLevels(List.of()), both);
        clauses.add(Query.of(q -> q.bool(either -> either.should(range(filter.range()), levels(filter.levels())))));
        return all(clauses);
    }

    private List<Query> clauses(LogFilter filter, TimeRange range) {
        List<Query> clauses = new ArrayList<>();
        clauses.add(range(range));
        if (!filter.levels().isEmpty()) {
            clauses.add(levels(filter.levels()));
        }
        addTerms(clauses, fields.service(), filter.services());
        addTerms(clauses, fields.logger(), filter.loggers());
        addTerms(clauses, fields.host(), filter.hosts());
        addTerms(clauses, fields.traceId(), filter.traceIds());
        if (filter.text() != null) {
            clauses.add(text(filter.text()));
        }
        return clauses;
    }

    private static void addTerms(List<Query> clauses, String field, List<String> values) {
        if (!values.isEmpty()) {
            clauses.add(terms(field, values));
        }
    }

    private static Query terms(String field, List<String> values) {
        return Query.of(q -> q.terms(terms -> terms.field(field)
                .terms(any -> any.value(values.stream().map(FieldValue::of).toList()))));
    }

    /** In capitals, in small letters, or with the first letter capital, as formats write them. */
    Query levels(List<String> levels) {
        return terms(
                fields.level(),
                levels.stream().flatMap(Filters::spellings).distinct().toList());
    }

    private static Stream<String> spellings(String level) {
        String upper = level.toUpperCase(Locale.ROOT);
        String lower = level.toLowerCase(Locale.ROOT);
        return Stream.of(level, upper, lower, StringUtils.capitalize(lower));
    }

    Query range(TimeRange range) {
        return Query.of(q -> q.range(r -> r.date(date -> date.field(fields.timestamp())
                .gte(range.from().toString())
                .lt(range.to().toString())
                .format("strict_date_optional_time"))));
    }

    private Query text(String text) {
        List<String> searched = Stream.concat(
                        Stream.of(fields.message(), fields.errorMessage()),
                        Stream.of(fields.errorType(), fields.stackTrace(), fields.logger())
                                .flatMap(field -> Stream.of(field, field.isEmpty() ? "" : field + WORDS)))
                .filter(field -> !field.isEmpty())
                .toList();
        return Query.of(q -> q.simpleQueryString(typed -> typed.query(text)
                .fields(searched)
                .flags(SAFE)
                .defaultOperator(Operator.And)
                .lenient(true)
                .analyzeWildcard(false)
                .autoGenerateSynonymsPhraseQuery(false)));
    }

    /** Entries whose field has this value, or none at all. */
    static Query is(String field, @Nullable String value) {
        return value == null
                ? not(exists(field))
                : Query.of(q -> q.term(term -> term.field(field).value(value)));
    }

    static Query exists(String field) {
        return Query.of(q -> q.exists(exists -> exists.field(field)));
    }

    static Query not(Query clause) {
        return Query.of(q -> q.bool(bool -> bool.mustNot(clause)));
    }

    /** All must match, without scoring. */
    static Query all(List<Query> clauses) {
        return Query.of(q -> q.bool(bool -> bool.filter(clauses)));
    }
}
