package io.tocsin.logs;

import java.util.List;

/**
 * The entries around an entry, from the oldest to the newest.
 *
 * @param before the entries just before it
 * @param entry the entry
 * @param after the entries just after it
 * @param partial true when a shard failed or the search timed out
 */
public record LogContext(List<LogEntry> before, LogEntry entry, List<LogEntry> after, boolean partial) {}
