package io.tocsin.logs;

import java.util.Map;

/** How many entries of each service and level there were of late. */
public interface LogCounts {

    /** The services that have no count of their own. */
    String OTHER = "other";

    /**
     * Counts what was logged in {@code tocsin.logs.counts.window} up to now.
     *
     * @param services how many services at most, those with the most entries; the others are {@link #OTHER} together
     * @return by service, then by level as it was logged
     * @throws LogsUnavailableException when there is no answer in time, or only a part of it
     */
    Map<String, Map<String, Long>> count(int services);
}
