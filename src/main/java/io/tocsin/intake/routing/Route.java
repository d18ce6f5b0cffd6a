package io.tocsin.intake.routing;

import io.tocsin.alert.LabelMatcher;
import io.tocsin.channel.Target;
import java.util.List;
import java.util.Map;

/**
 * A route.
 *
 * @param matchers matchers that an alert's labels must all match; none matches every alert
 * @param targets its targets, at least one
 * @param continues whether the routes after it are tried as well
 */
record Route(List<LabelMatcher> matchers, List<Target> targets, boolean continues) {

    boolean matches(Map<String, String> labels) {
        return LabelMatcher.allMatch(matchers, labels);
    }
}
