package io.tocsin.logs;

import java.util.Map;

/** Recent numbers of entries by service and level. */
public interface LogCounts {

    /** The services that have no count of their own. */
    String OTHER = "other";

    /**
     * Counts the entries of the last {@code tocsin.logs.counts.window}.
     *
     * @param services how many services at most, those with the most entries; the others are counted together as {@link #OTHER}
     * @return by service, then by level as it was logged
     * @throws LogsUnavailableException when there is no complete answer in time
     */
    Map<String, Map<String, Long>> count(int services);
}
