package io.tocsin.delivery.web;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.tocsin.web.InvalidParameterException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** The parameters that limit a list in time, of RFC 3339. */
record Window(
        @Parameter(description = "Not before this time", schema = @Schema(type = "string", format = "date-time"))
        @Nullable String from,

        @Parameter(description = "Before this time", schema = @Schema(type = "string", format = "date-time")) @Nullable String to) {

    @Nullable Instant start() {
        return time("from", from);
    }

    @Nullable Instant end() {
        return time("to", to);
    }

    private static @Nullable Instant time(String name, @Nullable String text) {
        try {
            OffsetDateTime time = text == null ? null : OffsetDateTime.parse(text);
            if (time != null && (time.getYear() < 0 || time.getYear() > 9999)) {
                // RFC 3339 ends there, and the store's numbers not far behind.
                throw new DateTimeException("a year of more than four digits");
            }
            return time == null ? null : time.toInstant();
        } catch (DateTimeException wrong) {
            throw new InvalidParameterException(
                    name,
                    name + " must be a time such as 2026-11-22T10:00:00Z; a plus sign has to be escaped in a URL");
        }
    }
}
