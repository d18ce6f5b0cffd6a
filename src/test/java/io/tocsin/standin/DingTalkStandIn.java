package io.tocsin.standin;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;

/** DingTalk's custom robot: every answer is HTTP 200 with an errcode. */
public final class DingTalkStandIn extends WebhookStandIn {

    /** The secret part of the URL. */
    public static final String TOKEN = "d1ngTa1kStandInToken0123456789abcdef";

    public static final String SECRET = "SECd1ngTa1kStandIn0123456789";

    private static final int MAX_BYTES = 20_000;

    private final String secret;
    private final InstantSource clock;
    private volatile RateRule rate;
    private volatile boolean refusesMarkdown;
    private volatile List<String> keywords = List.of();
    private final Queue<String> unseen = new ConcurrentLinkedQueue<>();

    /** Starts on a free port and asks for signatures with {@link #SECRET}. */
    public DingTalkStandIn() {
        this(0, SECRET, InstantSource.system());
    }

    /**
     * @param port 0 takes a free one
     * @param secret what requests are signed with; empty asks for no signature
     * @param clock its idea of the time
     */
    public DingTalkStandIn(int port, String secret, InstantSource clock) {
        super(port);
        this.secret = secret;
        this.clock = clock;
        start();
    }

    /** Takes so many messages in any window from now on; above that, none for the penalty. DingTalk: 20, 1 min, 10 min. */
    public void limit(int messages, Duration window, Duration penalty) {
        rate = new RateRule(messages, window, penalty, clock);
    }

    /** Refuses each markdown message for a link in it from now on, and takes plain text. */
    public void refuseMarkdown() {
        refusesMarkdown = true;
    }

    /**
     * Refuses each message whose text has none of these words from now on. DingTalk takes up to ten for a robot; that the
     * title of a markdown message does not count is this stand-in's own reading. Source: DingTalk open platform, "custom
     * robot security settings".
     */
    public void requireKeyword(String... words) {
        keywords = List.of(words);
    }

    /**
     * Who was named in {@code at} and not, as {@code @number} or {@code @userid}, in the text, in whatever message so far,
     * also before a {@link #reset}. DingTalk takes such a message and calls nobody. Source: DingTalk open platform, "custom
     * robot access".
     */
    public List<String> unseenMentions() {
        return List.copyOf(unseen);
    }

    /** How many requests were refused for being too many. */
    public int refusals() {
        return rate == null ? 0 : rate.refusals();
    }

    @Override
    public URI webhookUrl() {
        return URI.create(origin() + "/robot/send?access_token=" + TOKEN);
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
        Map<String, String> query = query(request.uri());
        if (!request.uri().getPath().equals("/robot/send") || !TOKEN.equals(query.get("access_token"))) {
            return Optional.of(error(300005, "token is not exist"));
        }
        if (!request.method().equals("POST")) {
            return Optional.of(error(43002, "require POST method"));
        }
        if (!request.contentType().startsWith("application/json")) {
            return Optional.of(error(43004, "invalid ContentType"));
        }
        return unsigned(query).or(this::tooFast).or(() -> badMessage(request));
    }

    private Optional<StandInAnswer> tooFast() {
        return rate == null ? Optional.empty() : rate.refuse().map(wait -> error(130101, "send too fast"));
    }

    private Optional<StandInAnswer> unsigned(Map<String, String> query) {
        if (secret.isEmpty()) {
            return Optional.empty();
        }
        String timestamp = query.getOrDefault("timestamp", "");
        boolean fresh = timestamp.matches("\\d{13}")
                && Duration.between(Instant.ofEpochMilli(Long.parseLong(timestamp)), clock.instant())
                                .abs()
                                .compareTo(Duration.ofHours(1))
                        <= 0;
        if (!fresh) {
            return Optional.of(error(310000, "description:invalid timestamp"));
        }
        byte[] given = query.getOrDefault("sign", "").getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(given, sign(timestamp).getBytes(StandardCharsets.UTF_8))
                ? Optional.empty()
                : Optional.of(error(310000, "description:sign not match"));
    }

    private String sign(String timestamp) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal((timestamp + "\n" + secret).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Optional<StandInAnswer> badMessage(Request request) {
        if (request.size() > MAX_BYTES) {
            return Optional.of(error(460101, "message too long, exceed 20000 bytes"));
        }
        JsonNode json = request.json();
        if (refusesMarkdown && json.has("markdown")) {
            return Optional.of(error(430101, "unsafe link"));
        }
        JsonNode text = text(json);
        if (!isText(text) || (json.has("markdown") && !isText(json.at("/markdown/title")))) {
            return Optional.of(error(40035, "缺少参数 json"));
        }
        return keywords.isEmpty() || keywords.stream().anyMatch(text.asString()::contains)
                ? Optional.empty()
                : Optional.of(error(310000, "description:keywords not in content"));
    }

    /** What readers get to read; missing in forms that this stand-in does not know. */
    private static JsonNode text(JsonNode json) {
        return switch (json.path("msgtype").asString("")) {
            case "markdown" -> json.at("/markdown/text");
            case "text" -> json.at("/text/content");
            default -> json.path("none");
        };
    }

    @Override
    StandInAnswer thanks(Request request) {
        String text = text(request.json()).asString();
        JsonNode at = request.json().path("at");
        Stream.concat(at.path("atMobiles").valueStream(), at.path("atUserIds").valueStream())
                .map(JsonNode::asString)
                .filter(who -> !Pattern.compile("@" + Pattern.quote(who) + "(?!\\w)")
                        .matcher(text)
                        .find())
                .forEach(unseen::add);
        return thanks();
    }

    private static boolean isText(JsonNode node) {
        return node.isString() && !node.asString().isBlank();
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> query = new HashMap<>();
        for (String pair : Optional.ofNullable(uri.getRawQuery()).orElse("").split("&", -1)) {
            String[] parts = pair.split("=", 2);
            query.put(parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return query;
    }
}
