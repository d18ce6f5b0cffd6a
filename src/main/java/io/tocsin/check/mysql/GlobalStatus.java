package io.tocsin.check.mysql;

import io.tocsin.check.Families;
import java.util.Set;

/** The {@code mysql_global_status_*} families: most are one untyped figure, some are labelled counters. */
final class GlobalStatus {

    private static final String PREFIX = "mysql_global_status_";
    private static final String PAGES = "innodb_buffer_pool_pages_";

    /** Shown from the start; the other commands, some 150, once they were used. */
    private static final Set<String> COMMANDS =
            Set.of("select", "insert", "update", "delete", "replace", "commit", "rollback", "begin");

    private final Families families;

    GlobalStatus(Families families) {
        this.families = families;
    }

    /** Adds one status variable. */
    void add(String name, double value) {
        if (name.startsWith("com_")) {
            command(name.substring("com_".length()), value);
        } else if (name.startsWith(PAGES)) {
            pages(name.substring(PAGES.length()), value);
        } else if (!labelled(name, value)) {
            families.untyped(PREFIX + name, "Global status " + name, value);
        }
    }

    private boolean labelled(String name, double value) {
        return counter(name, "handler_", "handlers", "handler", "Calls of the storage engine's handlers", value)
                || counter(name, "connection_errors_", "connection_errors", "error", "Refused connections", value)
                || counter(name, "innodb_rows_", "innodb_row_ops", "operation", "Rows touched in InnoDB", value)
                || counter(
                        name,
                        "performance_schema_",
                        "performance_schema_lost",
                        "instrumentation",
                        "Instrumentations that could not be loaded or created",
                        value);
    }

    private boolean counter(String name, String prefix, String family, String label, String help, double value) {
        if (!name.startsWith(prefix)) {
            return false;
        }
        families.counter(PREFIX + family, help, value, label, name.substring(prefix.length()));
        return true;
    }

    private void command(String command, double value) {
        if (value > 0 || COMMANDS.contains(command)) {
            families.counter(PREFIX + "commands", "Statements by command", value, "command", command);
        }
    }

    private void pages(String kind, double value) {
        switch (kind) {
            case "data", "free", "misc", "old" ->
                families.gauge(PREFIX + "buffer_pool_pages", "Pages of the buffer pool", value, "state", kind);
            case "dirty" -> families.gauge(PREFIX + "buffer_pool_dirty_pages", "Dirty pages of the buffer pool", value);
            case "total" -> {}
            default ->
                families.counter(
                        PREFIX + "buffer_pool_page_changes",
                        "Changes of pages of the buffer pool",
                        value,
                        "operation",
                        kind);
        }
    }
}
