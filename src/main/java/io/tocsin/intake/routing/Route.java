package io.tocsin.intake.routing;

import io.tocsin.alert.LabelMatcher;
import io.tocsin.channel.Target;
import io.tocsin.delivery.RoutingTrail.MatchedRoute;
import java.util.List;
import java.util.Map;

/**
 * A route.
 *
 * @param matchers matchers that an alert's labels must all match; none matches every alert
 * @param targets its targets, at least one
 * @param continues whether the routes after it are tried as well
 * @param shown its form for an operator, made once
 */
public record Route(List<LabelMatcher> matchers, List<Target> targets, boolean continues, MatchedRoute shown) {

    static Route of(int index, List<LabelMatcher> matchers, List<Target> targets, boolean continues) {
        List<String> texts = matchers.stream().map(LabelMatcher::toString).toList();
        List<String> names = targets.stream().map(Target::name).toList();
        return new Route(matchers, targets, continues, new MatchedRoute(index, texts, names, 0));
    }

    boolean matches(Map<String, String> labels) {
        return LabelMatcher.allMatch(matchers, labels);
    }
}
