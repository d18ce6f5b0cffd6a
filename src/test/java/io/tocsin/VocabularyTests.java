package io.tocsin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What people read uses the glossary's words: the documentation, the console, the rules, and the code's comments and messages. */
class VocabularyTests {

    /** Names of a column, of methods and of message keys. */
    private static final Set<String> NAMES = Set.of("told");

    static List<Path> pages() throws IOException {
        return DocumentationTests.englishPages();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void the_documentation_uses_the_words_of_the_glossary(Path page) throws IOException {
        assertThat(found(DocumentationTests.prose(page).replaceAll("`[^`]*`", ""), replacedWords()))
                .isEmpty();
    }

    @Test
    void code_console_and_rules_use_the_words_of_the_glossary() throws IOException {
        Set<String> replaced = replacedWords();
        replaced.removeAll(NAMES);
        List<Path> files = Stream.of(
                        "src/main/java", "src/main/resources/console", "src/main/resources/messages", "monitoring")
                .flatMap(VocabularyTests::texts)
                .toList();
        assertThat(files).hasSizeGreaterThan(400);
        for (Path file : files) {
            assertThat(found(Files.readString(file), replaced))
                    .as(file.toString())
                    .isEmpty();
        }
    }

    @Test
    void a_replaced_word_is_found() throws IOException {
        assertThat(found("/** Whom to notify, lest it be lost. */", replacedWords()))
                .containsExactly("lest", "whom");
        assertThat(found("/** The latest amendment. */", replacedWords())).isEmpty();
        assertThat(found("it_begins_anew", replacedWords())).isEmpty();
    }

    private static List<String> found(String text, Set<String> words) {
        return words.stream()
                .filter(word ->
                        Pattern.compile("(?i)\\b" + word + "\\b").matcher(text).find())
                .toList();
    }

    private static Stream<Path> texts(String folder) {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return files
                    .filter(file -> file.toString().matches(".*\\.(java|yml|yaml|ftlh)|.*/[a-z]+\\.properties"))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first column of the first table of the words that are not used. */
    private static Set<String> replacedWords() throws IOException {
        String glossary = Files.readString(Path.of("docs", "glossary.md"));
        int start = glossary.indexOf("| not | but |\n");
        Set<String> words = Pattern.compile("(?m)^\\| ([^|-]+) \\|")
                .matcher(glossary.substring(start, glossary.indexOf("\n\n", start)))
                .results()
                .map(row -> row.group(1).trim())
                .filter(row -> !row.equals("not"))
                .flatMap(row -> Stream.of(row.split(", ")))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(words).hasSizeGreaterThan(25);
        return words;
    }
}
