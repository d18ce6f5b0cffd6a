package io.tocsin.intake;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tocsin.alert.Severity;
import io.tocsin.delivery.RoutingTrail.OmittedTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the routes do with a notification.
 *
 * @param at when it would have arrived
 * @param alerts how many alerts it lists, without the Watchdog alert
 * @param truncatedAlerts how many more were left out by the sender
 * @param watchdogAlerts how many Watchdog alerts were removed before routing
 * @param cases its alerts, those together that no route can distinguish, at most {@value #MOST_CASES}
 * @param moreCases how many more there are; the deliveries contain them too
 * @param deliveries what would be sent; a store may still know that it is a duplicate
 * @param omitted the configured targets that get nothing, and why
 */
public record RouteExplanation(
        Instant at,
        int alerts,
        long truncatedAlerts,
        int watchdogAlerts,
        List<Case> cases,
        int moreCases,
        List<WouldSend> deliveries,
        List<OmittedTarget> omitted) {

    /** How many cases are explained. */
    public static final int MOST_CASES = 20;

    /** How many routes of a case that did not match are explained. */
    public static final int MOST_ROUTES = 500;

    /**
     * Alerts with the same routes.
     *
     * @param alerts the indexes of the alerts, without the Watchdog alert; empty when all were left out by the sender
     * @param labels those of their labels that any route matches
     * @param severity their highest severity as they spell it; empty when they have none
     * @param level what that severity means
     * @param routes each route in its order, at most {@value RouteExplanation#MOST_ROUTES} that did not match
     * @param moreRoutes how many more routes did not match
     */
    @Schema(name = "ExplainedCase")
    public record Case(
            List<Integer> alerts,
            Map<String, String> labels,
            String severity,
            Severity.Level level,
            List<Tried> routes,
            int moreRoutes) {}

    /**
     * A route.
     *
     * @param index its place under {@code tocsin.alert.routes}, from 0
     * @param verdict whether it matched
     * @param matchers its matchers; none matches every alert
     * @param targets the names of its targets
     * @param continues whether the routes after it are tried as well
     */
    @Schema(name = "ExplainedRoute")
    public record Tried(int index, Verdict verdict, List<Compared> matchers, List<String> targets, boolean continues) {}

    /** The result of a route. */
    public enum Verdict {
        MATCHED,
        NOT_MATCHED,
        /** A route before it matched and does not continue. */
        NOT_TRIED
    }

    /**
     * A matcher and what it was compared with.
     *
     * @param matcher the matcher, in Alertmanager's syntax
     * @param value the label's value; empty when there is no such label
     * @param matches whether it matches
     */
    @Schema(name = "ExplainedMatcher")
    public record Compared(String matcher, String value, boolean matches) {}

    /**
     * A delivery that would be made.
     *
     * @param target the target's name
     * @param channel its channel
     * @param alerts which alerts, as indexes; null for all
     * @param severity the highest severity of its alerts as they spell it
     * @param mentions who is mentioned; people with most of their number or id hidden
     * @param fallbacks where it also goes when it is not delivered in time, and from there again
     */
    @Schema(name = "ExplainedDelivery")
    public record WouldSend(
            String target,
            String channel,
            @Nullable List<Integer> alerts,
            String severity,
            List<String> mentions,
            List<FallbackStep> fallbacks) {}

    /**
     * One step of a chain of fallbacks.
     *
     * @param target the fallback
     * @param afterSeconds how long the delivery before it is pending first
     * @param applies whether it gets a delivery: not when a route leads there anyway, and not with {@code send-resolved: false}
     *     when nothing fires
     */
    @Schema(name = "ExplainedFallback")
    public record FallbackStep(String target, long afterSeconds, boolean applies) {

        /** The same time as a duration. */
        public Duration after() {
            return Duration.ofSeconds(afterSeconds);
        }
    }
}
