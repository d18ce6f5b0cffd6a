package io.tocsin.standin;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * WeCom's group robot: every answer is HTTP 200 with an errcode. Source: WeCom developer center, "message push" (91770) and
 * "global error codes" (90313).
 */
public final class WeComStandIn extends WebhookStandIn {

    /** The secret part of the URL. */
    public static final String KEY = "w3c0m5ta-nd1n-4000-8000-0123456789ab";

    private static final Pattern MENTION = Pattern.compile("<@([A-Za-z0-9_.@-]{1,64})>");

    private final InstantSource clock;
    private final Queue<String> called = new ConcurrentLinkedQueue<>();
    private volatile RateRule rate;
    private volatile boolean refusesMarkdown;

    /** Starts on a free port. */
    public WeComStandIn() {
        this(0, InstantSource.system());
    }

    /**
     * @param port 0 takes a free one
     * @param clock its idea of the time
     */
    public WeComStandIn(int port, InstantSource clock) {
        super(port);
        this.clock = clock;
        start();
    }

    /** Keeps WeCom's limit from now on: 20 requests a minute. */
    public void limit() {
        rate = new RateRule(20, Duration.ofMinutes(1), Duration.ZERO, clock);
    }

    /** Refuses each Markdown message from now on, and takes text. */
    public void refuseMarkdown() {
        refusesMarkdown = true;
    }

    /** How many requests were refused for being too many. */
    public int refusals() {
        return rate == null ? 0 : rate.refusals();
    }

    /** Who was mentioned so far, by user id, phone number or {@code @all}. */
    public List<String> called() {
        return List.copyOf(called);
    }

    @Override
    public URI webhookUrl() {
        return URI.create(origin() + "/cgi-bin/webhook/send?key=" + KEY);
    }

    @Override
    StandInAnswer thanks() {
        return error(0, "ok");
    }

    /** An answer with this errcode. */
    public static StandInAnswer error(int errcode, String errmsg) {
        return StandInAnswer.of(200, "{\"errcode\":" + errcode + ",\"errmsg\":\"" + errmsg + "\"}");
    }

    @Override
    Optional<StandInAnswer> complaint(Request request) {
        String query = Optional.ofNullable(request.uri().getRawQuery()).orElse("");
        if (!request.uri().getPath().equals("/cgi-bin/webhook/send") || !query.equals("key=" + KEY)) {
            return Optional.of(error(93000, "invalid webhook url"));
        }
        if (!request.method().equals("POST") || !request.json().isObject()) {
            return Optional.of(error(40035, "invalid json"));
        }
        return tooFast().or(() -> badMessage(request.json()));
    }

    private Optional<StandInAnswer> tooFast() {
        return rate == null ? Optional.empty() : rate.refuse().map(wait -> error(45009, "api freq out of limit"));
    }

    private Optional<StandInAnswer> badMessage(JsonNode json) {
        String type = json.path("msgtype").asString("");
        if (!type.equals("text") && !type.equals("markdown")) {
            return Optional.of(error(40008, "invalid message type"));
        }
        JsonNode content = json.path(type).path("content");
        if (!content.isString() || content.asString().isBlank()) {
            return Optional.of(error(44004, "text content is empty"));
        }
        int max = type.equals("text") ? 2_048 : 4_096;
        if (content.asString().getBytes(StandardCharsets.UTF_8).length > max) {
            String words = type + ".content exceed max length " + max + ". invalid Request Parameter";
            return Optional.of(error(40058, words));
        }
        return type.equals("markdown") && refusesMarkdown
                ? Optional.of(error(40033, "invalid character"))
                : Optional.empty();
    }

    @Override
    StandInAnswer thanks(Request request) {
        JsonNode json = request.json();
        JsonNode text = json.path("text");
        Stream.of(
                        MENTION.matcher(json.path(json.path("msgtype").asString(""))
                                        .path("content")
                                        .asString(""))
                                .results()
                                .map(found -> found.group(1)),
                        text.path("mentioned_list").valueStream().map(JsonNode::asString),
                        text.path("mentioned_mobile_list").valueStream().map(JsonNode::asString))
                .flatMap(who -> who)
                .forEach(called::add);
        return thanks();
    }
}
