package io.tocsin.standin;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The receivers that docs/channels.md has recipes for, each with the rules that its provider publishes. */
public final class RecipeStandIn extends WebhookStandIn {

    /** The secret of each receiver: part of its URL, its topic, key or token. */
    public static final String SECRET = "r3c1p35tand1n0123456789abcdef012";

    private static final String TEAMS_URL =
            "/workflows/x/triggers/manual/paths/invoke?api-version=2016-06-01&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=";

    /** Who is played. */
    public enum Provider {
        /** Microsoft Teams, "post a workflow when a webhook request is received": 28 KB, 4 requests a second. */
        TEAMS(TEAMS_URL + SECRET),
        /** Telegram Bot API, sendMessage: 4,096 characters, 20 messages a minute to a group. */
        TELEGRAM("/bot" + SECRET + "/sendMessage"),
        /** PagerDuty Events API v2: 512 KB, 120 events a minute. */
        PAGERDUTY("/v2/enqueue"),
        /** Discord, "execute webhook": 2,000 characters, 5 requests in 2 s and 30 a minute. */
        DISCORD("/api/webhooks/1/" + SECRET),
        /** Mattermost, incoming webhooks: 16,383 characters, 10 requests a second. */
        MATTERMOST("/hooks/" + SECRET),
        /** ntfy, "publish as JSON": 4,096 bytes, 60 requests at once and then one in 5 s. */
        NTFY("/"),
        /** Alertmanager's webhook, version 4. */
        ALERTMANAGER("/alerts");

        private final String path;

        Provider(String path) {
            this.path = path;
        }
    }

    private final Provider provider;
    private volatile List<RateRule> rates = List.of();

    public RecipeStandIn(Provider provider) {
        super(0);
        this.provider = provider;
        start();
    }

    /** Keeps the provider's limits from now on. */
    public void limit(InstantSource clock) {
        List<RateRule> rules = new ArrayList<>();
        switch (provider) {
            case TEAMS -> rules.add(rule(4, Duration.ofSeconds(1), clock));
            case TELEGRAM -> rules.add(rule(20, Duration.ofMinutes(1), clock));
            case PAGERDUTY -> rules.add(rule(120, Duration.ofMinutes(1), clock));
            case DISCORD -> {
                rules.add(rule(5, Duration.ofSeconds(2), clock));
                rules.add(rule(30, Duration.ofMinutes(1), clock));
            }
            case MATTERMOST -> rules.add(rule(10, Duration.ofSeconds(1), clock));
            case NTFY -> rules.add(rule(60, Duration.ofMinutes(5), clock));
            case ALERTMANAGER -> {}
        }
        rates = rules;
    }

    private static RateRule rule(int permits, Duration window, InstantSource clock) {
        return new RateRule(permits, window, Duration.ZERO, clock);
    }

    /** How many requests were refused for being too many. */
    public int refusals() {
        return rates.stream().mapToInt(RateRule::refusals).sum();
    }

    @Override
    public URI webhookUrl() {
        return URI.create(origin() + provider.path);
    }

    @Override
    StandInAnswer thanks() {
        return switch (provider) {
            case TEAMS -> StandInAnswer.of(202, "");
            case TELEGRAM -> StandInAnswer.of(200, "{\"ok\":true,\"result\":{\"message_id\":1}}");
            case PAGERDUTY -> StandInAnswer.of(202, "{\"status\":\"success\",\"message\":\"Event processed\"}");
            case DISCORD -> StandInAnswer.of(204, "");
            case MATTERMOST -> StandInAnswer.of(200, "ok");
            case NTFY -> StandInAnswer.of(200, "{\"id\":\"a\",\"event\":\"message\",\"topic\":\"" + SECRET + "\"}");
            case ALERTMANAGER -> StandInAnswer.of(200, "");
        };
    }

    /** What the provider answers to a message that it refuses. */
    public StandInAnswer refusal() {
        return switch (provider) {
            case TELEGRAM ->
                StandInAnswer.of(
                        400, "{\"ok\":false,\"error_code\":400,\"description\":\"Bad Request: message is too long\"}");
            case PAGERDUTY ->
                StandInAnswer.of(400, "{\"status\":\"invalid event\",\"message\":\"Event object is invalid\"}");
            case DISCORD -> StandInAnswer.of(400, "{\"content\":[\"Must be 2000 or fewer in length.\"]}");
            default -> StandInAnswer.of(400, "invalid");
        };
    }

    @Override
    Optional<StandInAnswer> complaint(Request request) {
        if (!request.uri().toString().equals(provider.path) || !request.method().equals("POST")) {
            return Optional.of(StandInAnswer.of(401, "unauthorized"));
        }
        boolean fast = rates.stream().anyMatch(rate -> rate.refuse().isPresent());
        if (fast) {
            return Optional.of(
                    provider == Provider.TELEGRAM
                            ? StandInAnswer.of(
                                    429, "{\"ok\":false,\"error_code\":429,\"parameters\":{\"retry_after\":5}}")
                            : StandInAnswer.of(429, "slow down").header("Retry-After", "2"));
        }
        return accepts(request) ? Optional.empty() : Optional.of(refusal());
    }

    private boolean accepts(Request request) {
        JsonNode json = request.json();
        return switch (provider) {
            case TEAMS -> request.size() <= 28 * 1_024 && isTeams(json);
            case TELEGRAM -> json.path("chat_id").asString("").equals(SECRET) && isText(json.path("text"), 4_096);
            case PAGERDUTY -> request.size() <= 512 * 1_024 && isEvent(json);
            case DISCORD ->
                isText(json.path("content"), 2_000)
                        && json.at("/allowed_mentions/parse").isEmpty();
            case MATTERMOST -> isText(json.path("text"), 16_383);
            case NTFY -> request.header("Authorization").equals("Bearer " + SECRET) && isNtfy(json);
            case ALERTMANAGER -> isAlertmanager(json);
        };
    }

    private static boolean isText(JsonNode text, int maxCharacters) {
        return text.isString() && !text.asString().isBlank() && text.asString().length() <= maxCharacters;
    }

    private static boolean isTeams(JsonNode json) {
        JsonNode attachment = json.at("/attachments/0");
        JsonNode card = attachment.path("content");
        return json.path("type").asString("").equals("message")
                && attachment.path("contentType").asString("").equals("application/vnd.microsoft.card.adaptive")
                && card.path("type").asString("").equals("AdaptiveCard")
                && card.path("version").asString("").matches("1\\.[0-5]")
                && !card.path("body").isEmpty()
                && card.path("body")
                        .valueStream()
                        .flatMap(block -> block.path("inlines").valueStream())
                        .allMatch(run ->
                                run.path("type").asString("").equals("TextRun") && isText(run.path("text"), 28_000));
    }

    private static boolean isEvent(JsonNode json) {
        String action = json.path("event_action").asString("");
        JsonNode payload = json.path("payload");
        return json.path("routing_key").asString("").equals(SECRET)
                && isText(json.path("dedup_key"), 255)
                && (action.equals("resolve")
                        || (action.equals("trigger")
                                && isText(payload.path("summary"), 1_024)
                                && isText(payload.path("source"), 1_024)
                                && List.of("critical", "error", "warning", "info")
                                        .contains(payload.path("severity").asString(""))));
    }

    private static boolean isNtfy(JsonNode json) {
        String message = json.path("message").asString("");
        return json.path("topic").asString("").equals(SECRET)
                && !message.isBlank()
                && message.getBytes(StandardCharsets.UTF_8).length <= 4_096
                && json.path("priority").isInt()
                && json.path("priority").asInt() >= 1
                && json.path("priority").asInt() <= 5
                && json.path("tags").isArray();
    }

    private static boolean isAlertmanager(JsonNode json) {
        boolean whole = json.path("version").asString("").equals("4")
                && json.path("groupKey").isString()
                && json.path("receiver").isString()
                && json.path("externalURL").isString()
                && json.path("truncatedAlerts").isIntegralNumber()
                && json.path("status").asString("").matches("firing|resolved");
        return whole
                && List.of("groupLabels", "commonLabels", "commonAnnotations").stream()
                        .allMatch(name -> isTexts(json.path(name)))
                && json.path("alerts").isArray()
                && json.path("alerts").valueStream().allMatch(RecipeStandIn::isAlert);
    }

    private static boolean isAlert(JsonNode alert) {
        return alert.path("status").asString("").matches("firing|resolved")
                && isTexts(alert.path("labels"))
                && isTexts(alert.path("annotations"))
                && isTime(alert.path("startsAt").asString(""))
                && isTime(alert.path("endsAt").asString(""))
                && alert.path("generatorURL").isString()
                && alert.path("fingerprint").isString();
    }

    private static boolean isTexts(JsonNode node) {
        return node.isObject() && node.valueStream().allMatch(JsonNode::isString);
    }

    private static boolean isTime(String text) {
        try {
            return text.matches("\\d{4}-.*") && Instant.parse(text).isBefore(Instant.MAX);
        } catch (DateTimeParseException wrong) {
            return false;
        }
    }
}
