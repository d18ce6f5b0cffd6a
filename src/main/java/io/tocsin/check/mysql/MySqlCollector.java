package io.tocsin.check.mysql;

import io.tocsin.check.CheckCollector;
import io.tocsin.check.CheckResult;
import io.tocsin.check.CheckResult.Up;
import io.tocsin.check.Families;
import io.tocsin.check.Sampler;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ObjDoubleConsumer;
import java.util.regex.Pattern;

/**
 * The {@code mysql_*} families, by mysqld_exporter's names, types and labels: every number in global status and
 * variables, which are sets that the server fixes.
 */
class MySqlCollector extends CheckCollector<MySqlFigures> {

    /**
     * Characters that a family's name cannot have; a component's may have dots, which mysqld_exporter writes as underscores.
     */
    private static final Pattern NOT_IN_A_NAME = Pattern.compile("[^a-z0-9_]");

    /** More than any server has, so that a plugin cannot flood the scrape. */
    private static final int MOST = 2_000;

    MySqlCollector(Sampler<MySqlFigures> sampler) {
        super(sampler);
    }

    @Override
    protected void describe(Families families, CheckResult<MySqlFigures> result) {
        boolean answered = result instanceof Up;
        families.gauge("mysql_up", "1 when the database answered the last check", answered ? 1 : 0);
        if (result instanceof Up<MySqlFigures> up) {
            MySqlFigures figures = up.figures();
            each(figures.status(), new GlobalStatus(families)::add);
            each(
                    figures.variables(),
                    (name, value) ->
                            families.gauge("mysql_global_variables_" + name, "Global variable " + name, value));
            version(families, figures.variables());
            isolation(families, figures.variables());
            collector(families, "connection", 1, figures.ping());
            collector(families, "collect.global_status", 1, figures.statusTook());
            collector(families, "collect.global_variables", 1, figures.variablesTook());
        } else {
            collector(families, "connection", 0, result.latency());
        }
    }

    /** Of names that become equal, the one that was so from the start is kept. */
    private static void each(Map<String, String> values, ObjDoubleConsumer<String> consumer) {
        SortedMap<String, String> named = new TreeMap<>();
        new TreeMap<>(values).forEach((name, value) -> {
            String written = NOT_IN_A_NAME.matcher(name).replaceAll("_");
            if (written.equals(name) || !values.containsKey(written)) {
                named.put(written, value);
            }
        });
        named.entrySet().stream()
                .limit(MOST)
                .forEach(entry ->
                        MySqlValue.parse(entry.getValue()).ifPresent(value -> consumer.accept(entry.getKey(), value)));
    }

    private static void version(Families families, Map<String, String> variables) {
        families.info(
                "mysql_version",
                "What the server reports about itself",
                "innodb_version",
                variables.getOrDefault("innodb_version", ""),
                "version",
                variables.getOrDefault("version", ""),
                "version_comment",
                variables.getOrDefault("version_comment", ""));
    }

    /** The variable's name is MySQL's and a new MariaDB's, or an older MariaDB's. */
    private static void isolation(Families families, Map<String, String> variables) {
        String level = variables.getOrDefault("transaction_isolation", variables.getOrDefault("tx_isolation", ""));
        if (!level.isEmpty()) {
            families.gauge("mysql_transaction_isolation", "The level of isolation", 1, "level", level);
        }
    }

    private static void collector(Families families, String name, int success, Duration took) {
        families.gauge("mysql_exporter_collector_success", "1 when the part succeeded", success, "collector", name)
                .gauge(
                        "mysql_exporter_collector_duration_seconds",
                        "Duration of the part",
                        took.toNanos() / 1e9,
                        "collector",
                        name);
    }
}
