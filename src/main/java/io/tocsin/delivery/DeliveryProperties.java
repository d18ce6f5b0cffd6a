package io.tocsin.delivery;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code tocsin.delivery}: how long and how often to try, and where to keep pending deliveries.
 *
 * @param store where the outbox is stored
 * @param maxAge a delivery that could not be sent within this time is parked; 1 minute to 30 days
 * @param retention how long finished deliveries are kept; at least 1 hour
 * @param maxPending how many deliveries may be pending in all before webhooks are answered 503; at least 1
 * @param attemptTimeout hard limit of one attempt; must exceed the channels' own limits; 1 second to 5 minutes. A lease lasts
 *     10 seconds longer, and so does the fail-over from a replica that died
 * @param pollInterval how often a replica polls for work that another one accepted; 50 ms to 1 minute
 */
@Validated
@ConfigurationProperties("tocsin.delivery")
public record DeliveryProperties(
        @DefaultValue @Valid Store store,

        @DefaultValue("24h") @DurationMin(minutes = 1) @DurationMax(days = 30)
        Duration maxAge,

        @DefaultValue("30d") @DurationMin(hours = 1) Duration retention,
        @DefaultValue("200000") @Min(1) long maxPending,

        @DefaultValue("35s") @DurationMin(seconds = 1) @DurationMax(minutes = 5)
        Duration attemptTimeout,

        @DefaultValue("500ms") @DurationMin(millis = 50) @DurationMax(minutes = 1)
        Duration pollInterval) {

    /**
     * {@code tocsin.delivery.store}: a SQLite file, or a MySQL or MariaDB that several replicas share.
     *
     * @param path the SQLite file, created with owner-only permissions; used while no url is set
     * @param url JDBC URL of a shared store, {@code jdbc:mysql://host:3306/tocsin}; none by default
     * @param username user of the shared store
     * @param password password of the shared store
     * @param largestBatch how many writes may share one commit; 1 to 4096. A smaller value only makes it slower
     */
    public record Store(
            @DefaultValue("./data/outbox.db") Path path,
            @Nullable String url,
            @Nullable String username,
            @Nullable String password,
            @DefaultValue("512") @Min(1) @Max(4096) int largestBatch) {

        @Override
        public String toString() {
            return url == null ? "Store[path=" + path + "]" : "Store[shared]";
        }
    }

    /** How long a lease lasts: an attempt begun under it ends under it. */
    public Duration leaseTime() {
        return attemptTimeout.plusSeconds(10);
    }
}
