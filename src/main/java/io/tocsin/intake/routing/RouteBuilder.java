package io.tocsin.intake.routing;

import io.tocsin.ConfigurationException;
import io.tocsin.alert.LabelMatcher;
import io.tocsin.channel.Target;
import io.tocsin.channel.Targets;
import io.tocsin.intake.AlertProperties.RouteProperties;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Builds routes from their configuration, and refuses every error that would lose alerts. */
final class RouteBuilder {

    private static final String ROUTES = "tocsin.alert.routes";

    private final Map<String, Target> targets;

    RouteBuilder(Targets targets) {
        this.targets = targets.all().stream().collect(Collectors.toMap(Target::name, Function.identity()));
    }

    /**
     * @throws ConfigurationException when a matcher or a target is wrong, or an alert could match no route
     */
    List<Route> build(List<RouteProperties> configured) {
        if (configured.isEmpty() && targets.isEmpty()) {
            return List.of();
        }
        checkDefault(configured);
        List<Route> routes = new ArrayList<>();
        for (int i = 0; i < configured.size(); i++) {
            routes.add(route(i, configured.get(i)));
        }
        return routes;
    }

    /** The names of the targets that no route leads to. */
    Set<String> unreached(List<Route> routes) {
        Set<String> names = new TreeSet<>(targets.keySet());
        routes.stream()
                .flatMap(route -> route.targets().stream())
                .map(Target::name)
                .forEach(names::remove);
        return names;
    }

    private void checkDefault(List<RouteProperties> configured) {
        int last = configured.size() - 1;
        if (configured.isEmpty()) {
            throw new ConfigurationException(
                    "Targets are configured (" + known() + ") but " + ROUTES + " is empty: no alert would reach them.",
                    "Add a route without matchers, the default, such as\n\n" + defaultRoute());
        }
        if (!configured.get(last).matchers().isEmpty()) {
            throw new ConfigurationException(
                    "The last route, " + ROUTES + "[" + last
                            + "], has matchers: an alert that matches none would be lost.",
                    "Add a route without matchers, the default, as the last one, such as\n\n" + defaultRoute());
        }
        for (int i = 0; i < last; i++) {
            if (configured.get(i).matchers().isEmpty() && !configured.get(i).continues()) {
                throw new ConfigurationException(
                        ROUTES + "[" + i
                                + "] has no matchers and takes every alert: the routes after it are never tried.",
                        "Move it to the end, give it matchers, or set continue: true on it.");
            }
        }
    }

    private Route route(int index, RouteProperties properties) {
        String path = ROUTES + "[" + index + "]";
        if (properties.targets().isEmpty()) {
            throw new ConfigurationException(
                    path + " names no target.",
                    "Name one or more under " + path + ".targets. Configured are: " + known() + ".");
        }
        Set<String> seen = new HashSet<>();
        List<Target> found = new ArrayList<>();
        for (String name : properties.targets()) {
            if (!seen.add(name)) {
                throw new ConfigurationException(
                        path + " names the target '" + name + "' twice.",
                        "Remove one of them from " + path + ".targets.");
            }
            found.add(target(path, name));
        }
        return Route.of(index, matchers(path, properties.matchers()), List.copyOf(found), properties.continues());
    }

    private Target target(String path, String name) {
        Target target = targets.get(name);
        if (target == null) {
            throw new ConfigurationException(
                    path + " names the target '" + name + "', which is not configured.",
                    targets.isEmpty()
                            ? "Configure it under tocsin.channel (docs/channels.md lists the channels); no target is"
                                    + " configured at all."
                            : "Correct the name, or configure it under tocsin.channel. Configured are: " + known()
                                    + ".");
        }
        return target;
    }

    private static List<LabelMatcher> matchers(String path, List<String> texts) {
        List<LabelMatcher> matchers = new ArrayList<>();
        for (String text : texts) {
            try {
                matchers.addAll(LabelMatcher.parse(text));
            } catch (IllegalArgumentException e) {
                throw new ConfigurationException(
                        path + " has a matcher that cannot be read: " + e.getMessage(),
                        "Correct it under " + path
                                + ".matchers; each is label, operator (=, !=, =~, !~) and value, such as"
                                + " severity=\"critical\".");
            }
        }
        return List.copyOf(matchers);
    }

    private String known() {
        return String.join(", ", new TreeSet<>(targets.keySet()));
    }

    private String defaultRoute() {
        String target = targets.isEmpty() ? "ops-mail" : new TreeSet<>(targets.keySet()).first();
        return "tocsin:\n  alert:\n    routes:\n      - targets: [" + target + "]";
    }
}
