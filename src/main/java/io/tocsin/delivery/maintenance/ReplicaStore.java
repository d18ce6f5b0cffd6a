package io.tocsin.delivery.maintenance;

import java.time.Instant;
import java.util.List;

/** What replicas on a shared store know of each other; throws a {@link RuntimeException} when the store does not answer. */
public interface ReplicaStore {

    /**
     * A replica.
     *
     * @param id unique to this start of it
     * @param name the name of its host
     * @param configuration identifies the configuration that it uses
     * @param seenAt when it last reported
     */
    record Replica(String id, String name, String configuration, Instant seenAt) {}

    /** Records a replica, and forgets those that have not reported for five minutes. */
    void report(Replica self);

    /** All that have reported within three minutes, by name. On a store of one process this is none. */
    List<Replica> replicas(Instant now);
}
