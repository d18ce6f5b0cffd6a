package io.tocsin.check.mysql;

import io.tocsin.check.CheckFigure.Unit;
import io.tocsin.check.CheckSummary;
import java.util.OptionalDouble;

/** The figures of the database that are shown to people. */
final class MySqlSummary {

    private MySqlSummary() {}

    static void summarize(CheckSummary summary, MySqlFigures figures) {
        boolean readOnly =
                number(figures.variables().getOrDefault("read_only", "")).orElse(0) == 1;
        summary.fact("version", figures.variables().getOrDefault("version", ""))
                .fact("role", readOnly ? "read_only" : "read_write")
                .figure("latency", Unit.MILLISECONDS, figures.ping().toNanos() / 1e6, null);
        OptionalDouble most = number(figures.variables().getOrDefault("max_connections", ""));
        status(figures, "threads_connected")
                .ifPresent(threads -> summary.figure(
                        "connections", Unit.COUNT, threads, most.isPresent() ? most.getAsDouble() : null));
        status(figures, "threads_running").ifPresent(threads -> summary.figure("running", Unit.COUNT, threads, null));
        status(figures, "questions").ifPresent(questions -> summary.rate("queries", questions));
        status(figures, "slow_queries").ifPresent(slow -> summary.rate("slow_queries", slow));
    }

    private static OptionalDouble status(MySqlFigures figures, String name) {
        return number(figures.status().getOrDefault(name, ""));
    }

    private static OptionalDouble number(String text) {
        return MySqlValue.parse(text);
    }
}
