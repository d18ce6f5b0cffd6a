package io.tocsin.delivery;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which causes of an outage were logged. Each is logged once: the log names the present cause, not only the first one, and does
 * not grow with the outage. Thread-safe.
 */
public final class DistinctFaults {

    /** How many messages are logged that differ in more than numbers. */
    private static final int MOST = 20;

    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private final Set<String> known = new HashSet<>();

    /** Whether this cause is new since the last {@link #clear}. */
    public synchronized boolean isNew(Throwable fault) {
        return known.size() < MOST && known.add(cause(fault));
    }

    /** Forgets all causes, because the operation succeeds again. */
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
