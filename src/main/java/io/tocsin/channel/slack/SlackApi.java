package io.tocsin.channel.slack;

import io.tocsin.channel.FailureReason;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.http.ChannelHttp;
import io.tocsin.channel.http.HttpFailures;
import io.tocsin.channel.http.HttpOutcome;
import io.tocsin.channel.http.HttpOutcome.Answer;
import io.tocsin.channel.http.HttpOutcome.NoAnswer;
import io.tocsin.channel.http.JsonAnswer;
import io.tocsin.channel.slack.SlackAnswer.Failed;
import io.tocsin.channel.slack.SlackAnswer.Taken;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.springframework.util.StringUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Slack's Web API, one call at a time. The field {@code ok} in the body shows whether a call succeeded; the HTTP status is 200
 * for most errors, too. Source: docs.slack.dev, "Using the Slack Web API".
 */
final class SlackApi {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String base;
    private final Map<String, String> headers;
    private final ChannelHttp http;

    /**
     * @param base the URL of the methods, such as {@code https://slack.com/api}
     * @param token a bot token
     */
    SlackApi(URI base, String token, ChannelHttp http) {
        this.base = StringUtils.trimTrailingCharacter(base.toString(), '/');
        this.headers = new HashMap<>(ChannelHttp.JSON);
        this.headers.put("Authorization", "Bearer " + token);
        this.http = http;
    }

    SlackAnswer call(String method, ObjectNode body, Duration limit) {
        URI url = URI.create(base + "/" + method);
        HttpOutcome outcome = http.post(url, headers, JSON.writeValueAsBytes(body), limit);
        return outcome instanceof Answer answer ? read(answer) : new Failed(((NoAnswer) outcome).toResult());
    }

    private static SlackAnswer read(Answer answer) {
        JsonAnswer said = JsonAnswer.of(answer);
        String word = said.text("error");
        if (answer.status() == 429) {
            return failed(FailureReason.THROTTLED, answer, word);
        }
        if (answer.status() == 200 && said.isTrue("ok")) {
            return taken(said.body());
        }
        if (!said.isFalse("ok") || word.isEmpty()) {
            return new Failed(HttpFailures.read(answer));
        }
        return failed(SlackErrors.reason(word), answer, word);
    }

    private static SlackAnswer failed(FailureReason reason, Answer answer, String word) {
        boolean form = reason == FailureReason.MESSAGE_REFUSED || reason == FailureReason.MESSAGE_TOO_LARGE;
        String detail = word.isEmpty() ? "HTTP " + answer.status() : word;
        return new Failed(
                form ? SendResult.rejected(reason, detail) : SendResult.retryable(reason, answer.retryAfter(), detail));
    }

    /** A reply to a message that was deleted is still accepted, but without a thread: only its answer shows that. */
    private static Taken taken(JsonNode body) {
        JsonNode message = body.path("message");
        boolean threaded = !message.isObject() || message.hasNonNull("thread_ts");
        return new Taken(body.path("channel").asString(""), body.path("ts").asString(""), !threaded);
    }
}
