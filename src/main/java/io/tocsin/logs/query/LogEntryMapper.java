package io.tocsin.logs.query;

import co.elastic.clients.elasticsearch.core.search.Hit;
import io.tocsin.logs.LogEntry;
import io.tocsin.logs.LogEntry.LoggedError;
import io.tocsin.logs.LogFields;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Maps hits to entries, whether their fields are nested or have dots in their names. */
final class LogEntryMapper {

    /** The context that Tocsin's own threads add to their lines. */
    private static final List<String> IDS = List.of("http.request.id", "tocsin.notification.id", "tocsin.delivery.id");

    /** The first line of a stack trace as Java prints it. */
    private static final Pattern THROWN = Pattern.compile("([\\p{L}_$][\\w$.]*\\.[\\p{L}_$][\\w$]*)(?:: (.*))?");

    private final LogFields fields;
    private final List<String> sources;

    LogEntryMapper(LogFields fields) {
        this.fields = fields;
        this.sources = Stream.concat(fields.sources().stream(), IDS.stream()).toList();
    }

    /** The fields that are read. */
    List<String> sources() {
        return sources;
    }

    LogEntry of(Hit<JsonNode> hit) {
        EntryPosition position = EntryPosition.of(hit);
        JsonNode source = hit.source() == null ? MissingNode.getInstance() : hit.source();
        return new LogEntry(
                position.with(hit.id() == null ? "" : hit.id()),
                position.instant(),
                text(source, fields.level()),
                text(source, fields.service()),
                text(source, fields.logger()),
                text(source, fields.host()),
                text(source, fields.traceId()),
                lines(source, fields.message()),
                error(source),
                ids(source));
    }

    private @Nullable LoggedError error(JsonNode source) {
        String type = text(source, fields.errorType());
        String message = lines(source, fields.errorMessage());
        String trace = lines(source, fields.stackTrace());
        if (type == null && message == null && trace == null) {
            return null;
        }
        Matcher thrown = THROWN.matcher(trace == null ? "" : firstLine(trace));
        if (type == null && thrown.matches()) {
            type = thrown.group(1);
            message = message == null ? thrown.group(2) : message;
        }
        return new LoggedError(type, message, trace);
    }

    private static String firstLine(String trace) {
        int end = trace.indexOf('\n');
        return (end < 0 ? trace : trace.substring(0, end)).strip();
    }

    private static Map<String, String> ids(JsonNode source) {
        Map<String, String> ids = new TreeMap<>();
        for (String name : IDS) {
            String value = text(source, name);
            if (value != null) {
                ids.put(name, value);
            }
        }
        return ids;
    }

    /** The field's values on one line, separated by commas; null when there are none. */
    private static @Nullable String text(JsonNode source, String field) {
        return text(source, field, ", ");
    }

    /** The field's text, several as lines; null when there is none. */
    private static @Nullable String lines(JsonNode source, String field) {
        return text(source, field, "\n");
    }

    /** A field may be an array, for example of lines, or an object: all of it is shown. */
    private static @Nullable String text(JsonNode source, String field, String separator) {
        JsonNode value = value(source, field);
        if (value == null) {
            return null;
        }
        List<String> parts = (value.isArray() ? value.valueStream() : Stream.of(value))
                .filter(part -> !part.isNull() && !(part.isContainer() && part.isEmpty()))
                .map(part -> part.isContainer() ? part.toString() : part.asString(""))
                .toList();
        return parts.isEmpty() ? null : String.join(separator, parts);
    }

    private static @Nullable JsonNode value(JsonNode source, String field) {
        JsonNode flat = field.isEmpty() ? null : source.get(field);
        for (int dot = field.indexOf('.'); flat == null && dot > 0; dot = field.indexOf('.', dot + 1)) {
            JsonNode inner = source.get(field.substring(0, dot));
            if (inner != null && inner.isObject()) {
                flat = value(inner, field.substring(dot + 1));
            }
        }
        return flat;
    }
}
