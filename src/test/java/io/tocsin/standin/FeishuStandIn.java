package io.tocsin.standin;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;

/**
 * Feishu's custom robot: errors are HTTP 200 with a code, but for too many requests and for malformed ones. Source: Feishu
 * open platform, "custom bot usage guide".
 */
public final class FeishuStandIn extends WebhookStandIn {

    /** The secret part of the URL. */
    public static final String TOKEN = "f315hu5t-and1-4n00-aaaa-0123456789ab";

    public static final String SECRET = "f3ishuStandInSecret0123";

    private static final int MAX_BYTES = 20_000;

    private final String secret;
    private final InstantSource clock;
    private volatile List<RateRule> rates = List.of();
    private volatile boolean refusesCards;
    private volatile List<String> keywords = List.of();

    /** Starts on a free port and asks for signatures with {@link #SECRET}. */
    public FeishuStandIn() {
        this(0, SECRET, InstantSource.system());
    }

    /**
     * @param port 0 takes a free one
     * @param secret what requests are signed with; empty asks for no signature
     * @param clock its idea of the time
     */
    public FeishuStandIn(int port, String secret, InstantSource clock) {
        super(port);
        this.secret = secret;
        this.clock = clock;
        start();
    }

    /** Keeps Feishu's limits from now on: 5 requests a second and 100 a minute. */
    public void limit() {
        rates = List.of(
                new RateRule(5, Duration.ofSeconds(1), Duration.ZERO, clock),
                new RateRule(100, Duration.ofMinutes(1), Duration.ZERO, clock));
    }

    /** Refuses each card from now on, and takes text. */
    public void refuseCards() {
        refusesCards = true;
    }

    /** Refuses each message that has none of these words from now on. */
    public void requireKeyword(String... words) {
        keywords = List.of(words);
    }

    /** How many requests were refused for being too many. */
    public int refusals() {
        return rates.stream().mapToInt(RateRule::refusals).sum();
    }

    @Override
    public URI webhookUrl() {
        return URI.create(origin() + "/open-apis/bot/v2/hook/" + TOKEN);
    }

    @Override
    StandInAnswer thanks() {
        return StandInAnswer.of(
                200, "{\"StatusCode\":0,\"StatusMessage\":\"success\",\"code\":0,\"data\":{},\"msg\":\"success\"}");
    }

    /** An answer with this code. */
    public static StandInAnswer error(int code, String msg) {
        return StandInAnswer.of(200, "{\"code\":" + code + ",\"msg\":\"" + msg + "\",\"data\":{}}");
    }

    @Override
    Optional<StandInAnswer> complaint(Request request) {
        if (!request.uri().getPath().equals("/open-apis/bot/v2/hook/" + TOKEN)) {
            return Optional.of(error(19001, "param invalid: incoming webhook access token invalid"));
        }
        if (!request.method().equals("POST")
                || !request.contentType().startsWith("application/json")
                || !request.json().isObject()) {
            return Optional.of(StandInAnswer.of(400, error(9499, "Bad Request").body()));
        }
        return tooFast().or(() -> unsigned(request.json())).or(() -> badMessage(request));
    }

    private Optional<StandInAnswer> tooFast() {
        return rates.stream()
                .flatMap(rate -> rate.refuse().stream())
                .findFirst()
                .map(wait -> error(11232, "frequency limited psm[lark.oapi.app_platform_runtime]appID[1500]"));
    }

    private Optional<StandInAnswer> unsigned(JsonNode json) {
        if (secret.isEmpty()) {
            return Optional.empty();
        }
        String timestamp = json.path("timestamp").asString("");
        boolean fresh = timestamp.matches("\\d{10}")
                && Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), clock.instant())
                                .abs()
                                .compareTo(Duration.ofHours(1))
                        <= 0;
        byte[] given = json.path("sign").asString("").getBytes(StandardCharsets.UTF_8);
        return fresh && MessageDigest.isEqual(given, sign(timestamp).getBytes(StandardCharsets.UTF_8))
                ? Optional.empty()
                : Optional.of(error(19021, "sign match fail or timestamp is not within one hour from current time"));
    }

    private String sign(String timestamp) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec((timestamp + "\n" + secret).getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Optional<StandInAnswer> badMessage(Request request) {
        if (request.size() > MAX_BYTES) {
            return Optional.of(error(19036, "the request body exceeds the size limit"));
        }
        JsonNode json = request.json();
        String type = json.path("msg_type").asString("");
        if (!type.equals("text") && !type.equals("interactive")) {
            return Optional.of(error(19002, "params error, msg_type need"));
        }
        if (type.equals("text") && !isText(json.at("/content/text"))) {
            return Optional.of(error(19002, "params error, content.text need"));
        }
        if (type.equals("interactive") && (refusesCards || !isCard(json.path("card")))) {
            return Optional.of(error(230099, "Failed to create card content"));
        }
        return keywords.isEmpty()
                        || keywords.stream().anyMatch(word -> texts(json).anyMatch(text -> text.contains(word)))
                ? Optional.empty()
                : Optional.of(error(19024, "Key Words Not Found"));
    }

    /** What readers get to read. */
    private static Stream<String> texts(JsonNode json) {
        return Stream.concat(
                Stream.of(
                        json.at("/content/text").asString(""),
                        json.at("/card/header/title/content").asString("")),
                json.at("/card/elements")
                        .valueStream()
                        .map(element -> element.path("content").asString("")));
    }

    private static boolean isCard(JsonNode card) {
        return isText(card.at("/header/title/content"))
                && List.of("red", "orange", "blue", "green", "grey")
                        .contains(card.at("/header/template").asString(""))
                && !card.path("elements").isEmpty()
                && card.path("elements").valueStream().allMatch(FeishuStandIn::isElement);
    }

    /** A robot's buttons may open a URL and do nothing else. */
    private static boolean isElement(JsonNode element) {
        return switch (element.path("tag").asString("")) {
            case "markdown" -> isText(element.path("content"));
            case "action" ->
                !element.path("actions").isEmpty()
                        && element.path("actions")
                                .valueStream()
                                .allMatch(button -> button.path("tag")
                                                .asString("")
                                                .equals("button")
                                        && isText(button.at("/text/content"))
                                        && !button.has("value")
                                        && button.path("url").asString("").matches("https?://\\S+"));
            default -> false;
        };
    }

    private static boolean isText(JsonNode node) {
        return node.isString() && !node.asString().isBlank();
    }
}
