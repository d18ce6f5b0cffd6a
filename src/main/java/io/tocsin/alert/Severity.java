package io.tocsin.alert;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

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

    /** What a severity requires. */
    public enum Level {
        /** Immediate action. */
        CRITICAL,
        ERROR,
        WARNING,
        /** A name in no list: it may be as severe. */
        UNKNOWN,
        /** The alert has none. */
        NONE,
        /** No action. */
        INFO
    }

    /** Ranks and levels of names in lower case. */
    private record Order(Map<String, Integer> ranks, int unknown, Map<String, Level> levels) {

        static Order of(SeverityProperties names) {
            Map<String, Level> levels = new LinkedHashMap<>();
            names.criticalNames().forEach(name -> levels.putIfAbsent(key(name), Level.CRITICAL));
            names.errorNames().forEach(name -> levels.putIfAbsent(key(name), Level.ERROR));
            names.warningNames().forEach(name -> levels.putIfAbsent(key(name), Level.WARNING));
            int unknown = levels.size();
            names.infoNames().forEach(name -> levels.putIfAbsent(key(name), Level.INFO));
            Map<String, Integer> ranks = new HashMap<>();
            // Two ranks for unknown names and for none.
            levels.forEach((name, level) -> ranks.put(name, ranks.size() + (level == Level.INFO ? 2 : 0)));
            return new Order(Map.copyOf(ranks), unknown, Map.copyOf(levels));
        }
    }

    private Severity() {}

    /** Applies the names of the configuration, for all messages from now on. */
    static void use(SeverityProperties names) {
        order = Order.of(names);
    }

    /** The level of a name, ignoring case. */
    public static Level level(String severity) {
        String key = key(severity);
        return order.levels().getOrDefault(key, key.isEmpty() ? Level.NONE : Level.UNKNOWN);
    }

    /** Whether it requires immediate action. */
    public static boolean isCritical(String severity) {
        return level(severity) == Level.CRITICAL;
    }

    /** Whether it is known to require no action. */
    public static boolean isInfo(String severity) {
        return level(severity) == Level.INFO;
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
