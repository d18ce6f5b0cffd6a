package io.tocsin.standin;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A system of one's own that takes Tocsin's JSON, signed, and answers with a code. */
public final class HookStandIn extends WebhookStandIn {

    /** The secret part of the URL. */
    public static final String TOKEN = "h00kStandInPath0123456789";

    public static final String BEARER = "h00kStandInBearer0123456789";
    public static final String HMAC = "h00kStandInHmac0123456789";

    private static final int MAX_BYTES = 65_536;

    private final InstantSource clock;
    private final Queue<String> keys = new ConcurrentLinkedQueue<>();
    private final Queue<String> methods = new ConcurrentLinkedQueue<>();
    private volatile RateRule rate;

    /** Starts on a free port. */
    public HookStandIn(InstantSource clock) {
        super(0);
        this.clock = clock;
        start();
    }

    /** Takes one request a second from now on. */
    public void limit() {
        rate = new RateRule(1, Duration.ofSeconds(1), Duration.ZERO, clock);
    }

    /** How many requests were refused for being too many. */
    public int refusals() {
        return rate == null ? 0 : rate.refusals();
    }

    /** The idempotency keys of the messages accepted so far. */
    public List<String> keys() {
        return List.copyOf(keys);
    }

    /** The methods of the messages accepted so far. */
    public List<String> methods() {
        return List.copyOf(methods);
    }

    @Override
    public URI webhookUrl() {
        return URI.create(origin() + "/hook/" + TOKEN);
    }

    @Override
    StandInAnswer thanks() {
        return StandInAnswer.of(200, "{\"code\":0}");
    }

    @Override
    StandInAnswer thanks(Request request) {
        keys.add(request.header("Idempotency-Key"));
        methods.add(request.method());
        return thanks();
    }

    @Override
    Optional<StandInAnswer> complaint(Request request) {
        if (!request.uri().getPath().equals("/hook/" + TOKEN)) {
            return Optional.of(StandInAnswer.of(404, "no such hook"));
        }
        if (!request.header("Authorization").equals("Bearer " + BEARER)) {
            return Optional.of(StandInAnswer.of(401, "no token"));
        }
        if (rate != null && rate.refuse().isPresent()) {
            return Optional.of(StandInAnswer.of(429, "too fast"));
        }
        if (request.size() > MAX_BYTES) {
            return Optional.of(StandInAnswer.of(413, "too large"));
        }
        return isSigned(request) && request.json().isObject()
                ? Optional.empty()
                : Optional.of(StandInAnswer.of(200, "{\"code\":7}"));
    }

    private boolean isSigned(Request request) {
        String timestamp = request.header("X-Tocsin-Timestamp");
        boolean fresh = timestamp.matches("\\d{10}")
                && Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), clock.instant())
                                .abs()
                                .compareTo(Duration.ofMinutes(5))
                        <= 0;
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(HMAC.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return fresh
                    && HexFormat.of()
                            .formatHex(mac.doFinal(request.body().getBytes(StandardCharsets.UTF_8)))
                            .equals(request.header("X-Tocsin-Signature"));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
