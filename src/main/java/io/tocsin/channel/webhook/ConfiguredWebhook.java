package io.tocsin.channel.webhook;

import io.tocsin.channel.ChannelType;
import io.tocsin.channel.FailureReason;
import io.tocsin.channel.HmacSha256;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.http.ChannelHttp;
import io.tocsin.channel.http.HttpFailures;
import io.tocsin.channel.http.HttpOutcome;
import io.tocsin.channel.http.HttpOutcome.Answer;
import io.tocsin.channel.http.JsonAnswer;
import io.tocsin.channel.http.WebhookProtocol;
import io.tocsin.channel.webhook.WebhookProperties.Rule;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * A receiver whose protocol is configured. Of the rules for its answers the first that matches counts: throttled, refused,
 * success; otherwise the status decides.
 *
 * @param headers sent with each request, credentials included
 * @param hmacSecret signs {@code timestamp.body}; empty for no signature
 * @param placeholders represent the secrets in a body
 * @param throttled an answer of one of its statuses, or with one of its values
 * @param refused likewise
 * @param success an answer of one of its statuses, any 2xx when it names none, and with one of its values if it names any
 * @param retryAfter where an answer has the seconds to wait; null for the header {@code Retry-After} only
 */
record ConfiguredWebhook(
        WebhookProperties.Method method,
        URI url,
        Map<String, String> headers,
        String hmacSecret,
        InstantSource clock,
        Placeholders placeholders,
        Rule throttled,
        Rule refused,
        Rule success,
        @Nullable JsonPointer retryAfter)
        implements WebhookProtocol {

    @Override
    public ChannelType channel() {
        return ChannelType.WEBHOOK;
    }

    @Override
    public HttpOutcome post(ChannelHttp http, String id, byte[] rendered, Duration limit) {
        String body = placeholders.resolve(new String(rendered, StandardCharsets.UTF_8));
        Map<String, String> all = new LinkedHashMap<>(ChannelHttp.JSON);
        all.putAll(headers);
        all.put("Idempotency-Key", id);
        if (!hmacSecret.isEmpty()) {
            long timestamp = clock.instant().getEpochSecond();
            byte[] signed = (timestamp + "." + body).getBytes(StandardCharsets.UTF_8);
            all.put("X-Tocsin-Timestamp", Long.toString(timestamp));
            all.put("X-Tocsin-Signature", HexFormat.of().formatHex(HmacSha256.of(hmacSecret, signed)));
        }
        return http.send(method.name(), url, all, body.getBytes(StandardCharsets.UTF_8), limit);
    }

    @Override
    public SendResult read(Answer received) {
        JsonNode body = JsonAnswer.of(received).body();
        int status = received.status();
        Answer answer = new Answer(status, after(received, body), received.body());
        String detail = "HTTP " + status + ": " + answer.body();
        if (throttled.status().contains(status) || hasValue(throttled, body)) {
            return SendResult.retryable(FailureReason.THROTTLED, answer.retryAfter(), detail);
        }
        if (refused.status().contains(status) || hasValue(refused, body)) {
            return SendResult.rejected(FailureReason.MESSAGE_REFUSED, detail);
        }
        List<Integer> good = success.status();
        boolean taken = good.isEmpty() ? status / 100 == 2 : good.contains(status);
        if (taken && (success.equals().isEmpty() || hasValue(success, body))) {
            return SendResult.delivered();
        }
        boolean says = status / 100 == 2 && !body.isEmpty();
        return says && !body.at(success.pointer()).isMissingNode()
                ? SendResult.retryable(FailureReason.UNKNOWN_ERROR, answer.retryAfter(), detail)
                : HttpFailures.read(answer);
    }

    private static boolean hasValue(Rule rule, JsonNode body) {
        JsonNode value = body.at(rule.pointer());
        return value.isValueNode() && rule.equals().contains(value.asString());
    }

    /** What the header asks for, else the body. */
    private @Nullable Duration after(Answer answer, JsonNode body) {
        double seconds = retryAfter == null ? 0 : Math.min(body.at(retryAfter).asDouble(0), 3_600);
        return answer.retryAfter() == null && seconds > 0
                ? Duration.ofMillis((long) Math.ceil(1_000 * seconds))
                : answer.retryAfter();
    }
}
