package io.tocsin.standin;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Slack's incoming webhooks, as docs.slack.dev describes them. */
public final class SlackStandIn extends WebhookStandIn {

    /** The secret part of the URL. */
    public static final String PATH = "/services/T0STANDIN/B0STANDIN/s1ackStandInToken";

    private static final Set<String> BLOCK_TYPES = Set.of("section", "context", "header", "divider", "actions");
    private static final Set<String> TEXT_TYPES = Set.of("plain_text", "mrkdwn");

    /**
     * A bare {@code &} or {@code <}. The documentation only asks for escapes; to refuse what lacks them is this
     * stand-in's own rule.
     */
    private static final Pattern UNESCAPED =
            Pattern.compile("&(?!amp;|lt;|gt;)|<(?!https?://[^<>|]+(\\|[^<>|]*)?>)|>(?<!<https?://[^<>]{0,2000}>)");

    /** What stands in angle brackets and is no link. */
    private static final Pattern MENTION = Pattern.compile("<(@[UW]\\w+|!subteam\\^S\\w+|!here|!channel)>");

    private volatile RateRule rate;

    /** Starts on a free port. */
    public SlackStandIn() {
        this(0);
    }

    /** Starts on the given port; 0 takes a free one. */
    public SlackStandIn(int port) {
        super(port);
        start();
    }

    /** Takes so many messages in any window from now on; above that, none for the wait that Retry-After tells. */
    public void limit(int messages, Duration window, Duration wait) {
        rate = new RateRule(messages, window, wait, InstantSource.system());
    }

    /** How many requests were refused for being too many. */
    public int refusals() {
        return rate == null ? 0 : rate.refusals();
    }

    @Override
    public URI webhookUrl() {
        return URI.create(origin() + PATH);
    }

    @Override
    StandInAnswer thanks() {
        return StandInAnswer.of(200, "ok");
    }

    @Override
    Optional<StandInAnswer> complaint(Request request) {
        if (!request.uri().getPath().equals(PATH)) {
            return Optional.of(StandInAnswer.of(404, "no_service"));
        }
        boolean json = request.contentType().startsWith("application/json")
                && request.json().isObject();
        Optional<Duration> wait = rate == null ? Optional.empty() : rate.refuse();
        if (wait.isPresent()) {
            return Optional.of(StandInAnswer.of(429, "rate_limited")
                    .header("Retry-After", String.valueOf(wait.get().toSeconds())));
        }
        if (!request.method().equals("POST") || !json) {
            return refuse("invalid_payload");
        }
        return badMessage(request.json());
    }

    /** What is wrong with a message, however it is sent. */
    static Optional<StandInAnswer> badMessage(JsonNode message) {
        String text = message.path("text").asString("");
        JsonNode attachments = message.path("attachments");
        if (text.isBlank() && attachments.isEmpty()) {
            return refuse("no_text");
        }
        if (isUnescaped(text)) {
            return refuse("invalid_payload");
        }
        if (text.length() > 40_000) {
            return refuse("msg_too_long");
        }
        if (attachments.size() > 100) {
            return refuse("too_many_attachments");
        }
        return attachments
                .valueStream()
                .flatMap(one -> attachment(one).stream())
                .findFirst();
    }

    private static Optional<StandInAnswer> attachment(JsonNode attachment) {
        JsonNode blocks = attachment.path("blocks");
        boolean colour = attachment.path("color").asString("").matches("#[0-9A-F]{6}");
        if (List.of("text", "pretext", "fallback").stream()
                .anyMatch(part -> isUnescaped(attachment.path(part).asString("")))) {
            return refuse("invalid_attachments");
        }
        if (!colour || blocks.isEmpty() || blocks.size() > 50) {
            return refuse("invalid_attachments");
        }
        if (blocks.toString().length() > 13_200) {
            return refuse("msg_blocks_too_long");
        }
        return blocks.valueStream().allMatch(SlackStandIn::isBlock) ? Optional.empty() : refuse("invalid_blocks");
    }

    private static boolean isBlock(JsonNode block) {
        String type = block.path("type").asString("");
        JsonNode elements = block.path("elements");
        JsonNode fields = block.path("fields");
        return BLOCK_TYPES.contains(type)
                && (!type.equals("header") || isText(block.path("text"), 150))
                && (!type.equals("section") || !fields.isEmpty() || isText(block.path("text"), 3_000))
                && fields.size() <= 10
                && fields.valueStream().allMatch(field -> isText(field, 2_000))
                && (!type.equals("context")
                        || (!elements.isEmpty()
                                && elements.size() <= 10
                                && elements.valueStream().allMatch(element -> isText(element, 3_000))));
    }

    private static boolean isText(JsonNode text, int max) {
        String type = text.path("type").asString("");
        String content = text.path("text").asString("");
        // Plain text has no mark-up: what stands in it is what is read.
        return TEXT_TYPES.contains(type)
                && !content.isEmpty()
                && content.length() <= max
                && !(type.equals("mrkdwn") && isUnescaped(content));
    }

    private static boolean isUnescaped(String mrkdwn) {
        return UNESCAPED.matcher(MENTION.matcher(mrkdwn).replaceAll("")).find();
    }

    private static Optional<StandInAnswer> refuse(String word) {
        return Optional.of(StandInAnswer.of(400, word));
    }
}
