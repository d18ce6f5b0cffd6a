package io.tocsin.intake.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.re2j.Pattern;
import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.GroupKey;
import io.tocsin.channel.ChannelType;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.Target;
import io.tocsin.channel.Targets;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.RoutingTrail;
import io.tocsin.delivery.RoutingTrail.MatchedRoute;
import io.tocsin.delivery.RoutingTrail.OmittedTarget;
import io.tocsin.delivery.RoutingTrail.Reason;
import io.tocsin.intake.AlertProperties.RouteProperties;
import io.tocsin.intake.IncomingNotification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AlertRouterTests {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private static Target target(String name, boolean sendResolved) {
        return new Target(name, ChannelType.SLACK, null, sendResolved, message -> SendResult.delivered());
    }

    private static final Targets TARGETS =
            new Targets(List.of(() -> List.of(target("oncall", true), target("ops", true), target("quiet", false))));

    private static RouteProperties route(String matcher, boolean continues, String... targets) {
        return new RouteProperties(matcher.isEmpty() ? List.of() : List.of(matcher), List.of(targets), continues);
    }

    private static AlertRouter router(RouteProperties... routes) {
        return new AlertRouter(new RouteBuilder(TARGETS).build(List.of(routes)), TARGETS);
    }

    private static Alert alert(AlertStatus status, String severity) {
        Instant end = status == AlertStatus.RESOLVED ? NOW : null;
        return new Alert(status, Map.of("severity", severity), Map.of(), NOW, end, null, null, null, "f" + severity);
    }

    private static IncomingNotification notification(long truncated, Alert... alerts) {
        return new IncomingNotification(
                "key",
                NOW,
                new GroupKey("g"),
                "r",
                Map.of(),
                Map.of("severity", "critical"),
                Map.of(),
                List.of(alerts),
                truncated,
                null,
                Map.of(),
                "");
    }

    private static IncomingNotification notification(Map<String, String> routeLabels, String reason, Alert alert) {
        return new IncomingNotification(
                "key",
                NOW,
                new GroupKey("g"),
                "r",
                Map.of(),
                Map.of(),
                Map.of(),
                List.of(alert),
                0,
                null,
                routeLabels,
                reason);
    }

    @Test
    void routes_match_the_labels_of_the_senders_route_and_why_it_was_sent() {
        Alert alert = alert(AlertStatus.FIRING, "critical");
        AlertRouter router = router(
                route("team=\"shop\"", false, "oncall"),
                route("notification_reason=\"repeat interval elapsed\"", false, "quiet"),
                route("", false, "ops"));

        assertThat(router.decide(notification(Map.of("team", "shop"), "", alert))
                        .deliveries())
                .containsExactly(new NewDelivery("oncall", null));
        assertThat(router.decide(notification(Map.of(), "repeat interval elapsed", alert))
                        .deliveries())
                .containsExactly(new NewDelivery("quiet", null));
        assertThat(router.decide(notification(Map.of("severity", "info"), "first notification", alert))
                        .deliveries())
                .containsExactly(new NewDelivery("ops", null));
        assertThat(router(route("severity=\"info\"", false, "oncall"), route("", false, "ops"))
                        .decide(notification(Map.of("severity", "info"), "", alert))
                        .deliveries())
                .as("the alert's own label comes first")
                .containsExactly(new NewDelivery("ops", null));
    }

    /** What that would take, measured on a part of it. */
    private static long eachExpressionOnEachValue(long times) {
        Pattern pattern = Pattern.compile("(?:host|node)-1[a-z]*\\.example\\.com.*");
        int part = 500_000;
        long matching = 0;
        long start = System.nanoTime();
        for (int n = 0; n < part; n++) {
            matching += pattern.matches("host-" + n + "x.example.com:9100") ? 1 : 0;
        }
        long took = System.nanoTime() - start;
        assertThat(matching).isEqualTo(1);
        return took * (times / part);
    }

    private static final Alert CRITICAL = alert(AlertStatus.FIRING, "critical");
    private static final Alert WARNING = alert(AlertStatus.FIRING, "warning");
    private static final Alert CLEARED = alert(AlertStatus.RESOLVED, "critical");

    @Test
    void the_first_route_that_matches_wins() {
        AlertRouter router = router(route("severity=critical", false, "oncall"), route("", false, "ops"));
        assertThat(router.decide(notification(0, CRITICAL)).deliveries())
                .containsExactly(new NewDelivery("oncall", null));
        assertThat(router.decide(notification(0, WARNING)).deliveries()).containsExactly(new NewDelivery("ops", null));
    }

    @Test
    void the_last_routes_targets_hear_of_what_no_route_was_written_for() {
        assertThat(router(route("severity=critical", false, "oncall"), route("", false, "ops", "quiet"))
                        .defaultTargets())
                .containsExactly("ops", "quiet");
        assertThat(new AlertRouter(List.of(), TARGETS).defaultTargets()).isEmpty();
    }

    @Test
    void a_route_that_continues_lets_the_next_ones_match_too() {
        AlertRouter router = router(route("severity=critical", true, "oncall"), route("", false, "ops"));
        assertThat(router.decide(notification(0, CRITICAL)).deliveries())
                .containsExactly(new NewDelivery("oncall", null), new NewDelivery("ops", null));
    }

    @Test
    void alerts_of_one_notification_part_by_their_routes() {
        AlertRouter router = router(route("severity=\"critical\"", false, "oncall"), route("", false, "ops"));
        assertThat(router.decide(notification(0, CRITICAL, WARNING, CLEARED)).deliveries())
                .containsExactly(new NewDelivery("oncall", List.of(0, 2)), new NewDelivery("ops", List.of(1)));
    }

    @Test
    void a_target_reached_by_two_routes_hears_once() {
        AlertRouter router = router(route("severity=~\"crit.*\"", true, "ops", "oncall"), route("", false, "ops"));
        assertThat(router.decide(notification(0, CRITICAL, WARNING)).deliveries())
                .containsExactly(new NewDelivery("ops", null), new NewDelivery("oncall", List.of(0)));
    }

    @Test
    void a_target_that_wants_no_resolved_hears_only_while_something_of_its_own_fires() {
        AlertRouter router = router(route("severity=critical", false, "quiet"), route("", false, "ops"));
        assertThat(router.decide(notification(0, CLEARED, WARNING)).deliveries())
                .containsExactly(new NewDelivery("ops", List.of(1)));
        assertThat(router.decide(notification(0, CLEARED, CRITICAL)).deliveries())
                .containsExactly(new NewDelivery("quiet", null));
    }

    @Test
    void a_truncated_resolved_group_may_still_fire() {
        AlertRouter router = router(route("", false, "quiet"));
        assertThat(router.decide(notification(0, CLEARED)).deliveries()).isEmpty();
        assertThat(router.decide(notification(3, CLEARED)).deliveries())
                .containsExactly(new NewDelivery("quiet", null));
    }

    @Test
    void alerts_left_out_altogether_go_where_the_labels_of_the_group_lead() {
        AlertRouter router = router(route("severity=critical", false, "oncall"), route("", false, "ops"));
        assertThat(router.decide(notification(2)).deliveries()).containsExactly(new NewDelivery("oncall", null));
        assertThat(router.decide(notification(0)).deliveries()).isEmpty();
    }

    @Test
    void without_routes_nobody_is_told() {
        assertThat(new AlertRouter(List.of(), TARGETS)
                        .decide(notification(0, CRITICAL))
                        .deliveries())
                .isEmpty();
    }

    @Test
    void knows_the_targets_that_no_route_leads_to() {
        RouteBuilder builder = new RouteBuilder(TARGETS);
        assertThat(builder.unreached(builder.build(List.of(route("", false, "ops")))))
                .containsExactly("oncall", "quiet");
    }

    /** It took 20 s, longer than Alertmanager waits for an answer; running each expression is what the time went to. */
    @Test
    void thousands_of_expressions_and_alerts_are_routed_within_seconds() {
        List<RouteProperties> routes = new ArrayList<>();
        for (int n = 0; n < 2_000; n++) {
            routes.add(route(
                    "instance=~\"(?:host|node)-" + n + "[a-z]*\\.example\\.com.*\",team=~\"a|b\"", false, "oncall"));
        }
        routes.add(route("", false, "ops"));
        AlertRouter router = router(routes.toArray(RouteProperties[]::new));
        Alert[] alerts = IntStream.range(0, 10_000)
                .mapToObj(n -> new Alert(
                        AlertStatus.FIRING,
                        Map.of("instance", "host-" + n + "x.example.com:9100", "team", "a", "pod", "pod-" + n),
                        Map.of(),
                        NOW,
                        null,
                        null,
                        null,
                        null,
                        "f" + n))
                .toArray(Alert[]::new);

        long start = System.nanoTime();
        List<NewDelivery> deliveries = router.decide(notification(0, alerts)).deliveries();
        long took = System.nanoTime() - start;

        assertThat(took).isLessThan(eachExpressionOnEachValue(2_000L * 10_000) / 4);

        assertThat(deliveries)
                .extracting(
                        NewDelivery::target, delivery -> delivery.alertIndexes().size())
                .containsExactly(tuple("oncall", 2_000), tuple("ops", 8_000));
    }

    @Test
    void the_trail_names_the_routes_that_matched_and_why_each_other_target_gets_nothing() {
        AlertRouter router = router(
                route("severity=\"info\"", false, "oncall"),
                route("severity=critical", true, "quiet"),
                route("", false, "ops"));

        RoutingTrail trail =
                router.decide(notification(0, CLEARED, WARNING, CLEARED)).trail();

        assertThat(trail.routed()).isTrue();
        assertThat(trail.routes())
                .containsExactly(
                        new MatchedRoute(1, List.of("severity=\"critical\""), List.of("quiet"), 2),
                        new MatchedRoute(2, List.of(), List.of("ops"), 3));
        assertThat(trail.omitted())
                .containsExactly(
                        new OmittedTarget("oncall", Reason.NO_ROUTE), new OmittedTarget("quiet", Reason.RESOLVED));
    }

    @Test
    void the_trail_of_very_many_routes_and_targets_is_bounded_and_says_how_many_more_there_are() {
        List<Target> many =
                IntStream.range(0, 1_000).mapToObj(n -> target("t" + n, true)).toList();
        Targets targets = new Targets(List.of(() -> many));
        List<RouteProperties> routes = IntStream.range(0, 300)
                .mapToObj(n -> route("", n < 299, "t" + n))
                .toList();

        RoutingTrail trail = new AlertRouter(new RouteBuilder(targets).build(routes), targets)
                .decide(notification(0, CRITICAL))
                .trail();

        assertThat(trail.routes()).hasSize(50);
        assertThat(trail.moreRoutes()).isEqualTo(250);
        assertThat(trail.omitted()).hasSize(200);
        assertThat(trail.moreOmitted()).isEqualTo(500);
    }
}
