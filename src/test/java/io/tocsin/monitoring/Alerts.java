package io.tocsin.monitoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The files under {@code monitoring/prometheus}. */
public final class Alerts {

    /** The folder of all of them. */
    public static final Path ROOT = Path.of("monitoring", "prometheus");

    private Alerts() {}

    /**
     * A rule: one of the names is empty.
     *
     * @param alert the name of an alert
     * @param recorded the name of a recorded series
     * @param expression PromQL
     * @param labels static labels
     * @param annotations templates of texts
     */
    public record Rule(
            String alert,
            String recorded,
            String expression,
            Map<String, String> labels,
            Map<String, String> annotations) {}

    /** All rules of all files. */
    public static List<Rule> rules() {
        return files("rules").stream().flatMap(file -> rules(file).stream()).toList();
    }

    /** The rules of one file. */
    static List<Rule> rules(Path file) {
        List<Rule> rules = new ArrayList<>();
        for (Object group : list(yaml(file).get("groups"))) {
            list(map(group).get("rules")).forEach(rule -> rules.add(rule(map(rule))));
        }
        return rules;
    }

    /** The alerts of all files. */
    public static List<Rule> alerts() {
        return rules().stream().filter(rule -> !rule.alert().isEmpty()).toList();
    }

    private static Rule rule(Map<String, Object> yaml) {
        return new Rule(
                String.valueOf(yaml.getOrDefault("alert", "")),
                String.valueOf(yaml.getOrDefault("record", "")),
                String.valueOf(yaml.get("expr")),
                texts(yaml.get("labels")),
                texts(yaml.get("annotations")));
    }

    /** The unit tests of all files, each as promtool reads it. */
    static List<Map<String, Object>> unitTests() {
        return files("tests").stream()
                .flatMap(file -> list(yaml(file).get("tests")).stream())
                .map(Alerts::map)
                .toList();
    }

    static List<Path> files(String folder) {
        try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".yml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, Object> yaml(Path file) {
        try {
            LoaderOptions options = new LoaderOptions();
            options.setMaxAliasesForCollections(1000);
            return map(new Yaml(new SafeConstructor(options)).load(Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> texts(Object yaml) {
        Map<String, String> texts = new java.util.TreeMap<>();
        map(yaml).forEach((name, value) -> texts.put(name, String.valueOf(value)));
        return texts;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object yaml) {
        return yaml == null ? Map.of() : (Map<String, Object>) yaml;
    }

    @SuppressWarnings("unchecked")
    static List<Object> list(Object yaml) {
        return yaml == null ? List.of() : (List<Object>) yaml;
    }
}
