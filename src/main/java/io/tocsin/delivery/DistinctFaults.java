package io.tocsin.delivery;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which causes of an outage were logged: each is logged once, so that the log names the present cause and not only the first
 * one, and yet does not grow with the outage. Safe for use by several threads.
 */
public final class DistinctFaults {

    /** Of messages that differ each time in something else than numbers only so many are logged. */
    private static final int MOST = 20;

    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private final Set<String> known = new HashSet<>();

    /** Whether no fault of the same cause came since the last {@link #clear}. */
    public synchronized boolean isNew(Throwable fault) {
        return known.size() < MOST && known.add(cause(fault));
    }

    /** Forgets them, because what failed works again. */
    public synchronized void clear() {
        known.clear();
    }

    /** The types of all causes and the words of the last one, without numbers, which may differ each time. */
    private static String cause(Throwable fault) {
        StringBuilder cause = new StringBuilder();
        Throwable last = fault;
        for (Throwable one = fault; one != null; one = one.getCause()) {
            cause.append(one.getClass().getName()).append(' ');
            last = one;
        }
        return cause + NUMBER.matcher(String.valueOf(last.getMessage())).replaceAll("#");
    }
}
