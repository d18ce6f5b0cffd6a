package io.tocsin.delivery;

import java.util.List;

/**
 * Why a notification went to its targets and not to the others, as it was decided when it arrived; stored with it as JSON.
 *
 * @param routed whether the routes chose its targets; false for a test message and for an alert that Tocsin raised by itself
 * @param routes the routes that matched one of its alerts, in their order, at most {@value #MOST_ROUTES}
 * @param moreRoutes how many more routes matched
 * @param omitted the targets that it was not sent to, at most {@value #MOST_OMITTED}
 * @param moreOmitted how many more targets it was not sent to
 */
public record RoutingTrail(
        boolean routed, List<MatchedRoute> routes, int moreRoutes, List<OmittedTarget> omitted, int moreOmitted) {

    /** The trail of a notification whose targets were not chosen by routes. */
    public static final RoutingTrail NOT_ROUTED = new RoutingTrail(false, List.of(), 0, List.of(), 0);

    private static final int MOST_ROUTES = 50;
    private static final int MOST_OMITTED = 200;

    /** The trail of a notification whose targets were chosen by routes. */
    public static RoutingTrail of(List<MatchedRoute> routes, List<OmittedTarget> omitted) {
        return new RoutingTrail(
                true,
                List.copyOf(routes.subList(0, Math.min(MOST_ROUTES, routes.size()))),
                Math.max(0, routes.size() - MOST_ROUTES),
                List.copyOf(omitted.subList(0, Math.min(MOST_OMITTED, omitted.size()))),
                Math.max(0, omitted.size() - MOST_OMITTED));
    }

    /**
     * A route that matched.
     *
     * @param index its place under {@code tocsin.alert.routes}, from 0
     * @param matchers its matchers; none matches every alert
     * @param targets the names of its targets
     * @param alerts how many alerts of the notification it matched
     */
    public record MatchedRoute(int index, List<String> matchers, List<String> targets, int alerts) {}

    /**
     * A configured target that the notification was not sent to.
     *
     * @param target its name
     * @param reason why not
     */
    public record OmittedTarget(String target, Reason reason) {}

    /** Why a notification was not sent to a target. */
    public enum Reason {
        /** No route that names it was reached by any of the alerts. */
        NO_ROUTE,
        /** All alerts that go there are resolved, and it has {@code send-resolved: false}. */
        RESOLVED
    }
}
