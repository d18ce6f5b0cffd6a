package io.tocsin.audit;

import java.time.Instant;
import java.util.List;

/** The storage of entries; every method throws a {@link RuntimeException} when the store fails. */
public interface AuditStore {

    /** Adds entries, all or none. */
    void append(List<AuditEntry> entries);

    /** The latest entries, newest first. */
    List<AuditEntry> latest(int most);

    /**
     * Deletes old entries.
     *
     * @param before of every action
     * @param failedBefore of {@link AuditLog#SIGN_IN_FAILED}: any client can cause those, so they are kept for a shorter time
     */
    void purge(Instant before, Instant failedBefore);
}
