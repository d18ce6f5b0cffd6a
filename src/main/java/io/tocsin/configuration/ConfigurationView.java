package io.tocsin.configuration;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tocsin.delivery.maintenance.ReplicaStore.Replica;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of the configuration, for operators.
 *
 * @param hash identifies everything that a reload applies, values of secrets included; equal on replicas that would notify the
 *     same people in the same way
 * @param since since when it is used
 * @param last the latest attempt to replace it; null before the first since the start
 * @param replica the name of the replica that answers
 * @param others the other replicas on the same store
 */
@Schema(name = "Configuration")
public record ConfigurationView(
        String hash, Instant since, @Nullable ReloadAttempt last, String replica, List<Replica> others) {}
