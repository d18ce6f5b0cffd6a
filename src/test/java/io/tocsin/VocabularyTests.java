package io.tocsin;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Comments, messages and the documentation use the glossary's words. The glossary's own list is checked in the documentation by
 * {@link DocumentationTests}; here are the words that have no other meaning, for the code as well.
 */
class VocabularyTests {

    private static final Map<Pattern, String> BETTER = new LinkedHashMap<>();

    static {
        Stream.of(
                        "anew -> again",
                        "lest -> so that ... not",
                        "in vain -> without success",
                        "whom -> who, which; recipient, receiver, target",
                        "heard of -> received",
                        "mend|mends|mended|mending -> fix",
                        "fares -> the state of",
                        "tells of|tell of|told of -> reports, contains",
                        "besides -> also, in addition",
                        "borne -> allowed",
                        "trifle -> small write",
                        "leave it away|leaves away -> omit",
                        "handed on|hand over|hands over -> forwarded, passed",
                        "not configured any more -> no longer configured",
                        "what is watched -> what is monitored",
                        "whoever|whomever -> the technical subject")
                .map(line -> line.split(" -> "))
                .forEach(pair -> BETTER.put(Pattern.compile("(?i)\\b(" + pair[0] + ")\\b"), pair[1]));
    }

    @Test
    void code_and_documentation_use_the_words_of_the_glossary() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files()) {
            List<String> lines = Files.readAllLines(file);
            for (int i = 0; i < lines.size(); i++) {
                for (String problem : problems(lines.get(i))) {
                    found.add(file + ":" + (i + 1) + ": " + problem);
                }
            }
        }
        assertThat(found)
                .withFailMessage(
                        () -> found.stream().collect(joining("\n", "docs/glossary.md has better words:\n", "\n")))
                .isEmpty();
    }

    @Test
    void a_replaced_word_is_found_with_its_better_one() {
        assertThat(problems("    /** Whom to notify, lest it be lost. */"))
                .containsExactly(
                        "\"lest\": write so that ... not", "\"Whom\": write who, which; recipient, receiver, target");
        assertThat(problems("/** The latest amendment. */")).isEmpty();
        assertThat(problems("a test named `it_begins_anew`")).isEmpty();
    }

    private static List<String> problems(String line) {
        String text = line.replaceAll("`[^`]*`", "");
        return BETTER.entrySet().stream()
                .flatMap(word -> {
                    Matcher at = word.getKey().matcher(text);
                    return at.find()
                            ? Stream.of("\"" + at.group() + "\": write " + word.getValue())
                            : Stream.<String>empty();
                })
                .toList();
    }

    /** The glossary names the words itself. */
    private static List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>(List.of(Path.of("README.md"), Path.of("CHANGELOG.md")));
        try (Stream<Path> code = Files.walk(Path.of("src/main/java"));
                Stream<Path> docs = Files.list(Path.of("docs"))) {
            code.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
            docs.filter(file -> file.toString().endsWith(".md") && !file.endsWith("glossary.md"))
                    .forEach(files::add);
        }
        assertThat(files).hasSizeGreaterThan(400);
        return files;
    }
}
