package io.tocsin.channel;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The order of severities: critical, warning, info, then others by text, then none. */
public final class Severity {

    private static final List<String> KNOWN = List.of("critical", "warning", "info");

    /** The most severe first. */
    public static final Comparator<String> MOST_SEVERE_FIRST =
            Comparator.<String>comparingInt(Severity::rank).thenComparing(Comparator.naturalOrder());

    private Severity() {}

    private static int rank(String severity) {
        int known = KNOWN.indexOf(severity.toLowerCase(Locale.ROOT));
        if (known >= 0) {
            return known;
        }
        return severity.isEmpty() ? KNOWN.size() + 1 : KNOWN.size();
    }
}
