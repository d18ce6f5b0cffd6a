package io.tocsin.monitoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A dashboard as Grafana is provisioned with it.
 *
 * @param file where it is
 * @param json all of it
 */
public record Dashboard(Path file, JsonNode json) {

    private static final Path ROOT = Path.of("monitoring", "grafana", "dashboards");

    /**
     * One question to Prometheus.
     *
     * @param dashboard the uid of its dashboard
     * @param panel the title of its panel
     * @param expression PromQL with Grafana's variables
     */
    public record Query(String dashboard, String panel, String expression) {

        /** The question with everything selected, over this range where Grafana chooses one. */
        public String substituted(String rateInterval) {
            return expression
                    .replace("$__rate_interval", rateInterval)
                    .replaceAll("\\$(job|instance|endpoint|target|container)\\b", ".+");
        }
    }

    /** All of them, by name. */
    public static List<Dashboard> all() {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(file -> new Dashboard(file, new JsonMapper().readTree(file.toFile())))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String uid() {
        return json.path("uid").asString();
    }

    /** The panels, those of collapsed rows included, rows themselves not. */
    public List<JsonNode> panels() {
        return json.path("panels")
                .valueStream()
                .flatMap(panel ->
                        Stream.concat(Stream.of(panel), panel.path("panels").valueStream()))
                .filter(panel -> !panel.path("type").asString().equals("row"))
                .toList();
    }

    /** The questions of all panels to Prometheus. */
    public List<Query> queries() {
        return panels().stream()
                .flatMap(panel -> panel.path("targets")
                        .valueStream()
                        .filter(target -> target.has("expr"))
                        .map(target -> new Query(
                                uid(),
                                panel.path("title").asString(),
                                target.path("expr").asString())))
                .toList();
    }

    /** The variable of this name; missing when there is none. */
    public JsonNode variable(String name) {
        return json.at("/templating/list")
                .valueStream()
                .filter(variable -> variable.path("name").asString().equals(name))
                .findFirst()
                .orElse(json.path("no such variable"));
    }
}
