package io.tocsin.intake.webhook;

import io.tocsin.alert.LabelMatcher;
import io.tocsin.intake.IncomingNotification;
import io.tocsin.intake.RouteExplanation;
import io.tocsin.intake.RouteExplanations;
import io.tocsin.intake.UnreadablePayloadException;
import io.tocsin.intake.routing.RouteExplainer;
import io.tocsin.intake.watchdog.Watchdog;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads a body as {@link AlertIntake} does, and explains it instead of storing it. */
@Component
class WebhookExplanations implements RouteExplanations {

    private final WebhookParser parser;
    private final Watchdog watchdog;
    private final RouteExplainer explainer;
    private final InstantSource clock;
    private final JsonMapper json;

    WebhookExplanations(
            WebhookParser parser, Watchdog watchdog, RouteExplainer explainer, InstantSource clock, JsonMapper json) {
        this.parser = parser;
        this.watchdog = watchdog;
        this.explainer = explainer;
        this.clock = clock;
        this.json = json;
    }

    @Override
    public RouteExplanation explain(byte[] body) {
        JsonNode tree = tree(body);
        JsonNode at = tree.path("at");
        Instant arrival = at.isMissingNode() ? clock.instant() : time(at.asString(""));
        boolean labelsOnly = tree.path("labels").isObject()
                && Set.of("labels", "status", "at").containsAll(tree.propertyNames());
        IncomingNotification all = parser.parse(labelsOnly ? json.writeValueAsBytes(oneAlert(tree)) : body, arrival);
        IncomingNotification news = watchdog.without(all);
        return explainer.explain(news, all.alerts().size() - news.alerts().size());
    }

    @Override
    public RouteExplanation explainText(String text) {
        ObjectNode labels = json.createObjectNode();
        try {
            for (LabelMatcher label : LabelMatcher.parse(text)) {
                labels.put(
                        label.name(),
                        label.equalTo()
                                .orElseThrow(() -> new IllegalArgumentException(
                                        label + " is no label: write name=value, or name=\"a value\"")));
            }
        } catch (IllegalArgumentException notLabels) {
            if (text.stripLeading().startsWith("{")) {
                return explain(text.getBytes(StandardCharsets.UTF_8));
            }
            throw new UnreadablePayloadException(String.valueOf(notLabels.getMessage()), notLabels);
        }
        return explain(json.writeValueAsBytes(json.createObjectNode().set("labels", labels)));
    }

    private JsonNode tree(byte[] body) {
        try {
            return json.readTree(body);
        } catch (JacksonException e) {
            return json.missingNode(); // the parser says what is wrong
        }
    }

    private static Instant time(String text) {
        Instant time = AlertTimes.parse(text);
        if (time == null) {
            throw new UnreadablePayloadException("at must be a time such as 2026-11-22T10:00:00Z");
        }
        return time;
    }

    private ObjectNode oneAlert(JsonNode asked) {
        ObjectNode alert = json.createObjectNode();
        alert.put("status", asked.path("status").asString("firing"));
        alert.set("labels", asked.path("labels"));
        ObjectNode webhook = json.createObjectNode();
        webhook.putArray("alerts").add(alert);
        return webhook;
    }
}
