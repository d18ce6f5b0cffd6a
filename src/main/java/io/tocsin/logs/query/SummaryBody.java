package io.tocsin.logs.query;

import static io.tocsin.logs.query.Json.object;

import io.tocsin.logs.LogFields;
import io.tocsin.logs.LogFilter;
import io.tocsin.logs.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The search behind a summary: all entries of the requested range, and the errors of the previous one. */
final class SummaryBody {

    /** How many groups are read at once. */
    static final int GROUPS = 1_000;

    static final int MESSAGES = 500;

    private static final int LEVELS = 20;
    private static final int SERVICES = 50;

    private final LogFields fields;
    private final Filters filters;

    SummaryBody(LogFields fields) {
        this.fields = fields;
        this.filters = new Filters(fields);
    }

    Map<String, Object> of(LogFilter filter) {
        Map<String, Object> errors = object(
                "thrown", thrown(filter.range(), null),
                "untyped", untyped(filter.range()),
                "now", object("filter", filters.range(filter.range())));
        return body(
                filter,
                object(
                        "now",
                        now(filter),
                        "errors",
                        object("filter", filters.levels(filter.levels()), "aggs", errors)));
    }

    /** The groups after those of an earlier response. */
    Map<String, Object> moreGroups(LogFilter filter, JsonNode afterKey) {
        return body(
                filter,
                object(
                        "errors",
                        object(
                                "filter",
                                filters.levels(filter.levels()),
                                "aggs",
                                object("thrown", thrown(filter.range(), afterKey)))));
    }

    private Map<String, Object> body(LogFilter filter, Map<String, Object> aggregations) {
        return object(
                "size",
                0,
                "track_total_hits",
                false,
                "query",
                filters.query(filter, filter.levels()),
                "aggs",
                aggregations);
    }

    private Map<String, Object> now(LogFilter filter) {
        Map<String, Object> timeline = object(
                "field",
                fields.timestamp(),
                "fixed_interval",
                Timelines.interval(filter.range()).toSeconds() + "s",
                "min_doc_count",
                1);
        Map<String, Object> levels = object("levels", terms(fields.level(), LEVELS));
        Map<String, Object> errors = object("errors", object("filter", filters.levels(filter.levels())));
        Map<String, Object> services = terms(fields.service(), SERVICES);
        services.put("aggs", errors);
        return object(
                "filter",
                filters.range(filter.range()),
                "aggs",
                object(
                        "levels",
                        terms(fields.level(), LEVELS),
                        "services",
                        services,
                        "timeline",
                        object("date_histogram", timeline, "aggs", levels)));
    }

    private static Map<String, Object> terms(String field, int size) {
        return object("terms", object("field", field, "size", size));
    }

    /** Errors with an exception, by its type, where the layout has it, and logger. */
    private Map<String, Object> thrown(TimeRange range, @Nullable JsonNode after) {
        List<Object> sources = new ArrayList<>();
        if (!fields.errorType().isEmpty()) {
            sources.add(source("type", fields.errorType()));
        }
        sources.add(source("logger", fields.logger()));
        Map<String, Object> composite = object("size", GROUPS, "sources", sources);
        if (after != null) {
            composite.put("after", after);
        }
        return object(
                "filter",
                exists(exception()),
                "aggs",
                object("groups", object("composite", composite, "aggs", seen(range))));
    }

    private static Map<String, Object> source(String name, String field) {
        return object(name, object("terms", object("field", field, "missing_bucket", true)));
    }

    /** Errors without an exception, by their messages. */
    private Map<String, Object> untyped(TimeRange range) {
        Map<String, Object> seen = seen(range);
        seen.put("logger", terms(fields.logger(), 1));
        Map<String, Object> messages = terms(fields.messageKeyword(), MESSAGES);
        messages.put("aggs", seen);
        return object(
                "filter",
                not(exists(exception())),
                "aggs",
                object("messages", messages, "now", object("filter", filters.range(range))));
    }

    /** The field that an entry with an exception has. */
    private String exception() {
        return fields.errorType().isEmpty() ? fields.stackTrace() : fields.errorType();
    }

    /** The count within the range, and its times. */
    private Map<String, Object> seen(TimeRange range) {
        return object(
                "now",
                object(
                        "filter",
                        filters.range(range),
                        "aggs",
                        object(
                                "first",
                                object("min", object("field", fields.timestamp())),
                                "last",
                                object("max", object("field", fields.timestamp())))));
    }

    /** The newest error of a group, and of no other one. */
    Map<String, Object> sampleQuery(LogFilter filter, Group group) {
        List<Object> clauses = new ArrayList<>(List.of(filters.query(filter)));
        String message = group.message();
        if (message == null) {
            clauses.add(exists(exception()));
            if (!fields.errorType().isEmpty()) {
                clauses.add(is(fields.errorType(), group.type()));
            }
        } else {
            clauses.add(not(exists(exception())));
            clauses.add(is(fields.messageKeyword(), message));
        }
        clauses.add(is(fields.logger(), group.logger()));
        return Filters.bool(clauses);
    }

    private static Map<String, Object> is(String field, @Nullable String value) {
        return value == null ? not(exists(field)) : object("term", object(field, value));
    }

    private static Map<String, Object> exists(String field) {
        return object("exists", object("field", field));
    }

    private static Map<String, Object> not(Map<String, Object> clause) {
        return object("bool", object("must_not", List.of(clause)));
    }
}
