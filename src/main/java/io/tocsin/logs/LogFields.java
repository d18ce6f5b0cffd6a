package io.tocsin.logs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The names of the fields of an entry, by layout; an empty name is a field that the layout lacks.
 *
 * @param timestamp a date
 * @param level a keyword
 * @param logger a keyword
 * @param service a keyword
 * @param host a keyword
 * @param traceId a keyword
 * @param message a text
 * @param messageKeyword the whole message as a keyword
 * @param errorType a keyword
 * @param errorMessage a text
 * @param stackTrace a text
 */
public record LogFields(
        String timestamp,
        String level,
        String logger,
        String service,
        String host,
        String traceId,
        String message,
        String messageKeyword,
        String errorType,
        String errorMessage,
        String stackTrace) {

    private static final Map<String, String> ECS = Map.ofEntries(
            Map.entry("timestamp", "@timestamp"),
            Map.entry("level", "log.level"),
            Map.entry("logger", "log.logger"),
            Map.entry("service", "service.name"),
            Map.entry("host", "host.name"),
            Map.entry("trace-id", "trace.id"),
            Map.entry("message", "message"),
            Map.entry("message-keyword", "message.keyword"),
            Map.entry("error-type", "error.type"),
            Map.entry("error-message", "error.message"),
            Map.entry("stack-trace", "error.stack_trace"));

    private static final Map<String, String> LOGSTASH = Map.ofEntries(
            Map.entry("timestamp", "@timestamp"),
            Map.entry("level", "level"),
            Map.entry("logger", "logger_name"),
            Map.entry("service", "service"),
            Map.entry("host", "host"),
            Map.entry("trace-id", "traceId"),
            Map.entry("message", "message"),
            Map.entry("message-keyword", "message.keyword"),
            Map.entry("error-type", ""),
            Map.entry("error-message", ""),
            Map.entry("stack-trace", "stack_trace"));

    /** The layout's names, except for the configured ones. */
    public static LogFields of(LogsProperties properties) {
        Map<String, String> names = new HashMap<>(properties.layout() == LogsProperties.Layout.ECS ? ECS : LOGSTASH);
        properties.fields().forEach((field, name) -> {
            if (names.replace(field, name) == null) {
                throw new IllegalArgumentException("tocsin.logs.fields." + field + " is not known; there are "
                        + String.join(", ", ECS.keySet().stream().sorted().toList()));
            }
        });
        return new LogFields(
                name(names, "timestamp"),
                name(names, "level"),
                name(names, "logger"),
                name(names, "service"),
                name(names, "host"),
                name(names, "trace-id"),
                name(names, "message"),
                name(names, "message-keyword"),
                name(names, "error-type"),
                name(names, "error-message"),
                name(names, "stack-trace"));
    }

    private static String name(Map<String, String> names, String field) {
        return names.getOrDefault(field, "");
    }

    /** All that make up an entry. */
    public List<String> sources() {
        List<String> all = new ArrayList<>(List.of(
                timestamp, level, logger, service, host, traceId, message, errorType, errorMessage, stackTrace));
        all.removeIf(String::isEmpty);
        return List.copyOf(all);
    }
}
