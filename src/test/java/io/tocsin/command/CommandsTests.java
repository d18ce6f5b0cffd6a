package io.tocsin.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.standin.SlackStandIn;
import io.tocsin.standin.StandInAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

class CommandsTests {

    private static final String SECRET = "s3cretT0ken";
    private static final String GOOD = """
            tocsin:
              alert:
                routes:
                  - matchers: ['severity="critical"']
                    targets: [oncall]
                  - targets: [ops-slack]
                watchdog: {alertname: Watchdog}
              channel:
                slack:
                  ops-slack:
                    webhook-url: https://hooks.slack.com/services/T000/B000/s3cretT0ken
                    fallback: {target: oncall, after: 2m}
                dingtalk:
                  oncall:
                    webhook-url: https://oapi.dingtalk.com/robot/send?access_token=s3cretT0ken
                    mentions: [{matchers: ['severity="critical"'], mobiles: ['13812340000']}]
            """;

    @TempDir
    private Path folder;

    private String output = "";

    /** A command switches the log off, for all the process; the tests after these go on in it. */
    @AfterAll
    static void switchTheLogOn() {
        LoggingSystem.get(CommandsTests.class.getClassLoader())
                .setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.INFO);
    }

    private int run(String... arguments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--tocsin.delivery.store.path=" + folder.resolve("outbox.db"));
        int status = Commands.run(new PrintStream(bytes, true, StandardCharsets.UTF_8), all.toArray(String[]::new));
        output = bytes.toString(StandardCharsets.UTF_8);
        assertThat(output).doesNotContain(SECRET, "13812340000", "\tat ");
        return status;
    }

    private String file(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text).toString();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_good_configuration_is_ok_and_nothing_is_opened_or_stored() throws IOException {
        String config = file("good.yaml", GOOD);
        assertThat(run("check", "--config", config)).as(output).isEqualTo(Commands.OK);
        assertThat(output).isEqualToIgnoringNewLines("ok: 2 targets, 0 expectations met");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(Path::toString)).containsExactly(config);
        }
    }

    private static Arguments mistake(String from, String to, int line, String said) {
        return Arguments.of(from, to, line, said);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(
                        "targets: [oncall]",
                        "targets: [oncal]",
                        4,
                        "names the target 'oncal', which is not configured"),
                mistake("'severity=\"critical\"'", "'severity~critical'", 4, "has a matcher that cannot be read"),
                mistake("alert:\n", "alert:\n    dedup-window: soon\n", 3, "tocsin.alert.dedup-window"),
                mistake("alert:\n", "alert:\n    dedupe-window: 5m\n", 3, "dedupe-window is read by nothing"),
                mistake("{target: oncall, after: 2m}", "{target: nobody}", 12, "'nobody' is not configured"),
                mistake("{alertname: Watchdog}", "{targets: [nobody]}", 7, "'nobody', which is not configured"),
                mistake("mobiles: ['13812340000']", "mobils: ['1']", 16, "mentions"),
                mistake(
                        "webhook-url: https://oapi",
                        "webhook-url: oapi",
                        15,
                        "tocsin.channel.dingtalk.oncall.webhook-url"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void a_mistake_is_an_error_with_its_file_and_line(String from, String to, int line, String said) {
        assertThat(GOOD).contains(from);
        String config = file("bad.yaml", GOOD.replaceFirst(Pattern.quote(from), to));

        assertThat(run("check", "--config", config)).as(output).isEqualTo(Commands.WRONG);
        assertThat(output).contains("error: " + config + ":" + line + ": ").contains(said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/configuration.md", "docs/configuration.zh-CN.md"})
    void the_complete_example_of_the_documentation_is_ok(String page) throws IOException {
        String text = Files.readString(Path.of(page));
        String example = text.substring(text.indexOf("```yaml\n") + 8);
        assertThat(run("check", "--config", file("example.yaml", example.substring(0, example.indexOf("```")))))
                .as(output)
                .isEqualTo(Commands.OK);
        assertThat(output).contains("ok: 3 targets");
    }

    @Test
    void only_a_property_that_nothing_reads_is_unknown() {
        String text = GOOD + """
                ---
                tocsin.delivery.store.min-free: 1MB
                tocsin.security.operators.ann.password: long-enough
                tocsin.people.persons.ann.phone: '13812340000'
                tocsin.check.host.disk-percent: 90
                tocsin.alertmanagers[0].url: http://127.0.0.1:1
                tocsin.alert.severities.critical: page
                tocsin.alert.silence-link.without-labels: pod
                tocsin.delivery.groups.stale-after: 2d
                tocsin.metrics.events.max-symbols: 3
                tocsin.delivery.limits: 3
                """;
        String config = file("more.yaml", text);
        assertThat(run("check", "--config", config)).isEqualTo(Commands.WRONG);
        assertThat(output)
                .isEqualToIgnoringNewLines("error: " + config
                        + ":27: tocsin.delivery.limits is read by nothing: correct its name, or remove it");
    }

    @Test
    void a_file_that_is_no_yaml_is_an_error_that_shows_no_text() {
        assertThat(run("check", "--config", file("quoted.yaml", "tocsin:\n  a: '" + SECRET)))
                .isEqualTo(Commands.WRONG);
        assertThat(output).contains("not YAML, line 2");
        assertThat(run("check", "--config", file("broken.yaml", "tocsin: [\n"))).isEqualTo(Commands.WRONG);
        assertThat(output).startsWith("error: ");
    }

    @Test
    void a_template_that_cannot_be_used_is_an_error() throws IOException {
        Files.createDirectories(folder.resolve("templates/slack"));
        Files.writeString(folder.resolve("templates/slack/message.ftl"), "<#if x>");
        assertThat(run(
                        "check",
                        "--config",
                        file("good.yaml", GOOD),
                        "--tocsin.channel.templates.directory=" + folder.resolve("templates")))
                .as(output)
                .isEqualTo(Commands.WRONG);
        assertThat(output).contains("slack/message.ftl");
    }

    @Test
    void many_expectations_are_compared_and_each_that_is_not_met_is_named_with_its_line() {
        String config = file("good.yaml", GOOD);
        String met = file("met.yaml", """
                - labels: {severity: critical, team: shop}
                  targets: [oncall]
                - labels: {severity: warning}
                  status: resolved
                  targets: [ops-slack]
                - labels: {alertname: Watchdog}
                  targets: []
                """);
        String unmet = file("unmet.yaml", """
                - labels: {severity: critical}
                  targets: [oncall]

                - labels: {severity: critical}
                  targets: [ops-slack, oncall]
                - label: {severity: critical}
                """);

        assertThat(run("check", "--config", config, "--expect", met)).as(output).isEqualTo(Commands.OK);
        assertThat(output).contains("3 expectations met");
        assertThat(run("check", "--config", config, "--expect=" + met, "--expect", unmet))
                .isEqualTo(Commands.WRONG);
        assertThat(output.lines())
                .containsExactly(
                        "error: " + unmet + ":4: {severity=critical} goes to [oncall], and not to [oncall, ops-slack]",
                        "error: " + unmet + ":6: needs labels and targets, and may have status: firing or resolved");
    }

    @Test
    void severities_of_the_configuration_are_those_of_an_explanation() {
        String config = file(
                "named.yaml", GOOD.replace("  alert:\n", "  alert:\n    severities: {critical: [house-on-fire]}\n"));
        assertThat(run("explain", "--config", config, "--labels", "severity=house-on-fire"))
                .isEqualTo(Commands.OK);
        assertThat(output).contains("severity house-on-fire = critical");
        assertThat(run("explain", "--config", file("good.yaml", GOOD), "--labels", "severity=house-on-fire"))
                .isEqualTo(Commands.OK);
        assertThat(output).contains("severity house-on-fire = unknown");
    }

    @Test
    void labels_and_bodies_are_explained() {
        String config = file("good.yaml", GOOD);
        assertThat(run("explain", "--config", config, "--labels", "severity=critical,team=x"))
                .isEqualTo(Commands.OK);
        assertThat(output)
                .contains(
                        "route 0  matched        severity=\"critical\" yes (\"critical\") -> oncall",
                        "route 1  not tried      every alert -> ops-slack",
                        "oncall (dingtalk): alerts all, mentions @138****0000",
                        "ops-slack: no route that matched leads there");

        String body = file("body.json", "{\"labels\":{},\"status\":\"resolved\"}");
        assertThat(run("explain", "--config", config, "--body", body)).isEqualTo(Commands.OK);
        assertThat(output).contains("ops-slack (slack): alerts all, after 120s also to oncall");
        assertThat(run("explain", "--config", config, "--labels", "severity")).isEqualTo(Commands.WRONG);
    }

    @Test
    void a_test_message_is_sent_on_request_only_and_a_refusal_is_an_error() {
        try (SlackStandIn slack = new SlackStandIn()) {
            String config = file(
                    "slack.yaml",
                    GOOD.replace("https://hooks.slack.com/services/T000/B000/" + SECRET, slack.webhookUrl() + ""));
            assertThat(run("check", "--config", config)).as(output).isEqualTo(Commands.OK);
            assertThat(slack.requests()).isZero();
            assertThat(run("check", "--config", config, "--send-test", "ops-slack"))
                    .as(output)
                    .isEqualTo(Commands.OK);
            assertThat(output).contains("ok: ops-slack took a test message");
            assertThat(slack.requests()).isEqualTo(1);
            slack.answerNext(2, StandInAnswer.of(403, "invalid_token"));
            assertThat(run("check", "--config", config, "--send-test", "ops-slack"))
                    .isEqualTo(Commands.WRONG);
            assertThat(output).contains("error: ops-slack: ");
            assertThat(run("check", "--config", config, "--send-test", "nobody"))
                    .isEqualTo(Commands.WRONG);
        }
    }

    @Test
    void wrong_arguments_are_told_apart_from_a_wrong_configuration() {
        assertThat(run("check", "--confg", "x")).isEqualTo(Commands.USAGE);
        assertThat(output).contains("check has no argument --confg", "--send-test TARGET");
        assertThat(run("explain")).isEqualTo(Commands.USAGE);
        assertThat(run("check", "--config", folder.resolve("none.yaml").toString()))
                .isEqualTo(Commands.USAGE);
        assertThat(run("check", "--help")).isEqualTo(Commands.OK);
        assertThat(Commands.isCommand("--server.port=1")).isFalse();
    }
}
