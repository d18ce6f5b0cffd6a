package io.tocsin.channel.webhook;

import io.tocsin.channel.FailureReason;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.config.TargetSettings;
import io.tocsin.channel.http.HttpFailures;
import io.tocsin.channel.http.HttpOutcome.Answer;
import io.tocsin.channel.webhook.WebhookProperties.Rule;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The meaning of one receiver's answers. The first rule that matches counts: throttled, refused, success; otherwise the status
 * decides.
 *
 * @param throttled an answer of one of its statuses, or with one of its values
 * @param refused likewise
 * @param success an answer of one of its statuses, any 2xx when it names none, and with one of its values if it names any
 */
record AnswerRules(Match throttled, Match refused, Match success) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * A rule that was read.
     *
     * @param values compared as text; empty together with the pointer
     */
    record Match(Set<Integer> status, JsonPointer pointer, Set<String> values) {

        static Match of(Rule rule, String setting, TargetSettings settings) {
            if (rule.pointer().isBlank() != rule.equals().isEmpty()) {
                throw settings.wrong(setting, "needs both pointer (such as /code) and equals, or neither");
            }
            JsonPointer pointer = settings.read(
                    setting, () -> JsonPointer.compile(rule.pointer().strip()));
            return new Match(Set.copyOf(rule.status()), pointer, Set.copyOf(rule.equals()));
        }

        private boolean hasValue(JsonNode body) {
            JsonNode value = body.at(pointer);
            return value.isValueNode() && values.contains(value.asString());
        }

        private boolean either(int code, JsonNode body) {
            return status.contains(code) || hasValue(body);
        }

        private boolean both(int code, JsonNode body) {
            boolean taken = status.isEmpty() ? code / 100 == 2 : status.contains(code);
            return taken && (values.isEmpty() || hasValue(body));
        }
    }

    SendResult read(Answer answer) {
        JsonNode body = json(answer.body());
        int status = answer.status();
        String detail = "HTTP " + status + ": " + answer.body();
        if (throttled.either(status, body)) {
            return SendResult.retryable(FailureReason.THROTTLED, answer.retryAfter(), detail);
        }
        if (refused.either(status, body)) {
            return SendResult.rejected(FailureReason.MESSAGE_REFUSED, detail);
        }
        if (success.both(status, body)) {
            return SendResult.delivered();
        }
        boolean says = body.isObject() && !body.at(success.pointer()).isMissingNode();
        return status / 100 == 2 && says
                ? SendResult.retryable(FailureReason.UNKNOWN_ERROR, answer.retryAfter(), detail)
                : HttpFailures.read(answer);
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException notJson) {
            return JSON.missingNode();
        }
    }
}
