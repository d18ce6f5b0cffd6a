package io.tocsin.intake.routing;

import io.tocsin.Reloadable;
import io.tocsin.alert.Alert;
import io.tocsin.alert.LabelMatcher;
import io.tocsin.channel.Target;
import io.tocsin.channel.Targets;
import io.tocsin.intake.IncomingNotification;
import io.tocsin.intake.routing.RoutingDecision.Case;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides which alerts of a notification go to which targets. */
public class AlertRouter implements Reloadable<AlertRouter> {

    private volatile Table table;

    /**
     * The routes of one configuration, with the targets that they belong to.
     *
     * @param routes in the order in which they are tried
     * @param targets all configured targets
     * @param names the labels that any route matches
     */
    private record Table(List<Route> routes, Collection<Target> targets, Set<String> names) {}

    AlertRouter(List<Route> routes, Targets targets) {
        this.table = new Table(
                List.copyOf(routes),
                targets.all(),
                routes.stream()
                        .flatMap(route -> route.matchers().stream())
                        .map(LabelMatcher::name)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public void replaceBy(AlertRouter other) {
        table = other.table;
    }

    /** Decides on a notification that has at least one alert, listed or omitted. */
    public RoutingDecision decide(IncomingNotification notification) {
        Table now = table;
        Map<Target, List<Integer>> reached = new LinkedHashMap<>();
        List<Alert> alerts = notification.alerts();
        // Alerts with equal values of these labels have the same routes: thousands of routes are tried once for all of
        // them.
        Map<Map<String, String>, Case> cases = new LinkedHashMap<>();
        Map<String, String> shared = notification.routingLabels();
        for (int i = 0; i < alerts.size(); i++) {
            Map<String, String> labels = new HashMap<>(shared);
            labels.putAll(alerts.get(i).labels());
            Case its = caseOf(now, labels, cases);
            its.alerts().add(i);
            reach(reached, its, i);
        }
        if (alerts.isEmpty() && notification.truncatedAlerts() > 0) {
            caseOf(now, sharedLabels(notification), cases)
                    .routes()
                    .forEach(route -> route.targets().forEach(target -> reached.put(target, List.of())));
        }
        return new RoutingDecision(notification, List.copyOf(cases.values()), reached, now.routes(), now.targets());
    }

    /** The names of the targets of the last route, which matches everything else; empty when there is no route. */
    public List<String> defaultTargets() {
        List<Route> routes = table.routes();
        return routes.isEmpty()
                ? List.of()
                : routes.get(routes.size() - 1).targets().stream()
                        .map(Target::name)
                        .toList();
    }

    private static Case caseOf(Table table, Map<String, String> labels, Map<Map<String, String>, Case> cases) {
        labels.keySet().retainAll(table.names());
        return cases.computeIfAbsent(labels, key -> new Case(key, matching(table.routes(), key), new ArrayList<>()));
    }

    private static void reach(Map<Target, List<Integer>> reached, Case its, int alert) {
        for (Route route : its.routes()) {
            for (Target target : route.targets()) {
                List<Integer> indexes = reached.computeIfAbsent(target, added -> new ArrayList<>());
                boolean reachedTwice = !indexes.isEmpty() && indexes.get(indexes.size() - 1) == alert;
                if (!reachedTwice) {
                    indexes.add(alert);
                }
            }
        }
    }

    private static List<Route> matching(List<Route> routes, Map<String, String> labels) {
        List<Route> matching = new ArrayList<>();
        for (Route route : routes) {
            if (route.matches(labels)) {
                matching.add(route);
                if (!route.continues()) {
                    break;
                }
            }
        }
        return matching;
    }

    private static Map<String, String> sharedLabels(IncomingNotification notification) {
        Map<String, String> labels = new HashMap<>(notification.routingLabels());
        labels.putAll(notification.groupLabels());
        labels.putAll(notification.commonLabels());
        return labels;
    }
}
