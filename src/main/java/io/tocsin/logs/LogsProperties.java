package io.tocsin.logs;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code tocsin.logs}: where the logs are in Elasticsearch, and the limits of queries.
 *
 * @param index the indices that are read, as Elasticsearch writes patterns: names with {@code *}, separated by commas
 * @param layout how the entries are written
 * @param fields other names for single fields than the layout's, such as {@code level: severity}; of {@code timestamp}, {@code level},
 *     {@code logger}, {@code service}, {@code host}, {@code trace-id}, {@code message}, {@code message-keyword}, {@code error-type},
 *     {@code error-message} and {@code stack-trace}
 * @param errorLevels the levels that count as errors: as written here, in capitals, in small letters, and with a capital first
 *     letter; add SEVERE or CRITICAL where projects log these
 * @param compatibility the major version of Elasticsearch, 8 or 9; a query to a cluster of another one is answered 503
 * @param timeout the total time of one query, 500 ms to 1 minute
 * @param maxRange the longest time range of one query, 1 hour to 90 days
 * @param maxConcurrent how many queries may run at once, 1 to 16; more are answered 503. Exports are separate: one at a time
 * @param exportMax how many entries one export may have, 1 to 100,000
 * @param retention how long daily indices, such as app-logs-orders-2026.11.22, are kept after their last day, from 1 day on; 0 for ever
 * @param setup whether to install the index template and to delete old indices, and how
 * @param counts the background count of what is logged
 */
@Validated
@ConfigurationProperties("tocsin.logs")
public record LogsProperties(
        @DefaultValue("app-logs-*")
        @Pattern(
                regexp = "[a-z0-9.][a-z0-9._*-]*(,[a-z0-9.][a-z0-9._*-]*)*",
                message = "must be names of indices, with * and commas")
        String index,

        @DefaultValue("ecs") Layout layout,
        @DefaultValue Map<String, String> fields,
        @DefaultValue({"ERROR", "FATAL"}) @NotEmpty List<String> errorLevels,
        @DefaultValue("9") @Min(8) @Max(9) int compatibility,

        @DefaultValue("10s") @DurationMin(millis = 500) @DurationMax(minutes = 1)
        Duration timeout,

        @DefaultValue("7d") @DurationMin(hours = 1) @DurationMax(days = 90)
        Duration maxRange,

        @DefaultValue("4") @Min(1) @Max(16) int maxConcurrent,
        @DefaultValue("10000") @Min(1) @Max(100_000) int exportMax,
        @DefaultValue("14d") Duration retention,
        @DefaultValue Setup setup,
        @DefaultValue Counts counts) {

    /** Less would delete the index that is being written, and a data stream counts in days. */
    @AssertTrue(
            message = "tocsin.logs.retention must be 1d or more, or 0 to keep daily indices for ever; set"
                    + " tocsin.logs.setup.enabled to false to delete nothing and install nothing")
    boolean isRetentionOfDays() {
        return retention.isZero() || retention.compareTo(Duration.ofDays(1)) >= 0;
    }

    /** How entries are written. */
    public enum Layout {
        /** The Elastic Common Schema, as Spring Boot's {@code ecs} format. */
        ECS,
        /** Logstash's, as Spring Boot's {@code logstash} format. */
        LOGSTASH
    }

    /**
     * What Tocsin sets up in Elasticsearch for the indices {@code app-logs-*}.
     *
     * @param enabled false sets up nothing, and deletes nothing
     * @param dataStream true for a data stream with its own lifecycle instead of daily indices
     * @param replicas copies of each shard, 0 to 5; 0 suits a single node
     */
    public record Setup(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("false") boolean dataStream,
            @DefaultValue("0") @Min(0) @Max(5) int replicas) {}

    /**
     * What {@code tocsin_log_events} counts.
     *
     * @param enabled false counts nothing
     * @param interval between two counts, 5 s to 10 minutes
     * @param window the counted time up to now, 1 minute to 1 day
     * @param maxServices how many services have series of their own, 1 to 500; the others are {@code other}
     */
    public record Counts(
            @DefaultValue("true") boolean enabled,

            @DefaultValue("30s") @DurationMin(seconds = 5) @DurationMax(minutes = 10)
            Duration interval,

            @DefaultValue("5m") @DurationMin(minutes = 1) @DurationMax(days = 1)
            Duration window,

            @DefaultValue("50") @Min(1) @Max(500) int maxServices) {}
}
