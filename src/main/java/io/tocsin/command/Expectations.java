package io.tocsin.command;

import io.tocsin.intake.RouteExplanation.WouldSend;
import io.tocsin.intake.RouteExplanations;
import io.tocsin.intake.UnreadablePayloadException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.SequenceNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file of expectations, a YAML list of {@code labels}, {@code targets} and perhaps {@code status: resolved}, compared with what
 * the routes do.
 *
 * @param size how many expectations it has
 * @param problems those that are not met, each with its file and line; or what is wrong with the file
 */
record Expectations(int size, List<String> problems) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Expectations read(String file, RouteExplanations explanations) {
        List<String> problems = new ArrayList<>();
        try {
            String text = Files.readString(Path.of(file));
            Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
            if (!(yaml.load(text) instanceof List<?> list)
                    || !(yaml.compose(new StringReader(text)) instanceof SequenceNode nodes)) {
                return new Expectations(0, List.of(file + ": must be a list of labels and targets"));
            }
            for (int i = 0; i < list.size(); i++) {
                int line = nodes.getValue().get(i).getStartMark().getLine() + 1;
                String problem = problem(list.get(i), explanations);
                if (!problem.isEmpty()) {
                    problems.add(file + ":" + line + ": " + problem);
                }
            }
            return new Expectations(list.size(), problems);
        } catch (IOException e) {
            return new Expectations(0, List.of(file + ": cannot be read"));
        } catch (YAMLException e) {
            return new Expectations(0, List.of(file + ": is not YAML: " + e.getMessage()));
        }
    }

    /** Empty when it is met. */
    private static String problem(Object expectation, RouteExplanations explanations) {
        if (!(expectation instanceof Map<?, ?> fields)
                || !(fields.get("labels") instanceof Map<?, ?> labels)
                || !(fields.get("targets") instanceof List<?> targets)
                || !List.of("labels", "targets", "status").containsAll(fields.keySet())) {
            return "needs labels and targets, and may have status: firing or resolved";
        }
        TreeSet<String> expected = new TreeSet<>();
        targets.forEach(target -> expected.add(String.valueOf(target)));
        Object status = fields.get("status");
        try {
            TreeSet<String> found = new TreeSet<>();
            byte[] body = JSON.writeValueAsBytes(
                    Map.of("labels", labels, "status", status == null ? "firing" : String.valueOf(status)));
            explanations.explain(body).deliveries().stream()
                    .map(WouldSend::target)
                    .forEach(found::add);
            return found.equals(expected) ? "" : labels + " goes to " + found + ", and not to " + expected;
        } catch (UnreadablePayloadException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
