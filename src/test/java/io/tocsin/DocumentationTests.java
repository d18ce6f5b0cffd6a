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
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The documentation: links lead somewhere, languages keep pace, classes exist. */
class DocumentationTests {

    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^(#{1,6}) (.+)$");
    private static final String CHINESE = ".zh-CN.md";
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    /** Names in the developer's pages that look like classes and are none of ours. */
    private static final Set<String> PRODUCTS =
            Set.of("DingTalk", "FreeMarker", "MariaDB", "MySQL", "NullAway", "NullMarked", "OpenAPI", "WeCom");

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

    @Test
    void the_readme_leads_to_every_page() throws IOException {
        assertThat(unlinked("README.md", false)).isEmpty();
        assertThat(unlinked("README.zh-CN.md", true)).isEmpty();
    }

    private static List<Path> unlinked(String readme, boolean chinese) throws IOException {
        String text = Files.readString(Path.of(readme));
        return pages().stream()
                .filter(page -> page.startsWith("docs"))
                .filter(page -> page.toString().endsWith(CHINESE) == chinese)
                .filter(page -> !text.contains("(" + page + ")"))
                .toList();
    }

    /** A section, or a row of a table, that was added to one language only is seen here. */
    @ParameterizedTest
    @MethodSource("chinesePages")
    void a_chinese_page_has_the_sections_and_rows_of_the_english_one(Path chinese) throws IOException {
        Path english = chinese.resolveSibling(chinese.getFileName().toString().replace(CHINESE, ".md"));
        assertThat(english).exists();
        if (!chinese.endsWith("api.zh-CN.md")) { // its examples are in the English page only, and it says so
            assertThat(levels(chinese)).as(chinese.toString()).isEqualTo(levels(english));
            assertThat(rows(chinese)).as(chinese.toString()).containsExactlyInAnyOrderElementsOf(rows(english));
        }
    }

    @Test
    void every_runbook_is_there_in_chinese_under_the_same_name() throws IOException {
        assertThat(alerts("docs/runbooks.zh-CN.md")).isEqualTo(alerts("docs/runbooks.md"));
    }

    /** The pages say where things are; a class that was renamed or moved away is seen here. */
    @ParameterizedTest
    @ValueSource(strings = {"docs/architecture.md", "docs/alert-path.md", "docs/store.md", "CONTRIBUTING.md"})
    void every_class_that_a_developers_page_names_exists(String page) throws IOException {
        Set<String> classes = classNames();
        assertThat(Pattern.compile("\\b[A-Z][a-z]+[A-Z][A-Za-z]+\\b")
                        .matcher(Files.readString(Path.of(page)))
                        .results()
                        .map(MatchResult::group)
                        .filter(name -> !PRODUCTS.contains(name) && !name.startsWith("Tocsin"))
                        .filter(name -> !classes.contains(name)))
                .isEmpty();
    }

    private static Set<String> classNames() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
    }

    private static List<Integer> levels(Path page) throws IOException {
        return HEADING.matcher(prose(page))
                .results()
                .map(heading -> heading.group(1).length())
                .toList();
    }

    /** What the first column of all tables quotes: properties, paths, reasons. */
    private static List<String> rows(Path page) throws IOException {
        return Pattern.compile("(?m)^ *\\| (.*?) \\| ")
                .matcher(prose(page))
                .results()
                .flatMap(row -> QUOTED.matcher(row.group(1)).results())
                .map(quoted -> quoted.group(1).replaceAll("<[^>]*>", "<>"))
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
    static String prose(Path page) throws IOException {
        return Files.readString(page, StandardCharsets.UTF_8).replaceAll("(?ms)^ *```.*?^ *```$", "");
    }
}
