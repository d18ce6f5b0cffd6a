package io.tocsin.intake.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.channel.ChannelType;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.Target;
import io.tocsin.channel.Targets;
import io.tocsin.channel.config.Fallbacks;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.NewNotification;
import io.tocsin.delivery.RoutingTrail.OmittedTarget;
import io.tocsin.delivery.RoutingTrail.Reason;
import io.tocsin.intake.AlertProperties;
import io.tocsin.intake.AlertProperties.RouteProperties;
import io.tocsin.intake.RouteExplanation;
import io.tocsin.intake.RouteExplanation.Compared;
import io.tocsin.intake.RouteExplanation.Tried;
import io.tocsin.intake.RouteExplanation.Verdict;
import io.tocsin.intake.UnstoredWebhooks;
import io.tocsin.intake.routing.AlertRouter;
import io.tocsin.intake.routing.AlertRouters;
import io.tocsin.intake.watchdog.Watchdog;
import io.tocsin.intake.watchdog.Watchdogs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An explanation says exactly what the intake does, for thousands of random routes and bodies. */
class ExplanationPropertyTests {

    private static final int ROUNDS = 5_000;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T10:00:00Z"));
    private static final List<String> LABELS = List.of("severity", "team", "job", "notification_reason", "团队");
    private static final List<String> VALUES = List.of("", "critical", "warning", "shop", "pay", "支付", "a b", "x\"y");

    private final Random random = new Random(20261122);

    @Test
    void what_is_explained_is_what_the_intake_appends() {
        Map<WebhookOutcome, Integer> outcomes = new EnumMap<>(WebhookOutcome.class);
        Map<Reason, Integer> reasons = new EnumMap<>(Reason.class);
        for (int round = 0; round < ROUNDS; round++) {
            Targets targets = targets();
            List<RouteProperties> routes = routes(List.copyOf(targets.names()));
            AlertRouter router = AlertRouters.of(targets, routes);
            Watchdog watchdog = Watchdogs.named("Watchdog");
            RecordingOutbox outbox = new RecordingOutbox();
            WebhookParser parser = new WebhookParser();
            ObjectNode body = body();
            byte[] bytes = JSON.writeValueAsBytes(body);

            RouteExplanation explained = new WebhookExplanations(
                            parser,
                            watchdog,
                            AlertRouters.explainer(router, new Fallbacks(Map.of(), targets.all())),
                            CLOCK,
                            JSON)
                    .explain(bytes);
            assertThat(outbox.stored()).isEmpty();
            AlertProperties properties = new AlertProperties(routes, Duration.ofMinutes(4), DataSize.ofMegabytes(4));
            WebhookOutcome outcome = new AlertIntake(
                            properties, parser, watchdog, router, outbox, new UnstoredWebhooks(CLOCK), CLOCK)
                    .accept(bytes)
                    .outcome();

            String what = "round " + round + ": " + routes + " " + new String(bytes, StandardCharsets.UTF_8);
            outcomes.merge(outcome, 1, Integer::sum);
            if (outcome != WebhookOutcome.STORED) {
                assertThat(explained.deliveries()).as(what).isEmpty();
                continue;
            }
            NewNotification appended = outbox.last();
            assertThat(explained.deliveries())
                    .as(what)
                    .extracting(sent -> new NewDelivery(sent.target(), sent.alerts()))
                    .containsExactlyElementsOf(appended.deliveries());
            assertThat(explained.omitted()).as(what).isEqualTo(appended.trail().omitted());
            assertThat(Stream.concat(
                            explained.deliveries().stream().map(RouteExplanation.WouldSend::target),
                            explained.omitted().stream().map(OmittedTarget::target)))
                    .as(what)
                    .containsExactlyInAnyOrderElementsOf(targets.names());
            explained.omitted().forEach(omitted -> reasons.merge(omitted.reason(), 1, Integer::sum));
            explained.cases().forEach(one -> checkCase(what, one, appended, explained));
        }
        assertThat(outcomes).containsKeys(WebhookOutcome.STORED, WebhookOutcome.HEARTBEAT, WebhookOutcome.EMPTY);
        assertThat(reasons).containsKeys(Reason.NO_ROUTE, Reason.RESOLVED);
    }

    /** The verdicts of the routes lead to exactly the targets that these alerts went to. */
    private static void checkCase(
            String what, RouteExplanation.Case one, NewNotification appended, RouteExplanation explained) {
        boolean open = true;
        TreeSet<String> led = new TreeSet<>();
        for (Tried route : one.routes()) {
            assertThat(route.verdict() == Verdict.NOT_TRIED).as(what).isEqualTo(!open);
            if (open) {
                assertThat(route.verdict() == Verdict.MATCHED)
                        .as(what)
                        .isEqualTo(route.matchers().stream().allMatch(Compared::matches));
            }
            if (route.verdict() == Verdict.MATCHED) {
                led.addAll(route.targets());
                open = route.continues();
            }
        }
        explained.omitted().stream()
                .filter(omitted -> omitted.reason() == Reason.RESOLVED)
                .map(OmittedTarget::target)
                .forEach(led::remove);
        for (int alert : one.alerts()) {
            Map<String, String> labels = new TreeMap<>(appended.content().routeLabels());
            labels.putAll(appended.content().alerts().get(alert).labels());
            assertThat(led)
                    .as(what)
                    .containsExactlyInAnyOrderElementsOf(appended.deliveries().stream()
                            .filter(delivery -> delivery.alertIndexes() == null
                                    || delivery.alertIndexes().contains(alert))
                            .map(NewDelivery::target)
                            .toList());
            one.routes().stream()
                    .flatMap(route -> route.matchers().stream())
                    .filter(compared -> compared.matcher().startsWith("severity="))
                    .forEach(compared ->
                            assertThat(compared.value()).as(what).isEqualTo(labels.getOrDefault("severity", "")));
        }
    }

    private Targets targets() {
        int count = 1 + random.nextInt(6);
        List<Target> targets = IntStream.range(0, count)
                .mapToObj(n -> new Target(
                        "t" + n, ChannelType.SLACK, null, random.nextInt(3) > 0, message -> SendResult.delivered()))
                .toList();
        return new Targets(List.of(() -> targets));
    }

    private List<RouteProperties> routes(List<String> targets) {
        List<RouteProperties> routes = new ArrayList<>();
        int count = random.nextInt(8);
        for (int n = 0; n < count; n++) {
            List<String> matchers = IntStream.rangeClosed(0, random.nextInt(2))
                    .mapToObj(any -> matcher())
                    .toList();
            routes.add(new RouteProperties(matchers, some(targets), random.nextInt(3) == 0));
        }
        routes.add(new RouteProperties(List.of(), some(targets), random.nextBoolean()));
        return routes;
    }

    private List<String> some(List<String> targets) {
        List<String> some =
                targets.stream().filter(any -> random.nextInt(3) == 0).toList();
        return some.isEmpty() ? List.of(targets.get(random.nextInt(targets.size()))) : some;
    }

    private String matcher() {
        String value = one(VALUES).replace("\\", "\\\\").replace("\"", "\\\"");
        String name = '"' + one(LABELS) + '"';
        return switch (random.nextInt(5)) {
            case 0 -> name + "!=\"" + value + '"';
            case 1 -> name + "=~\".*(" + value + "|shop).*\"";
            case 2 -> name + "!~\"" + value + ".*\"";
            default -> name + "=\"" + value + '"';
        };
    }

    private ObjectNode body() {
        ObjectNode body = JSON.createObjectNode();
        body.put("version", "4").put("groupKey", "g").put("receiver", "r").put("status", "firing");
        body.put("truncatedAlerts", random.nextInt(4) == 0 ? 2 : 0);
        body.set("commonLabels", labels());
        if (random.nextBoolean()) {
            body.set("routeLabels", labels());
            body.put("notificationReason", one(VALUES));
        }
        ArrayNode alerts = body.putArray("alerts");
        int count = random.nextInt(5);
        boolean resolved = random.nextInt(3) == 0;
        for (int n = 0; n < count; n++) {
            ObjectNode labels = labels().put("alertname", random.nextInt(5) == 0 ? "Watchdog" : "A" + n);
            alerts.addObject()
                    .put("status", resolved || random.nextInt(3) == 0 ? "resolved" : "firing")
                    .put("startsAt", "2026-11-22T09:00:00Z")
                    .set("labels", labels);
        }
        return body;
    }

    private ObjectNode labels() {
        Map<String, String> labels = new TreeMap<>();
        LABELS.stream().filter(any -> random.nextBoolean()).forEach(name -> labels.put(name, one(VALUES)));
        ObjectNode node = JSON.createObjectNode();
        labels.forEach(node::put);
        return node;
    }

    private String one(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
