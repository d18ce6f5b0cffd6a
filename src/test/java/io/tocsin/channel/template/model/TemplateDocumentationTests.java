package io.tocsin.channel.template.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.channel.template.MessageTemplates;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/templates.md says what there is, and nothing else. */
class TemplateDocumentationTests {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\|");

    private static String documentation() throws IOException {
        return Files.readString(Path.of("docs/templates.md"));
    }

    private static List<String> rows(String heading) throws IOException {
        String section = documentation()
                .split("\n#+ " + Pattern.quote(heading) + "\n", 2)[1]
                .split("\n## ", 2)[0];
        return ROW.matcher(section).results().map(row -> row.group(1)).toList();
    }

    private static List<String> components(Class<? extends Record> type) {
        return Stream.of(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }

    @Test
    void every_name_is_explained_and_no_other() throws IOException {
        assertThat(rows("The message")).isEqualTo(components(MessageModel.class));
        assertThat(rows("An alert")).isEqualTo(components(AlertModel.class));
        assertThat(rows("A link")).isEqualTo(components(LinkModel.class));
    }

    @Test
    void every_file_is_listed() throws IOException {
        assertThat(Pattern.compile("(?m)^\\| `(\\w+/\\w+\\.ftl)` \\|")
                        .matcher(documentation())
                        .results()
                        .map(row -> row.group(1)))
                .containsExactlyElementsOf(
                        TemplatePart.FILES.stream().map(TemplatePart::file).toList());
    }

    @Test
    void the_example_can_be_used() throws IOException {
        List<String> examples = Pattern.compile("(?s)```ftl\n(.*?)```")
                .matcher(documentation())
                .results()
                .map((MatchResult example) -> example.group(1))
                .toList();
        MessageTemplates templates = MessageTemplates.builtIn();
        assertThat(examples).hasSize(2);
        templates.replace(Map.of(TemplatePart.SLACK_MESSAGE, examples.get(0)));
        templates.replace(Map.of(TemplatePart.EMAIL_SUBJECT, examples.get(1)));
    }
}
