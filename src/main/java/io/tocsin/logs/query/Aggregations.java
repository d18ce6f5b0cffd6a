package io.tocsin.logs.query;

import co.elastic.clients.elasticsearch._types.FieldValue;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregate;
import co.elastic.clients.elasticsearch._types.aggregations.Aggregation;
import co.elastic.clients.elasticsearch._types.aggregations.MultiBucketBase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads aggregations, which are missing where no index matches and of a type that depends on the field. */
final class Aggregations {

    /** The entries that match a filter. */
    record Single(long count, Map<String, Aggregate> inner) {}

    /** The entries with one value of a field. */
    record Term(String key, long count, Map<String, Aggregate> inner) {

        Term(FieldValue key, MultiBucketBase bucket) {
            this(String.valueOf(key._get()), bucket.docCount(), bucket.aggregations());
        }
    }

    private Aggregations() {}

    /** Asks for the most frequent values of a field. */
    static Aggregation terms(String field, int size) {
        return Aggregation.of(a -> a.terms(terms -> terms.field(field).size(size)));
    }

    static Single filter(Map<String, Aggregate> aggregations, String name) {
        Aggregate filter = aggregations.get(name);
        return filter == null
                ? new Single(0, Map.of())
                : new Single(filter.filter().docCount(), filter.filter().aggregations());
    }

    /** The values of a field, of keywords or numbers; none where no index has it. */
    static List<Term> terms(Map<String, Aggregate> aggregations, String name) {
        return terms(aggregations.get(name)).toList();
    }

    private static Stream<Term> terms(@Nullable Aggregate terms) {
        if (terms != null && terms.isSterms()) {
            return terms.sterms().buckets().array().stream().map(bucket -> new Term(bucket.key(), bucket));
        }
        if (terms != null && terms.isLterms()) {
            return terms.lterms().buckets().array().stream()
                    .map(bucket -> new Term(FieldValue.of(bucket.key()), bucket));
        }
        return Stream.empty();
    }

    /** How many entries each value has, the most frequent first. */
    static Map<String, Long> counts(Map<String, Aggregate> aggregations, String name) {
        Map<String, Long> counts = new LinkedHashMap<>();
        terms(aggregations, name).forEach(term -> counts.put(term.key(), term.count()));
        return counts;
    }
}
