package io.tocsin.alert;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The one order of severities, which determines titles, colours, urgency and what is omitted: the names of {@code
 * tocsin.alert.severities}, from critical to warning; then any other name, because it may be as severe; then none; then info.
 */
public final class Severity {

    private static final int LONGEST = 100;

    /** The most severe first. */
    public static final Comparator<String> MOST_SEVERE_FIRST = Comparator.<String>comparingInt(Severity::rank)
            .thenComparing(severity -> isKnown(severity) ? "" : Text.cut(severity, LONGEST));

    private static volatile Order order = Order.of(SeverityProperties.DEFAULT);

    /** Ranks of names in lower case, and which of them are critical and info. */
    private record Order(Map<String, Integer> ranks, int unknown, Set<String> critical, Set<String> info) {

        static Order of(SeverityProperties names) {
            Map<String, Integer> ranks = new HashMap<>();
            List<String> firing = new ArrayList<>(names.criticalNames());
            firing.addAll(names.errorNames());
            firing.addAll(names.warningNames());
            firing.forEach(name -> ranks.putIfAbsent(key(name), ranks.size()));
            int unknown = ranks.size();
            // Two ranks for unknown names and for none.
            names.infoNames().forEach(name -> ranks.putIfAbsent(key(name), ranks.size() + 2));
            return new Order(Map.copyOf(ranks), unknown, keys(names.criticalNames()), keys(names.infoNames()));
        }

        private static Set<String> keys(List<String> names) {
            return Set.copyOf(names.stream().map(SeverityProperties::key).toList());
        }
    }

    private Severity() {}

    /** Applies the names of the configuration, for all messages from now on. */
    static void use(SeverityProperties names) {
        order = Order.of(names);
    }

    /** Whether it requires immediate action. */
    public static boolean isCritical(String severity) {
        return order.critical().contains(key(severity));
    }

    /** Whether it is known to require no action. */
    public static boolean isInfo(String severity) {
        return order.info().contains(key(severity));
    }

    private static boolean isKnown(String severity) {
        return order.ranks().containsKey(key(severity));
    }

    private static int rank(String severity) {
        Order now = order;
        String key = key(severity);
        return now.ranks().getOrDefault(key, key.isEmpty() ? now.unknown() + 1 : now.unknown());
    }

    private static String key(String severity) {
        return SeverityProperties.key(Text.cut(severity, LONGEST));
    }
}
