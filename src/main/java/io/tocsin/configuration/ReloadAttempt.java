package io.tocsin.configuration;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;

/**
 * An attempt to replace the configuration.
 *
 * @param at when
 * @param trigger what caused it
 * @param applied whether the new configuration is used; otherwise the earlier one still is
 * @param problems why it was refused, as the check command reports it, without secrets; empty when it was applied
 * @param ignored properties that nothing reads, mostly misspelt ones
 * @param needRestart names of properties that have changed since the start and that only a restart applies
 * @param removedTargets the names of targets that are no longer configured; what waits for them is kept
 */
@Schema(name = "ReloadAttempt")
public record ReloadAttempt(
        Instant at,
        Trigger trigger,
        boolean applied,
        List<String> problems,
        List<String> ignored,
        List<String> needRestart,
        List<String> removedTargets) {

    /** What causes an attempt. */
    public enum Trigger {
        /** An operator's request. */
        REQUEST,
        /** SIGHUP. */
        SIGNAL,
        /** A change of a file or a mounted secret. */
        FILE
    }
}
