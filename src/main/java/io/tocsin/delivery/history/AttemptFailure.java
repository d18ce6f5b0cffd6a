package io.tocsin.delivery.history;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that failed.
 *
 * @param number which it was, from 1
 * @param at when it ended
 * @param reason why it failed, as in the metric label
 * @param detail what the provider said, free of secrets; null when it said nothing worth keeping
 */
public record AttemptFailure(
        int number, Instant at, String reason, @Nullable String detail) {}
