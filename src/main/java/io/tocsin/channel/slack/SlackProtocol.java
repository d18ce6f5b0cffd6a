package io.tocsin.channel.slack;

import io.tocsin.channel.ChannelType;
import io.tocsin.channel.FailureReason;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.http.ChannelHttp;
import io.tocsin.channel.http.HttpFailures;
import io.tocsin.channel.http.HttpOutcome;
import io.tocsin.channel.http.HttpOutcome.Answer;
import io.tocsin.channel.http.JsonAnswer;
import io.tocsin.channel.http.WebhookProtocol;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Slack's incoming webhooks. An error is one word in the body; the status of a word varies, so the word counts. Source:
 * docs.slack.dev, "Sending messages using incoming webhooks" and "Rate limits".
 */
record SlackProtocol(URI url) implements WebhookProtocol {

    private static final Map<String, FailureReason> ERRORS = errors();

    @Override
    public ChannelType channel() {
        return ChannelType.SLACK;
    }

    @Override
    public HttpOutcome post(ChannelHttp http, String id, byte[] body, Duration limit) {
        return http.post(url, body, limit);
    }

    @Override
    public SendResult read(Answer answer) {
        JsonAnswer said = JsonAnswer.of(answer);
        String word = word(answer, said);
        if (answer.status() == 200 && isSuccess(said, word)) {
            return SendResult.delivered();
        }
        boolean ownWord = answer.status() == 400 || said.isFalse("ok") || said.isFalse("success");
        FailureReason reason = answer.status() == 429 ? FailureReason.THROTTLED : reason(ownWord, word);
        if (reason == null) {
            return HttpFailures.read(answer);
        }
        if (reason == FailureReason.MESSAGE_REFUSED || reason == FailureReason.MESSAGE_TOO_LARGE) {
            return SendResult.rejected(reason, word);
        }
        return SendResult.retryable(reason, answer.retryAfter(), word);
    }

    /** Gateways in front of Slack, and Slack's workflows, answer in JSON. */
    private static boolean isSuccess(JsonAnswer said, String word) {
        return word.equalsIgnoreCase("ok") || ((said.isTrue("ok") || said.isTrue("success")) && word.isEmpty());
    }

    private static String word(Answer answer, JsonAnswer said) {
        if (said.body().isObject() && !said.body().isEmpty()) {
            return said.text("error");
        }
        return said.body().isString() ? said.body().asString("") : answer.body().strip();
    }

    /** An unlisted word in the form of Slack's is an unknown error; anything else may be a gateway's page. */
    private static @Nullable FailureReason reason(boolean ownWord, String word) {
        FailureReason known = ERRORS.get(word);
        return known == null && ownWord && word.matches("[a-z]+(_[a-z]+)+") ? FailureReason.UNKNOWN_ERROR : known;
    }

    private static Map<String, FailureReason> errors() {
        Map<String, FailureReason> errors = new HashMap<>();
        List.of(
                        "invalid_payload",
                        "no_text",
                        "user_not_found",
                        "too_many_attachments",
                        "invalid_blocks",
                        "invalid_blocks_format",
                        "invalid_attachments")
                .forEach(word -> errors.put(word, FailureReason.MESSAGE_REFUSED));
        List.of("msg_too_long", "msg_blocks_too_long")
                .forEach(word -> errors.put(word, FailureReason.MESSAGE_TOO_LARGE));
        List.of(
                        "action_prohibited",
                        "channel_not_found",
                        "channel_is_archived",
                        "no_service",
                        "no_service_id",
                        "no_team",
                        "team_disabled",
                        "no_active_hooks",
                        "posting_to_general_channel_denied")
                .forEach(word -> errors.put(word, FailureReason.CONFIGURATION));
        errors.put("invalid_token", FailureReason.CREDENTIALS);
        errors.put("rollup_error", FailureReason.SERVER_ERROR);
        return Map.copyOf(errors);
    }
}
