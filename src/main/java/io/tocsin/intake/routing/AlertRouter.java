package io.tocsin.intake.routing;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.LabelMatcher;
import io.tocsin.channel.Target;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.intake.IncomingNotification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides which alerts of a notification go to which targets. */
public class AlertRouter {

    private final List<Route> routes;
    /** The labels that any route matches. */
    private final Set<String> names;

    AlertRouter(List<Route> routes) {
        this.routes = List.copyOf(routes);
        this.names = routes.stream()
                .flatMap(route -> route.matchers().stream())
                .map(LabelMatcher::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** One delivery for each target with matching alerts; empty when there is none. */
    public List<NewDelivery> route(IncomingNotification notification) {
        Map<Target, List<Integer>> reached = new LinkedHashMap<>();
        List<Alert> alerts = notification.alerts();
        // Alerts with equal values of these labels have the same routes: thousands of routes are tried once for all of
        // them.
        Map<Map<String, String>, List<Target>> known = new HashMap<>();
        Map<String, String> shared = notification.routingLabels();
        for (int i = 0; i < alerts.size(); i++) {
            Map<String, String> labels = new HashMap<>(shared);
            labels.putAll(alerts.get(i).labels());
            labels.keySet().retainAll(names);
            reach(reached, known.computeIfAbsent(labels, this::targets), i);
        }
        if (alerts.isEmpty() && notification.truncatedAlerts() > 0) {
            targets(sharedLabels(notification)).forEach(target -> reached.put(target, List.of()));
        }
        List<NewDelivery> deliveries = new ArrayList<>(reached.size());
        reached.forEach((target, indexes) -> {
            if (target.sendResolved() || fires(notification, indexes)) {
                deliveries.add(new NewDelivery(target.name(), indexes.size() == alerts.size() ? null : indexes));
            }
        });
        return deliveries;
    }

    /** The names of the targets of the last route, which matches everything else; empty when there is no route. */
    public List<String> defaultTargets() {
        return routes.isEmpty()
                ? List.of()
                : routes.get(routes.size() - 1).targets().stream()
                        .map(Target::name)
                        .toList();
    }

    private static void reach(Map<Target, List<Integer>> reached, List<Target> targets, int alert) {
        for (Target target : targets) {
            List<Integer> indexes = reached.computeIfAbsent(target, added -> new ArrayList<>());
            boolean reachedTwice = !indexes.isEmpty() && indexes.get(indexes.size() - 1) == alert;
            if (!reachedTwice) {
                indexes.add(alert);
            }
        }
    }

    private List<Target> targets(Map<String, String> labels) {
        List<Target> targets = List.of();
        for (Route route : routes) {
            if (route.matches(labels)) {
                targets = targets.isEmpty() ? route.targets() : joined(targets, route.targets());
                if (!route.continues()) {
                    break;
                }
            }
        }
        return targets;
    }

    private static List<Target> joined(List<Target> some, List<Target> more) {
        List<Target> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    private static Map<String, String> sharedLabels(IncomingNotification notification) {
        Map<String, String> labels = new HashMap<>(notification.routingLabels());
        labels.putAll(notification.groupLabels());
        labels.putAll(notification.commonLabels());
        return labels;
    }

    /** A resolved group from which alerts were omitted may still be firing. */
    private static boolean fires(IncomingNotification notification, List<Integer> indexes) {
        return notification.truncatedAlerts() > 0
                || indexes.stream()
                        .anyMatch(index -> notification.alerts().get(index).status() == AlertStatus.FIRING);
    }
}
