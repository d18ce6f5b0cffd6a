package io.tocsin.delivery.web;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tocsin.alert.LabelMatcher;
import io.tocsin.channel.Fallback;
import io.tocsin.channel.RateLimit;
import io.tocsin.channel.Target;
import io.tocsin.channel.TargetDetails;
import io.tocsin.channel.TargetDetails.Mention;
import io.tocsin.delivery.maintenance.StoreStatus.TargetStatus;
import io.tocsin.delivery.maintenance.TargetReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A target as the API returns it: its configuration, without secrets, and its state. */
@Schema(name = "Target")
record TargetView(
        String name,

        @Schema(description = "false when no target of this name is configured any longer")
        boolean configured,

        @Nullable String channel,

        @Schema(description = "messages/period; null for none", example = "18/60s") @Nullable String rateLimit,

        @Nullable Boolean sendResolved,

        @Schema(example = "zh-CN") @Nullable String locale,

        @Schema(example = "Asia/Shanghai") @Nullable String timeZone,

        @Schema(description = "the provider's host; null for mail") @Nullable String host,

        @Schema(description = "the chat room, when the configuration names it", example = "C0123456789") @Nullable String room,

        @Schema(description = "the sender of its mails") @Nullable String sender,

        @Schema(description = "mail addresses, or telephone numbers with their middle hidden")
        List<String> recipients,

        List<MentionView> mentions,
        @Nullable FallbackView fallback,

        @Schema(allowableValues = {"healthy", "throttled", "blocked"})
        String state,

        @Nullable Instant throttledUntil,
        @Nullable Instant blockedSince,
        long pending,
        long parked,
        @Nullable Instant oldestPendingAt,
        @Nullable Double oldestPendingSeconds) {

    /** Who is mentioned for which firing alerts. */
    @Schema(name = "Mention")
    record MentionView(
            @Schema(
                    description = "matchers that an alert must all match; empty for every alert",
                    example = "severity=\"critical\"")
            List<String> matchers,

            @Schema(
                    description = "who is mentioned; people with most of their number or id hidden",
                    example = "@138****0000")
            List<String> called) {

        private static MentionView of(Mention mention) {
            return new MentionView(
                    mention.matchers().stream().map(LabelMatcher::toString).toList(), mention.called());
        }
    }

    /** The fallback, which also receives messages that do not arrive in time. */
    @Schema(name = "Fallback")
    record FallbackView(
            String target,

            @Schema(description = "how long a message is pending before it is forwarded")
            long afterSeconds) {

        private static @Nullable FallbackView of(@Nullable Fallback fallback) {
            return fallback == null
                    ? null
                    : new FallbackView(fallback.target(), fallback.after().toSeconds());
        }
    }

    static TargetView of(TargetReport report, @Nullable Fallback fallback, Instant sampledAt) {
        Target target = report.target();
        TargetDetails details = target == null ? null : target.details();
        RateLimit limit = target == null ? null : target.rateLimit();
        TargetStatus status = report.status();
        Instant oldest = status.oldestPending();
        return new TargetView(
                report.name(),
                target != null,
                target == null ? null : target.channel().label(),
                limit == null ? null : limit.toString(),
                target == null ? null : target.sendResolved(),
                details == null ? null : details.style().locale().toLanguageTag(),
                details == null ? null : details.style().timeZone().getId(),
                details == null ? null : details.host(),
                details == null ? null : details.room(),
                details == null ? null : details.sender(),
                details == null ? List.of() : details.recipients(),
                details == null
                        ? List.of()
                        : details.mentions().stream().map(MentionView::of).toList(),
                FallbackView.of(fallback),
                report.state().name().toLowerCase(Locale.ROOT),
                report.state() == TargetReport.State.THROTTLED ? status.throttledUntil() : null,
                status.blockedSince(),
                status.pending(),
                status.parked(),
                oldest,
                oldest == null ? null : Duration.between(oldest, sampledAt).toMillis() / 1000.0);
    }
}
