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
import java.util.Map;
import java.util.Optional;
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
        boolean complete = switch (json.path("msgtype").asString("")) {
            case "markdown" ->
                isText(json.path("markdown").path("title"))
                        && isText(json.path("markdown").path("text"));
            case "text" -> isText(json.path("text").path("content"));
            default -> false;
        };
        return complete ? Optional.empty() : Optional.of(error(40035, "缺少参数 json"));
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
