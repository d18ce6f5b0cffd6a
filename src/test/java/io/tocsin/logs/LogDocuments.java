package io.tocsin.logs;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Documents as Spring Boot's ECS format writes them. */
public final class LogDocuments {

    private static final JsonMapper JSON = new JsonMapper();

    private LogDocuments() {}

    /** The daily index of today: one of an older day is deleted when its retention is over. */
    public static String today(String prefix) {
        return prefix + DateTimeFormatter.ofPattern("-uuuu.MM.dd").format(LocalDate.now(ZoneOffset.UTC));
    }

    public static String ecs(Instant time, String level, String service, String logger, String message) {
        return JSON.writeValueAsString(fields(time.toString(), level, service, logger, message));
    }

    public static String thrown(
            Instant time, String service, String logger, String message, String type, String stackTrace) {
        Map<String, Object> fields = fields(time.toString(), "ERROR", service, logger, message);
        fields.put("error", Map.of("type", type, "message", message, "stack_trace", stackTrace));
        return JSON.writeValueAsString(fields);
    }

    /** As Spring Boot's logstash format writes it; without an exception where the stack trace is empty. */
    public static String logstash(
            Instant time, String level, String service, String logger, String message, String stackTrace) {
        Map<String, Object> fields = new LinkedHashMap<>(Map.of(
                "@timestamp",
                time.toString(),
                "level",
                level,
                "service",
                service,
                "message",
                message,
                "host",
                "app-1"));
        fields.put("logger_name", logger);
        fields.put("traceId", "trace-of-" + service);
        if (!stackTrace.isEmpty()) {
            fields.put("stack_trace", stackTrace);
        }
        return JSON.writeValueAsString(fields);
    }

    /** With its time written so. */
    public static String at(String time, String service, String message) {
        return JSON.writeValueAsString(fields(time, "INFO", service, "io.example.Zone", message));
    }

    private static Map<String, Object> fields(
            String time, String level, String service, String logger, String message) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("@timestamp", time);
        fields.put("log", Map.of("level", level, "logger", logger));
        fields.put("service", Map.of("name", service));
        fields.put("host", Map.of("name", "app-1"));
        fields.put("message", message);
        return fields;
    }
}
