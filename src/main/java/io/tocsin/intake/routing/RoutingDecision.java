package io.tocsin.intake.routing;

import io.tocsin.alert.AlertStatus;
import io.tocsin.channel.Target;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.RoutingTrail;
import io.tocsin.delivery.RoutingTrail.MatchedRoute;
import io.tocsin.delivery.RoutingTrail.OmittedTarget;
import io.tocsin.delivery.RoutingTrail.Reason;
import io.tocsin.intake.IncomingNotification;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which alerts of a notification go to which targets, and by which routes. What is sent, the stored trail and an explanation are
 * all read from it.
 *
 * @param notification what arrived
 * @param cases its alerts, those together that no route can distinguish
 * @param reached the targets that routes lead to, with the indexes of their alerts in ascending order
 * @param routes all routes, in the order in which they are tried
 * @param targets all configured targets
 */
public record RoutingDecision(
        IncomingNotification notification,
        List<Case> cases,
        Map<Target, List<Integer>> reached,
        List<Route> routes,
        Collection<Target> targets) {

    /**
     * Alerts with the same routes.
     *
     * @param labels the values of the labels that any route matches
     * @param routes the routes that matched, in their order
     * @param alerts the indexes of the alerts; empty when all alerts were left out by the sender
     */
    public record Case(Map<String, String> labels, List<Route> routes, List<Integer> alerts) {}

    /** One delivery for each target with matching alerts; empty when there is none. */
    public List<NewDelivery> deliveries() {
        List<NewDelivery> deliveries = new ArrayList<>(reached.size());
        int all = notification.alerts().size();
        reached.forEach((target, indexes) -> {
            if (isSent(target, indexes)) {
                deliveries.add(new NewDelivery(target.name(), indexes.size() == all ? null : indexes));
            }
        });
        return deliveries;
    }

    /** The configured targets that it is not sent to, in the order of their names, and why. */
    public List<OmittedTarget> omitted() {
        List<OmittedTarget> omitted = new ArrayList<>();
        for (Target target : targets) {
            List<Integer> indexes = reached.get(target);
            if (indexes == null) {
                omitted.add(new OmittedTarget(target.name(), Reason.NO_ROUTE));
            } else if (!isSent(target, indexes)) {
                omitted.add(new OmittedTarget(target.name(), Reason.RESOLVED));
            }
        }
        return omitted;
    }

    /** What is stored with the notification. */
    public RoutingTrail trail() {
        SortedMap<Integer, MatchedRoute> matched = new TreeMap<>();
        for (Case one : cases) {
            for (Route route : one.routes()) {
                MatchedRoute shown = route.shown();
                MatchedRoute known = matched.getOrDefault(shown.index(), shown);
                int alerts = known.alerts() + one.alerts().size();
                matched.put(shown.index(), new MatchedRoute(shown.index(), shown.matchers(), shown.targets(), alerts));
            }
        }
        return RoutingTrail.of(List.copyOf(matched.values()), omitted());
    }

    private boolean isSent(Target target, List<Integer> indexes) {
        return target.sendResolved() || fires(indexes);
    }

    /** A resolved group from which alerts were omitted may still be firing. */
    private boolean fires(List<Integer> indexes) {
        return notification.truncatedAlerts() > 0
                || indexes.stream()
                        .anyMatch(index -> notification.alerts().get(index).status() == AlertStatus.FIRING);
    }
}
