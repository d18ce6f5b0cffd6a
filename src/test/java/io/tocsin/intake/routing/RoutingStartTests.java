package io.tocsin.intake.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.intake.webhook.IntakeServer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class RoutingStartTests {

    private static final String TARGETS = "test.targets=ops,oncall";

    private static Arguments mistake(String description, String action, String... settings) {
        return Arguments.of(description, action, settings);
    }

    private static String route(int index, String setting) {
        return "tocsin.alert.routes[" + index + "]." + setting;
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(
                        "Targets are configured (oncall, ops) but tocsin.alert.routes is empty: no alert would reach them.",
                        "- targets: [oncall]",
                        TARGETS),
                mistake(
                        "The last route, tocsin.alert.routes[0], has matchers: an alert that matches none would be lost.",
                        "Add a route without matchers, the default, as the last one",
                        TARGETS,
                        route(0, "matchers=severity=critical"),
                        route(0, "targets=ops")),
                mistake(
                        "tocsin.alert.routes[0] has no matchers and takes every alert: the routes after it are never tried.",
                        "Move it to the end, give it matchers, or set continue: true on it.",
                        TARGETS,
                        route(0, "targets=ops"),
                        route(1, "targets=oncall")),
                mistake(
                        "tocsin.alert.routes[0] names the target 'opps', which is not configured.",
                        "Configured are: oncall, ops.",
                        TARGETS,
                        route(0, "targets=opps")),
                mistake(
                        "tocsin.alert.routes[0] names the target 'ops', which is not configured.",
                        "no target is configured at all",
                        route(0, "targets=ops")),
                mistake(
                        "tocsin.alert.routes[0] names the target 'ops' twice.",
                        "Remove one of them from tocsin.alert.routes[0].targets.",
                        TARGETS,
                        route(0, "targets=ops,oncall,ops")),
                mistake(
                        "tocsin.alert.routes[0] names no target.",
                        "Name one or more under tocsin.alert.routes[0].targets. Configured are: oncall, ops.",
                        TARGETS,
                        route(0, "continue=true")),
                mistake(
                        "tocsin.alert.routes[0] has a matcher that cannot be read: 'severity' is not a label matcher",
                        "Correct it under tocsin.alert.routes[0].matchers",
                        TARGETS,
                        route(0, "matchers=severity"),
                        route(0, "targets=ops"),
                        route(1, "targets=ops")),
                mistake(
                        "tocsin.alert.routes[0] has a matcher that cannot be read: 'a(' is not a regular expression",
                        "Correct it under tocsin.alert.routes[0].matchers",
                        TARGETS,
                        route(0, "matchers=job=~\"a(\""),
                        route(0, "targets=ops"),
                        route(1, "targets=ops")),
                mistake(
                        "tocsin.alert.routes[0] has a matcher that cannot be read: '(a{999}){9}' is a regular expression that"
                                + " costs too much: its repetitions multiply to more than 1000",
                        "Correct it under tocsin.alert.routes[0].matchers",
                        TARGETS,
                        route(0, "matchers=job=~\"(a{999}){9}\""),
                        route(0, "targets=ops"),
                        route(1, "targets=ops")),
                mistake(
                        "tocsin.alert.dedup-window must be above zero, such as 4m",
                        "Update your application's configuration",
                        "tocsin.alert.dedup-window=0s"),
                mistake(
                        "tocsin.alert.max-payload must be 1KB to 256MB, such as 4MB",
                        "Update your application's configuration",
                        "tocsin.alert.max-payload=1GB"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void a_mistake_stops_the_start_and_says_what_to_do(
            String description, String action, String[] settings, CapturedOutput output) {
        assertThatThrownBy(() -> IntakeServer.start(settings).close()).isInstanceOf(Exception.class);
        assertThat(output)
                .contains("APPLICATION FAILED TO START", "Description:", description, "Action:", action)
                .doesNotContain("\tat ");
    }

    @Test
    void a_start_without_any_target_says_so_loudly(CapturedOutput output) {
        try (IntakeServer server = IntakeServer.start()) {
            assertThat(server.port()).isPositive();
        }
        assertThat(output).contains("WARN").contains("NOBODY IS NOTIFIED: no target is configured.");
    }

    @Test
    void a_target_without_a_route_is_mentioned(CapturedOutput output) {
        try (IntakeServer server = IntakeServer.start(TARGETS, route(0, "targets=ops"))) {
            assertThat(server.port()).isPositive();
        }
        assertThat(output).contains("No route leads to [oncall]").doesNotContain("NOBODY IS NOTIFIED");
    }

    @Test
    void a_route_can_continue(CapturedOutput output) {
        try (IntakeServer server = IntakeServer.start(
                TARGETS, route(0, "targets=ops"), route(0, "continue=true"), route(1, "targets=oncall"))) {
            assertThat(server.port()).isPositive();
        }
        assertThat(output).doesNotContain("No route leads");
    }
}
