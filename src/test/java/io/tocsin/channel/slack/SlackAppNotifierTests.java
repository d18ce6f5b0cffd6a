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

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.channel.FailureReason;
import io.tocsin.channel.InMemoryThreads;
import io.tocsin.channel.Notifier;
import io.tocsin.channel.TemplatedNotifierContractTests;
import io.tocsin.channel.config.People;
import io.tocsin.channel.http.ChannelHttp;
import io.tocsin.channel.render.RenderFailures;
import io.tocsin.channel.template.MessageTemplates;
import io.tocsin.channel.template.model.TemplatePart;
import io.tocsin.standin.SlackApiStandIn;
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

/** What holds for every channel, for a Slack app; {@link SlackThreadTests} is about its threads. */
class SlackAppNotifierTests extends TemplatedNotifierContractTests {

    private static final ChannelHttp HTTP = new ChannelHttp();

    private final SlackApiStandIn slack = new SlackApiStandIn();
    private final InMemoryThreads threads = new InMemoryThreads();

    @AfterEach
    void close() {
        slack.close();
    }

    static Notifier notifier(URI url, InMemoryThreads threads, String channel, Duration limit) {
        return notifier(url, threads, channel, limit, BUILT_IN, new SimpleMeterRegistry());
    }

    private static Notifier notifier(
            URI url,
            InMemoryThreads threads,
            String channel,
            Duration limit,
            MessageTemplates templates,
            MeterRegistry meters) {
        SlackProperties.Target target = new SlackProperties.Target(
                null,
                SlackApiStandIn.TOKEN,
                channel,
                url.toString(),
                List.of(),
                Locale.ENGLISH,
                ZoneId.of("UTC"),
                "none",
                true,
                limit,
                null,
                null);
        return SlackConfiguration.target(
                        "ops-slack", target, HTTP, templates, new RenderFailures(meters), People.NONE, threads)
                .notifier();
    }

    @Override
    protected WebhookStandIn standIn() {
        return slack;
    }

    @Override
    protected Notifier notifierTo(URI url, MessageTemplates templates) {
        return notifier(url, threads, SlackApiStandIn.CHANNEL, LIMIT, templates, meters);
    }

    @Override
    protected TemplatePart template() {
        return TemplatePart.SLACK_MESSAGE;
    }

    @Override
    protected String plainForm() {
        return """
                {"channel": "%s", "text": "[FIRING] 1 alerts\\nFIRING critical Boom a1\\noncall-42",
                 "unfurl_links": false, "unfurl_media": false}
                """.formatted(SlackApiStandIn.CHANNEL);
    }

    /** The same message, sent again, would join the thread that it began. */
    @Override
    protected void recover() {
        super.recover();
        threads.clear();
    }

    @Override
    protected StandInAnswer refusal() {
        return SlackApiStandIn.error("invalid_blocks");
    }

    @Override
    protected String success() {
        return "{\"ok\":true,\"channel\":\"C1\",\"ts\":\"1.2\"}";
    }

    @Override
    protected List<String> otherSuccesses() {
        return List.of("{\"ok\":\"true\",\"channel\":\"C1\",\"ts\":\"1.2\"}");
    }

    @Override
    protected List<StandInAnswer> unknownErrors() {
        return List.of(SlackApiStandIn.error("some_new_word"), StandInAnswer.of(400, "what?"));
    }

    @Override
    protected Collection<String> secrets() {
        return List.of(SlackApiStandIn.TOKEN, "/stand-in/api");
    }

    @Override
    protected List<Failure> failures() {
        List<Failure> failures = new ArrayList<>();
        for (String word : List.of("invalid_blocks", "no_text", "too_many_attachments", "invalid_arguments")) {
            failures.add(rejected(word, MESSAGE_REFUSED));
        }
        failures.add(rejected("msg_too_long", MESSAGE_TOO_LARGE));
        failures.add(rejected("msg_blocks_too_long", MESSAGE_TOO_LARGE));
        for (String word : List.of("channel_not_found", "not_in_channel", "is_archived", "restricted_action")) {
            failures.add(retryable(word, CONFIGURATION));
        }
        for (String word : List.of("invalid_auth", "not_authed", "token_revoked", "token_expired", "missing_scope")) {
            failures.add(retryable(word, CREDENTIALS));
        }
        for (String word : List.of("internal_error", "fatal_error", "service_unavailable", "request_timeout")) {
            failures.add(retryable(word, SERVER_ERROR));
        }
        failures.add(retryable("ratelimited", THROTTLED));
        failures.add(retryable("some_new_word", UNKNOWN_ERROR));
        failures.add(answered(StandInAnswer.of(429, "{\"ok\":false,\"error\":\"ratelimited\"}"), THROTTLED));
        failures.add(answered(StandInAnswer.of(429, "slow down"), THROTTLED));
        failures.add(answered(StandInAnswer.of(200, "<html>Sign in</html>"), BAD_ANSWER));
        failures.add(answered(StandInAnswer.of(200, "ok"), UNCLEAR_ANSWER));
        failures.add(answered(StandInAnswer.of(200, "{\"ok\":1}"), UNCLEAR_ANSWER));
        failures.add(answered(StandInAnswer.of(200, "{\"ok\":false}"), UNCLEAR_ANSWER));
        failures.add(answered(StandInAnswer.of(200, "[true]"), UNCLEAR_ANSWER));
        failures.add(answered(StandInAnswer.of(502, "<html>Bad Gateway</html>"), SERVER_ERROR));
        failures.add(answered(StandInAnswer.of(404, "nothing at " + slack.webhookUrl()), CONFIGURATION));
        failures.add(answered(
                StandInAnswer.of(401, "{\"error\":\"who is Bearer " + SlackApiStandIn.TOKEN + "\"}"), CREDENTIALS));
        return failures;
    }

    private Failure retryable(String word, FailureReason reason) {
        return answered(SlackApiStandIn.error(word), reason);
    }

    private Failure answered(StandInAnswer answer, FailureReason reason) {
        return Failure.retryable(
                answer.status() + " " + answer.body(),
                reason,
                () -> slack.answerNext(reason == UNKNOWN_ERROR ? 2 : 1, answer));
    }

    private Failure rejected(String word, FailureReason reason) {
        return Failure.rejected(word, reason, () -> slack.answerNext(2, SlackApiStandIn.error(word)));
    }
}
