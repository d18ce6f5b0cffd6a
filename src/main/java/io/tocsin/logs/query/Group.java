package io.tocsin.logs.query;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A group of errors before it is added to a summary.
 *
 * @param message a whole message of the group; null for errors with an exception
 * @param pattern that message without its variable parts
 * @param count in the requested range
 * @param before in the previous range
 */
record Group(
        @Nullable String type,
        @Nullable String logger,
        @Nullable String message,
        @Nullable String pattern,
        long count,
        long before,
        Instant first,
        Instant last) {

    /** Of a bucket of errors with an exception. */
    static Group thrown(JsonNode bucket) {
        JsonNode key = bucket.path("key");
        return of(bucket, key.path("type").asString(null), key.path("logger").asString(null), null);
    }

    /** Of a bucket of errors with one message. */
    static Group message(JsonNode bucket) {
        String logger =
                bucket.path("logger").path("buckets").path(0).path("key").asString(null);
        return of(bucket, null, logger, bucket.path("key").asString(""));
    }

    private static Group of(JsonNode bucket, @Nullable String type, @Nullable String logger, @Nullable String message) {
        JsonNode now = bucket.path("now");
        long count = now.path("doc_count").asLong(0);
        return new Group(
                type,
                logger,
                message,
                message == null ? null : MessageFingerprint.of(message),
                count,
                bucket.path("doc_count").asLong(0) - count,
                instant(now.path("first")),
                instant(now.path("last")));
    }

    private static Instant instant(JsonNode metric) {
        return Instant.ofEpochMilli((long) metric.path("value").asDouble(0));
    }

    boolean isNew() {
        return before == 0;
    }

    /** Merges two groups of one pattern; a group without current entries has no times. */
    Group and(Group other) {
        Group shown = count >= other.count ? this : other;
        return new Group(
                type,
                shown.logger,
                shown.message,
                pattern,
                count + other.count,
                before + other.before,
                count == 0 || (other.count > 0 && other.first.isBefore(first)) ? other.first : first,
                count == 0 || (other.count > 0 && other.last.isAfter(last)) ? other.last : last);
    }
}
