package io.tocsin.channel.slack;

import static io.tocsin.channel.FailureReason.BAD_ANSWER;
import static io.tocsin.channel.FailureReason.CONFIGURATION;
import static io.tocsin.channel.FailureReason.CREDENTIALS;
import static io.tocsin.channel.FailureReason.MESSAGE_REFUSED;
import static io.tocsin.channel.FailureReason.MESSAGE_TOO_LARGE;
import static io.tocsin.channel.FailureReason.SERVER_ERROR;
import static io.tocsin.channel.FailureReason.THROTTLED;
import static io.tocsin.channel.FailureReason.UNCLEAR_ANSWER;
import static io.tocsin.channel.FailureReason.UNKNOWN_ERROR;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.channel.FailureReason;
import io.tocsin.channel.InMemoryThreads;
import io.tocsin.channel.Notifier;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.TemplatedNotifierContractTests;
import io.tocsin.channel.config.People;
import io.tocsin.channel.http.ChannelHttp;
import io.tocsin.channel.render.RenderFailures;
import io.tocsin.channel.template.MessageTemplates;
import io.tocsin.channel.template.model.TemplatePart;
import io.tocsin.standin.SlackStandIn;
import io.tocsin.standin.StandInAnswer;
import io.tocsin.standin.WebhookStandIn;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlackNotifierTests extends TemplatedNotifierContractTests {

    private static final ChannelHttp HTTP = new ChannelHttp();
    private static final String USER = "U012AB3CD";

    private final SlackStandIn slack = new SlackStandIn();

    @AfterEach
    void close() {
        slack.close();
    }

    @Override
    protected WebhookStandIn standIn() {
        return slack;
    }

    @Override
    protected Notifier notifierTo(URI url, MessageTemplates templates) {
        SlackProperties.MentionRule rule = new SlackProperties.MentionRule(
                List.of("severity=critical"), List.of(USER), List.of(), true, false, List.of(), List.of());
        SlackProperties.Target target = new SlackProperties.Target(
                url.toString(),
                null,
                null,
                null,
                List.of(rule),
                Locale.ENGLISH,
                ZoneId.of("UTC"),
                "none",
                true,
                LIMIT,
                null,
                null);
        return SlackConfiguration.target(
                        "ops-slack",
                        target,
                        HTTP,
                        templates,
                        new RenderFailures(meters),
                        People.NONE,
                        new InMemoryThreads())
                .notifier();
    }

    @Override
    protected TemplatePart template() {
        return TemplatePart.SLACK_MESSAGE;
    }

    @Override
    protected String plainForm() {
        return """
                {"text": "[FIRING] 1 alerts\\nFIRING critical Boom a1\\noncall-42\\n<@U012AB3CD> <!here>",
                 "unfurl_links": false, "unfurl_media": false}
                """;
    }

    @Override
    protected StandInAnswer refusal() {
        return StandInAnswer.of(400, "invalid_payload");
    }

    @Override
    protected String success() {
        return "ok";
    }

    @Override
    protected List<String> otherSuccesses() {
        return List.of("OK", "\"ok\"", "{\"ok\":true}", "{\"success\":true}", "{\"ok\":\"true\"}");
    }

    @Override
    protected List<StandInAnswer> unknownErrors() {
        return List.of(
                StandInAnswer.of(400, "a_word_of_tomorrow"),
                StandInAnswer.of(200, "{\"ok\":false,\"error\":\"some_new_word\"}"),
                StandInAnswer.of(400, "<html>Bad Request</html>"));
    }

    @Override
    protected Collection<String> secrets() {
        return List.of(SlackStandIn.PATH, "s1ackStandInToken", "T0STANDIN", "B0STANDIN", USER);
    }

    @Override
    protected List<Failure> failures() {
        List<Failure> failures = new ArrayList<>();
        for (String word : List.of("invalid_payload", "no_text", "user_not_found", "too_many_attachments")) {
            failures.add(rejected(400, word, MESSAGE_REFUSED));
        }
        failures.add(retryable(400, "a_word_of_tomorrow", UNKNOWN_ERROR));
        failures.add(rejected(400, "msg_blocks_too_long", MESSAGE_TOO_LARGE));
        failures.add(rejected(413, "Request Entity Too Large", MESSAGE_TOO_LARGE));
        failures.add(retryable(403, "action_prohibited", CONFIGURATION));
        failures.add(retryable(403, "invalid_token", CREDENTIALS));
        for (String word : List.of("channel_not_found", "no_service", "no_team")) {
            failures.add(retryable(404, word, CONFIGURATION));
        }
        failures.add(retryable(410, "channel_is_archived", CONFIGURATION));
        for (String word : List.of("team_disabled", "no_active_hooks", "posting_to_general_channel_denied")) {
            failures.add(retryable(400, word, CONFIGURATION));
            failures.add(retryable(403, word, CONFIGURATION));
        }
        failures.add(retryable(429, "rate_limited", THROTTLED));
        failures.add(retryable(500, "rollup_error", SERVER_ERROR));
        failures.add(retryable(502, "<html>Bad Gateway</html>", SERVER_ERROR));
        failures.add(retryable(200, "<html>Sign in</html>", BAD_ANSWER));
        for (String body : List.of(
                "", "okay", "{}", "null", "{\"ok\":null}", "{\"ok\":true,\"error\":\"?\"}", "invalid_payload!")) {
            failures.add(retryable(200, body, UNCLEAR_ANSWER));
        }
        failures.add(rejected(200, "{\"ok\":false,\"error\":\"invalid_blocks\"}", MESSAGE_REFUSED));
        failures.add(retryable(200, "{\"success\":false,\"error\":\"channel_not_found\"}", CONFIGURATION));
        failures.add(retryable(400, "<html>Bad Request</html>", UNKNOWN_ERROR));
        failures.add(retryable(401, "who are you", CREDENTIALS));
        failures.add(retryable(404, "nothing at " + slack.webhookUrl() + " or " + SlackStandIn.PATH, CONFIGURATION));
        failures.add(retryable(407, "proxy", CONFIGURATION));
        return failures;
    }

    private Failure retryable(int status, String body, FailureReason reason) {
        return Failure.retryable(
                status + " " + body,
                reason,
                () -> slack.answerNext(reason == UNKNOWN_ERROR ? 2 : 1, StandInAnswer.of(status, body)));
    }

    private Failure rejected(int status, String body, FailureReason reason) {
        return Failure.rejected(status + " " + body, reason, () -> slack.answerNext(2, StandInAnswer.of(status, body)));
    }

    @Test
    void being_throttled_tells_for_how_long() {
        slack.answerNext(1, StandInAnswer.of(429, "rate_limited").header("Retry-After", "30"));

        assertThat(notifier().send(sample()))
                .isEqualTo(SendResult.retryable(THROTTLED, Duration.ofSeconds(30), "rate_limited"));
    }
}
