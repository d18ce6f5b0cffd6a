package io.tocsin.standin;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Slack's Web API, as docs.slack.dev describes chat.postMessage and chat.update: errors are HTTP 200 with {@code
 * "ok":false}, and a reply to a message that is gone is taken without its thread.
 */
public final class SlackApiStandIn extends WebhookStandIn {

    public static final String TOKEN = "xoxb-5tandIn-T0ken0123456789";

    /** A channel that the app is in, and its id. */
    public static final String CHANNEL = "ops-alerts";

    public static final String CHANNEL_ID = "C0STANDIN1";

    private static final String PATH = "/stand-in/api";
    private static final String POST = PATH + "/chat.postMessage";
    private static final String UPDATE = PATH + "/chat.update";

    /**
     * A message in the channel.
     *
     * @param ts its id
     * @param threadTs the id of the first message of its thread; null when it stands in the channel by itself
     * @param broadcast whether a reply shows in the channel as well
     * @param body what it says now
     * @param updates how often it was replaced
     */
    public record Posted(String ts, @Nullable String threadTs, boolean broadcast, JsonNode body, int updates) {}

    private final Map<String, Posted> messages = new LinkedHashMap<>();
    private final Deque<StandInAnswer> updateFailures = new ArrayDeque<>();
    private final InstantSource clock;
    private long last;
    private @Nullable RateRule postRate;
    private @Nullable RateRule updateRate;
    private boolean editable = true;

    /** Starts on a free port. */
    public SlackApiStandIn() {
        this(InstantSource.system());
    }

    /**
     * @param clock by which the rate limits count
     */
    public SlackApiStandIn(InstantSource clock) {
        super(0);
        this.clock = clock;
        start();
    }

    /** The address of the API: not a secret in itself, but where a proxy is. */
    @Override
    public URI webhookUrl() {
        return URI.create(origin() + PATH);
    }

    /** What stands in the channel and its threads, in the order of posting. */
    public synchronized List<Posted> messages() {
        return new ArrayList<>(messages.values());
    }

    /** Deletes a message, as its readers can. */
    public synchronized void delete(String ts) {
        messages.remove(ts);
    }

    /** From now on messages cannot be edited, as workspaces can have it. */
    public synchronized void closeEditing() {
        editable = false;
    }

    /** Gives this answer to each of the next updates. */
    public synchronized void failUpdates(int times, StandInAnswer answer) {
        updateFailures.addAll(Collections.nCopies(times, answer));
    }

    /**
     * From now on the channel and its threads take one post a second, and so many at once. Source: docs.slack.dev, "Rate
     * limits": one message a second for each channel, with short bursts.
     */
    public synchronized void limitPosts(int burst) {
        postRate = new RateRule(burst, Duration.ofSeconds(burst), Duration.ZERO, clock);
    }

    /**
     * From now on more updates than so many within a minute are refused; whatever becomes of them, they count. Source:
     * docs.slack.dev, chat.update: tier 3, which is 50 and more a minute.
     */
    public synchronized void limitUpdates(int perMinute) {
        updateRate = new RateRule(perMinute, Duration.ofMinutes(1), Duration.ZERO, clock);
    }

    /** How many calls were refused for being too many. */
    public synchronized int refusals() {
        return Stream.of(Optional.ofNullable(postRate), Optional.ofNullable(updateRate))
                .flatMap(Optional::stream)
                .mapToInt(RateRule::refusals)
                .sum();
    }

    @Override
    public synchronized void reset() {
        super.reset();
        messages.clear();
        updateFailures.clear();
        postRate = null;
        updateRate = null;
        editable = true;
    }

    /** An answer with this error. */
    public static StandInAnswer error(String word) {
        return StandInAnswer.of(200, "{\"ok\":false,\"error\":\"" + word + "\"}");
    }

    @Override
    synchronized Optional<StandInAnswer> complaint(Request request) {
        String path = request.uri().getPath();
        String authorization = request.header("Authorization");
        if (!path.equals(POST) && !path.equals(UPDATE)) {
            return Optional.of(error("unknown_method"));
        }
        if (authorization.isEmpty()) {
            return Optional.of(error("not_authed"));
        }
        if (!authorization.equals("Bearer " + TOKEN)) {
            return Optional.of(error("invalid_auth"));
        }
        if (!request.method().equals("POST") || !request.contentType().startsWith("application/json")) {
            return Optional.of(error("invalid_post_type"));
        }
        return (path.equals(POST) ? cannotPost(request.json()) : cannotUpdate(request.json()))
                .or(() -> SlackStandIn.badMessage(request.json()).map(refusal -> error(refusal.body())));
    }

    private Optional<StandInAnswer> cannotPost(JsonNode body) {
        String channel = body.path("channel").asString("").replaceFirst("^#", "");
        if (!channel.equals(CHANNEL) && !channel.equals(CHANNEL_ID)) {
            return Optional.of(error("channel_not_found"));
        }
        Posted parent = parent(body);
        if (parent != null && parent.threadTs() != null) {
            return Optional.of(error("cannot_reply_to_message"));
        }
        return tooMany(postRate);
    }

    private static Optional<StandInAnswer> tooMany(@Nullable RateRule rate) {
        return rate == null
                ? Optional.empty()
                : rate.refuse()
                        .map(wait -> StandInAnswer.of(429, "{\"ok\":false,\"error\":\"ratelimited\"}")
                                .header("Retry-After", String.valueOf((wait.toMillis() + 999) / 1_000)));
    }

    /** Updates want the channel's id; its name is not enough. */
    private Optional<StandInAnswer> cannotUpdate(JsonNode body) {
        Optional<StandInAnswer> tooMany = tooMany(updateRate);
        if (tooMany.isPresent()) {
            return tooMany;
        }
        if (!updateFailures.isEmpty()) {
            return Optional.of(updateFailures.remove());
        }
        if (!body.path("channel").asString("").equals(CHANNEL_ID)) {
            return Optional.of(error("channel_not_found"));
        }
        if (!messages.containsKey(body.path("ts").asString(""))) {
            return Optional.of(error("message_not_found"));
        }
        return editable ? Optional.empty() : Optional.of(error("edit_window_closed"));
    }

    /** Only a text is a timestamp: as a number it would have lost digits. */
    private @Nullable Posted parent(JsonNode body) {
        JsonNode ts = body.path("thread_ts");
        return ts.isString() ? messages.get(ts.asString()) : null;
    }

    @Override
    StandInAnswer thanks() {
        return StandInAnswer.of(200, "{\"ok\":true}");
    }

    @Override
    synchronized StandInAnswer thanks(Request request) {
        JsonNode body = request.json();
        Posted posted = request.uri().getPath().equals(POST) ? post(body) : update(body);
        messages.put(posted.ts(), posted);
        String thread = posted.threadTs() == null ? "" : ",\"thread_ts\":\"" + posted.threadTs() + "\"";
        return StandInAnswer.of(
                200,
                "{\"ok\":true,\"channel\":\"" + CHANNEL_ID + "\",\"ts\":\"" + posted.ts()
                        + "\",\"message\":{\"type\":\"message\",\"ts\":\"" + posted.ts() + "\"" + thread + "}}");
    }

    private Posted post(JsonNode body) {
        Posted parent = parent(body);
        String ts = String.format("1763800000.%06d", ++last);
        boolean broadcast = parent != null && body.path("reply_broadcast").asBoolean(false);
        return new Posted(ts, parent == null ? null : parent.ts(), broadcast, body, 0);
    }

    private Posted update(JsonNode body) {
        Posted before = messages.get(body.path("ts").asString());
        return new Posted(before.ts(), before.threadTs(), before.broadcast(), body, before.updates() + 1);
    }
}
