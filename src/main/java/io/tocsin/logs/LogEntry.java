package io.tocsin.logs;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One log entry.
 *
 * @param id identifies it for {@link LogQueries#context}; opaque
 * @param timestamp when it was logged
 * @param level as it was logged
 * @param service the service that logged it
 * @param logger the logger's name
 * @param host where it ran
 * @param traceId the trace that it belongs to
 * @param message the message
 * @param error the logged exception
 * @param ids ids of requests, notifications and deliveries in its context, by field name
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LogEntry(
        String id,
        Instant timestamp,
        @Nullable String level,
        @Nullable String service,
        @Nullable String logger,
        @Nullable String host,
        @Nullable String traceId,
        @Nullable String message,
        @Nullable LoggedError error,
        Map<String, String> ids) {

    /**
     * An exception.
     *
     * @param type its class
     * @param message its message
     * @param stackTrace the whole stack trace, with causes
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LoggedError(
            @Nullable String type,
            @Nullable String message,
            @Nullable String stackTrace) {}
}
