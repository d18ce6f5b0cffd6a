package io.tocsin.metrics.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Names endpoints by their route template, up to a limit. */
final class Endpoints {

    /** Requests without a route: unknown paths, wrong methods, refused callers. */
    static final String UNKNOWN = "UNKNOWN";

    /** Every endpoint beyond the limit. */
    static final String OTHER = "other";

    private final int most;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    Endpoints(int most) {
        this.most = most;
    }

    /**
     * The label value of a route.
     *
     * @param template the route template; null or a catch-all when no route matched
     */
    String label(@Nullable Object template) {
        if (!(template instanceof String route) || route.equals("/**")) {
            return UNKNOWN;
        }
        if (known.contains(route)) {
            return route;
        }
        return admitted(route) ? route : OTHER;
    }

    private synchronized boolean admitted(String route) {
        return known.contains(route) || (known.size() < most && known.add(route));
    }
}
