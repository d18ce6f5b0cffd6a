package io.tocsin.channel.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.ConfigurationException;
import io.tocsin.channel.LogCapture;
import io.tocsin.channel.Samples;
import io.tocsin.channel.render.MessageView;
import io.tocsin.channel.render.RenderLimit;
import io.tocsin.channel.template.model.TemplatePart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

class TemplateDirectoryTests {

    @TempDir
    private Path directory;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(TemplateProperties.class)
    @Import({MessageTemplates.class, RenderLimit.class, TemplateReload.class})
    static class Context {}

    private ApplicationContextRunner context;

    @BeforeEach
    void configure() {
        context = new ApplicationContextRunner()
                .withUserConfiguration(Context.class)
                .withBean(SimpleMeterRegistry.class, () -> meters)
                .withPropertyValues("tocsin.channel.templates.directory=" + directory);
    }

    private void write(String file, String source) throws IOException {
        Path path = directory.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, source);
    }

    private static String subject(MessageTemplates templates) {
        return templates.render(
                TemplatePart.EMAIL_SUBJECT,
                TemplateInput.of(
                        MessageView.of(Samples.message(Samples.firing("10.0.0.1:9100", "critical")), Samples.ENGLISH)));
    }

    private double reloads(String outcome) {
        return meters.get("tocsin.template.reloads")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    @Test
    void an_empty_directory_leaves_the_built_in_templates() {
        context.run(started ->
                assertThat(subject(started.getBean(MessageTemplates.class))).isEqualTo("[FIRING:1 critical] HighCPU"));
    }

    @Test
    void a_change_is_put_in_force_and_a_broken_one_leaves_the_last_good_one() throws IOException {
        write("email/subject.ftl", "one ${about}");
        context.run(started -> {
            MessageTemplates templates = started.getBean(MessageTemplates.class);
            TemplateReload reload = started.getBean(TemplateReload.class);
            assertThat(subject(templates)).isEqualTo("one HighCPU");

            write("email/subject.ftl", "two ${about}");
            reload.look();
            reload.look();
            assertThat(subject(templates)).isEqualTo("two HighCPU");
            assertThat(reloads("applied")).isEqualTo(1);

            try (LogCapture log = new LogCapture()) {
                write("email/subject.ftl", "three ${abuot}");
                reload.look();
                reload.look();
                assertThat(subject(templates)).isEqualTo("two HighCPU");
                assertThat(reloads("refused")).isEqualTo(1);
                assertThat(log.lines().stream().filter(line -> line.startsWith(TemplateReload.class.getName())))
                        .singleElement()
                        .asString()
                        .contains("the last good ones stay: email/subject.ftl, line 1, column 9:", "==> abuot");
            }

            write("email/subject.ftl", "four ${about}");
            reload.look();
            assertThat(subject(templates)).isEqualTo("four HighCPU");

            Files.delete(directory.resolve("email/subject.ftl"));
            reload.look();
            assertThat(subject(templates)).isEqualTo("[FIRING:1 critical] HighCPU");
            assertThat(reloads("applied")).isEqualTo(3);
        });
    }

    @Test
    void a_directory_that_goes_away_changes_nothing_until_it_is_back() throws IOException {
        write("email/subject.ftl", "one ${about}");
        context.run(started -> {
            MessageTemplates templates = started.getBean(MessageTemplates.class);
            Path away = directory.resolveSibling("away");
            Files.move(directory, away);
            started.getBean(TemplateReload.class).look();
            assertThat(subject(templates)).isEqualTo("one HighCPU");
            assertThat(reloads("refused")).isEqualTo(1);
            Files.move(away, directory);
            started.getBean(TemplateReload.class).look();
            assertThat(subject(templates)).isEqualTo("one HighCPU");
        });
    }

    @Test
    void a_config_map_as_kubernetes_mounts_it_is_read() throws IOException {
        write("..2026_11_22/subject.ftl", "mounted ${about}");
        Files.createSymbolicLink(directory.resolve("..data"), Path.of("..2026_11_22"));
        Files.createDirectory(directory.resolve("email"));
        Files.createSymbolicLink(directory.resolve("email/subject.ftl"), Path.of("../..data/subject.ftl"));
        write("README.md", "not a template");

        context.run(started ->
                assertThat(subject(started.getBean(MessageTemplates.class))).isEqualTo("mounted HighCPU"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "slack/message.ftl | ${delivery | slack/message.ftl, line 1, column",
                "slack/message.ftl | <#if x> | slack/message.ftl, line 1, column",
                "slack/message.ftl | ${deliverry} | slack/message.ftl, line 1, column 3: The following has evaluated to null"
                        + " or missing: ==> deliverry",
                "slack/message.ftl | ${delivery} ${full[0].name} | (tried with the sample message 'no alert, en')",
                "email/subject.ftl | ${''} | email/subject.ftl: it writes nothing",
                "email/subject.ftl | <#list 1..500 as n>long</#list> | email/subject.ftl: too long, however few alerts it is given:"
                        + " at most 1000 bytes fit",
                "email/html.ftl | ${title?no_esc} | email/html.ftl, line 1, column",
                "slack/mesage.ftl | x | no template has this name; there are email/subject.ftl, email/text.ftl",
                "subject.ftl | x | no template has this name",
            })
    void a_mistake_stops_the_start_and_says_where_and_what(String file, String source, String words)
            throws IOException {
        write(file, source);
        context.run(failed -> assertThat(failed)
                .getFailure()
                .hasRootCauseInstanceOf(ConfigurationException.class)
                .rootCause()
                .hasMessageContaining(words));
    }

    @Test
    void a_file_that_is_not_text_stops_the_start() throws IOException {
        Files.createDirectory(directory.resolve("email"));
        Files.write(directory.resolve("email/text.ftl"), "告警".getBytes(StandardCharsets.UTF_16));
        context.run(failed ->
                assertThat(failed).getFailure().rootCause().hasMessageEndingWith("email/text.ftl: is not UTF-8"));
    }

    @Test
    void a_directory_that_is_none_stops_the_start() {
        context.withPropertyValues("tocsin.channel.templates.directory=" + directory.resolve("absent"))
                .run(failed -> {
                    Throwable cause = failed.getStartupFailure();
                    while (cause.getCause() != null) {
                        cause = cause.getCause();
                    }
                    assertThat(cause).isInstanceOfSatisfying(ConfigurationException.class, refused -> {
                        assertThat(refused.getMessage())
                                .startsWith("tocsin.channel.templates.directory: ")
                                .endsWith("absent is not a directory");
                        assertThat(refused.action()).contains("docs/templates.md");
                    });
                });
    }
}
