package io.tocsin.channel.template;

import static io.tocsin.channel.Samples.CHINESE;
import static io.tocsin.channel.Samples.ENGLISH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.Text;
import io.tocsin.channel.Message;
import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.Samples;
import io.tocsin.channel.render.MessageView;
import io.tocsin.channel.template.model.TemplatePart;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BuiltInTemplatesTests {

    private static final MessageTemplates TEMPLATES = MessageTemplates.builtIn();

    private static String render(TemplatePart part, Message message, MessageStyle style) {
        return TEMPLATES.render(part, TemplateInput.of(MessageView.of(message, style)));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BODY")
    void each_passes_the_check_that_is_made_of_others(TemplatePart part) {
        assertThatNoException().isThrownBy(() -> TEMPLATES.replace(Map.of(part, MessageTemplates.builtIn(part))));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BODY")
    void whatever_the_alerts_are_each_tells_them_within_its_size(TemplatePart part) {
        for (MessageStyle style : List.of(ENGLISH, CHINESE)) {
            for (Message message : List.of(Samples.hostile(), Samples.huge(), Samples.message(List.of(), 0))) {
                assertThat(Text.utf8Length(render(part, message, style))).isBetween(1, part.maxBytes());
            }
            for (int seed = 0; seed < 25; seed++) {
                String told = render(part, Samples.random(seed), style);
                assertThat(Text.utf8Length(told)).isBetween(1, part.maxBytes());
                assertThat(told).contains(part.isBody() ? "oncall-" + seed : "");
                assertThat(told).doesNotContainPattern("[\\p{Cc}&&[^\\n]]");
            }
        }
    }

    private static Message labelled(int labels, int alerts) {
        Map<String, String> all = new HashMap<>(Map.of("alertname", "Many", "severity", "critical"));
        IntStream.range(0, labels).forEach(n -> all.put("l%04d".formatted(n), "value-%04d".formatted(n)));
        Map<String, String> texts =
                Map.of("summary", "s", "description", "word ".repeat(600) + "the end", "impact", "x".repeat(700) + "!");
        return Samples.message(IntStream.range(0, alerts)
                .mapToObj(n -> {
                    Map<String, String> own = new HashMap<>(all);
                    own.put("instance", "host-" + n);
                    return Samples.alert(AlertStatus.FIRING, own, texts);
                })
                .toArray(Alert[]::new));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BODY")
    void nothing_is_cut_while_there_is_room(TemplatePart part) {
        if (part.isBody() && part.maxBytes() > 10_000) {
            assertThat(render(part, labelled(60, 1), ENGLISH))
                    .contains("the end", "value-0000", "value-0059", "x!")
                    .doesNotContain("…");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BODY")
    void what_is_cut_says_so(TemplatePart part) {
        if (part.isBody()) {
            for (Message message : List.of(labelled(3_000, 1), labelled(150, 40))) {
                String told = render(part, message, ENGLISH);
                assertThat(told).contains("…");
                if (part.file().startsWith("email/")) {
                    assertThat(told).containsPattern("\\d+ more labels");
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BODY")
    void a_link_that_is_too_long_is_in_mails_and_named_in_chats(TemplatePart part) {
        String url = "http://prom.example:9090/graph?g0.expr=" + "a".repeat(3_000);
        Alert alert = new Alert(
                AlertStatus.FIRING, Map.of("alertname", "A"), Map.of(), Samples.START, null, url, null, null, "f");
        if (part.isBody()) {
            boolean mail = part.file().startsWith("email/");
            assertThat(render(part, Samples.message(alert), ENGLISH))
                    .contains(mail ? url : "Graph (the link is too long for this message)")
                    .doesNotContain(mail ? "too long" : url);
        }
    }

    @Test
    void what_an_alert_says_is_text_in_html() {
        String html = render(TemplatePart.EMAIL_HTML, Samples.hostile(), ENGLISH);
        String withoutOurs = html.replaceAll(
                "<(/?(html|head|title|body|div|table|tr|td|span|b|br|a)\\b[^<>]*" + "|!DOCTYPE html|meta [^<>]*)>", "");

        assertThat(withoutOurs)
                .doesNotContain("<")
                .contains("&lt;/b&gt;", "&lt;font color=red&gt;", "&lt;!channel&gt;");
        assertThat(html.replaceAll("href=\"https?://[^\"<> ]+\"", "")).doesNotContain("href");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BODY")
    void no_word_in_a_template_escapes_translation(TemplatePart part) {
        String literal = MessageTemplates.builtIn(part)
                .replaceAll("(?s)<#--.*?-->", "")
                .replaceAll("\\$\\{[^}]*}", "")
                .replaceAll("</?[#@][^>]*>", "")
                .replaceAll("(?s)</?[a-zA-Z!][^>]*>", "")
                .replaceAll("&[a-z]+;|&#\\d+;", "")
                .replace("Tocsin", "");

        assertThat(literal).doesNotContainPattern("\\p{L}");
    }

    @Test
    void both_languages_have_every_text() throws IOException {
        Properties english = properties("/messages/channel.properties");
        Properties chinese = properties("/messages/channel_zh_CN.properties");

        assertThat(new TreeSet<>(chinese.stringPropertyNames()))
                .isEqualTo(new TreeSet<>(english.stringPropertyNames()));
        for (String key : english.stringPropertyNames()) {
            assertThat(chinese.getProperty(key)).as(key).isNotNull();
            assertThat(arguments(chinese.getProperty(key))).as(key).isEqualTo(arguments(english.getProperty(key)));
            if (!key.equals("unit.separator")) {
                assertThat(chinese.getProperty(key)).as(key).containsPattern("\\p{IsHan}|，");
            }
        }
    }

    private static long arguments(String text) {
        return text.chars().filter(character -> character == '{').count();
    }

    private static Properties properties(String file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader =
                new InputStreamReader(BuiltInTemplatesTests.class.getResourceAsStream(file), StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        return properties;
    }
}
