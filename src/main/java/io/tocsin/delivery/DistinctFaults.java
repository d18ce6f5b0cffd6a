package io.tocsin.delivery;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/**
 * Which causes of an outage were logged: each is logged once, so that the log names the present cause and not only the first
 * one, and yet does not grow with the outage. Safe for use by several threads.
 */
public final class DistinctFaults {

    private final Set<String> known = new HashSet<>();

    /** Whether no fault of the same cause came since the last {@link #clear}. */
    public synchronized boolean isNew(Throwable fault) {
        return known.add(cause(fault));
    }

    /** Forgets them, because what failed works again. */
    public synchronized void clear() {
        known.clear();
    }

    /** Not the message, which may hold a time or a number that differs each time. */
    private static String cause(Throwable fault) {
        String cause = fault.getClass().getName();
        for (Throwable one = fault; one != null; one = one.getCause()) {
            cause = one.getClass().getName();
            if (one instanceof SQLException sql) {
                cause += " " + sql.getSQLState() + " " + sql.getErrorCode();
            }
        }
        return cause;
    }
}
