package io.tocsin.configuration;

import io.swagger.v3.oas.annotations.media.Schema;
import io.tocsin.delivery.maintenance.ReplicaStore;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The state of the configuration, for operators.
 *
 * @param hash identifies everything that a reload applies, values of secrets included
 * @param since since when it is used
 * @param last the latest attempt to replace it; null before the first since the start
 * @param replica the name of the replica that answers
 * @param others the other replicas on the same store
 */
@Schema(name = "Configuration")
public record ConfigurationView(
        @Schema(
                description = "equal on replicas that would notify the same people in the same way",
                example = "2n9c0vm7y3k1d")
        String hash,

        Instant since,
        @Nullable Attempt last,
        String replica,
        List<Replica> others) {

    /**
     * An attempt to replace the configuration.
     *
     * @param at when
     * @param trigger what caused it
     * @param outcome whether the new one is used, or the earlier one still is
     * @param problems why it was refused
     * @param ignored properties that nothing reads
     * @param needRestart properties that have changed and that only a restart applies
     * @param removedTargets targets that are no longer configured; what waits for them is kept
     */
    @Schema(name = "ReloadAttempt")
    public record Attempt(
            Instant at,

            @Schema(allowableValues = {"request", "signal", "file"})
            String trigger,

            @Schema(allowableValues = {"applied", "refused"})
            String outcome,

            List<String> problems,
            List<String> ignored,
            List<String> needRestart,
            List<String> removedTargets) {

        static Attempt of(ReloadAttempt attempt) {
            return new Attempt(
                    attempt.at(),
                    attempt.trigger().name().toLowerCase(Locale.ROOT),
                    attempt.applied() ? "applied" : "refused",
                    attempt.problems(),
                    attempt.unknown(),
                    attempt.needRestart(),
                    attempt.removed());
        }
    }

    /**
     * Another replica.
     *
     * @param name the name of its host
     * @param hash identifies its configuration
     * @param differs whether it uses another configuration than this one
     * @param seenAt when it last reported
     */
    @Schema(name = "Replica")
    public record Replica(String name, String hash, boolean differs, Instant seenAt) {

        static Replica of(ReplicaStore.Replica replica, String hash) {
            return new Replica(
                    replica.name(),
                    replica.configuration(),
                    !replica.configuration().equals(hash),
                    replica.seenAt());
        }
    }
}
