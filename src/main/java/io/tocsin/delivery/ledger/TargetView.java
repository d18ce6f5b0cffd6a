package io.tocsin.delivery.ledger;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tocsin.channel.RateLimit;
import io.tocsin.channel.Target;
import io.tocsin.delivery.StoreStatus.TargetStatus;
import io.tocsin.delivery.TargetReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A target as the API shows it: what is configured, without secrets, and how it fares. */
@Schema(name = "Target")
record TargetView(
        String name,

        @Schema(description = "false when none is configured under this name any more")
        boolean configured,

        @Nullable String channel,

        @Schema(description = "messages/period; null for none", example = "18/60s") @Nullable String rateLimit,

        @Nullable Boolean sendResolved,

        @Schema(allowableValues = {"healthy", "throttled", "blocked"})
        String state,

        @Nullable Instant throttledUntil,
        @Nullable Instant blockedSince,
        long pending,
        long parked,
        @Nullable Instant oldestPendingAt,
        @Nullable Double oldestPendingSeconds) {

    static TargetView of(TargetReport report, Instant sampledAt) {
        Target target = report.target();
        RateLimit limit = target == null ? null : target.rateLimit();
        TargetStatus status = report.status();
        Instant oldest = status.oldestPending();
        return new TargetView(
                report.name(),
                target != null,
                target == null ? null : target.channel().label(),
                limit == null ? null : limit.toString(),
                target == null ? null : target.sendResolved(),
                report.state().name().toLowerCase(Locale.ROOT),
                report.state() == TargetReport.State.THROTTLED ? status.throttledUntil() : null,
                status.blockedSince(),
                status.pending(),
                status.parked(),
                oldest,
                oldest == null ? null : Duration.between(oldest, sampledAt).toMillis() / 1000.0);
    }
}
