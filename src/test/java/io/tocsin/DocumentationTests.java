package io.tocsin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documentation: its links lead somewhere, its languages keep pace, its words are those of the glossary. */
class DocumentationTests {

    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^(#{1,6}) (.+)$");
    private static final String CHINESE = ".zh-CN.md";

    static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        for (String folder : List.of(".", "docs", "monitoring")) {
            int depth = folder.equals("monitoring") ? 8 : 1;
            try (Stream<Path> files = Files.walk(Path.of(folder), depth)) {
                files.filter(file -> file.toString().endsWith(".md"))
                        .map(Path::normalize)
                        .forEach(pages::add);
            }
        }
        return pages.stream().sorted().toList();
    }

    static List<Path> chinesePages() throws IOException {
        return pages().stream()
                .filter(page -> page.toString().endsWith(CHINESE))
                .toList();
    }

    static List<Path> englishPages() throws IOException {
        return pages().stream()
                .filter(page -> !page.toString().endsWith(CHINESE))
                .filter(page -> !page.endsWith("glossary.md"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_relative_link_leads_to_a_file_and_a_heading_that_exist(Path page) throws IOException {
        List<String> broken = new ArrayList<>();
        for (MatchResult link : LINK.matcher(prose(page)).results().toList()) {
            String[] parts = link.group(1).split("#", 2);
            if (URI.create(parts[0]).isAbsolute()) {
                continue;
            }
            Path target =
                    parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
            boolean found = Files.exists(target)
                    && (parts.length == 1
                            || !target.toString().endsWith(".md")
                            || anchors(target).contains(parts[1]));
            if (!found) {
                broken.add(link.group(1));
            }
        }
        assertThat(broken).isEmpty();
    }

    /** A section that was added to one language only is seen here. */
    @ParameterizedTest
    @MethodSource("chinesePages")
    void a_chinese_page_has_the_sections_of_the_english_one(Path chinese) throws IOException {
        Path english = chinese.resolveSibling(chinese.getFileName().toString().replace(CHINESE, ".md"));
        assertThat(english).exists();
        if (!chinese.endsWith("api.zh-CN.md")) { // its examples are in the English page only, and it says so
            assertThat(levels(chinese)).as(chinese.toString()).isEqualTo(levels(english));
        }
    }

    @Test
    void every_runbook_is_there_in_chinese_under_the_same_name() throws IOException {
        assertThat(alerts("docs/runbooks.zh-CN.md")).isEqualTo(alerts("docs/runbooks.md"));
    }

    @ParameterizedTest
    @MethodSource("englishPages")
    void no_word_that_the_glossary_replaces_is_used(Path page) throws IOException {
        Set<String> replaced = replacedWords();
        assertThat(replaced).hasSizeGreaterThan(10);
        String text = prose(page).replaceAll("`[^`]*`", "");
        assertThat(replaced.stream()
                        .filter(word -> Pattern.compile("(?i)\\b" + word + "\\b")
                                .matcher(text)
                                .find()))
                .isEmpty();
    }

    /** The first column of the glossary's second table. */
    private static Set<String> replacedWords() throws IOException {
        String glossary = Files.readString(Path.of("docs", "glossary.md"));
        int start = glossary.indexOf("| not | but |\n");
        String table = glossary.substring(start, glossary.indexOf("\n\n", start));
        return Pattern.compile("(?m)^\\| ([^|-]+) \\|")
                .matcher(table)
                .results()
                .map(row -> row.group(1).trim())
                .filter(words -> !words.equals("not"))
                .flatMap(words -> Stream.of(words.split(", ")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Integer> levels(Path page) throws IOException {
        return HEADING.matcher(prose(page))
                .results()
                .map(heading -> heading.group(1).length())
                .toList();
    }

    private static List<String> alerts(String page) throws IOException {
        return Pattern.compile("(?m)^### (\\w+)$")
                .matcher(Files.readString(Path.of(page)))
                .results()
                .map(heading -> heading.group(1))
                .toList();
    }

    /** As GitHub and GitLab make them. */
    private static Set<String> anchors(Path page) throws IOException {
        return HEADING.matcher(prose(page))
                .results()
                .map(heading -> heading.group(2)
                        .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    /** Without blocks of code, in which a {@code #} begins a comment. */
    private static String prose(Path page) throws IOException {
        return Files.readString(page, StandardCharsets.UTF_8).replaceAll("(?ms)^ *```.*?^ *```$", "");
    }
}
