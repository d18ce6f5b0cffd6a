package io.tocsin.channel.slack;

import static io.tocsin.channel.Samples.firing;
import static io.tocsin.channel.Samples.resolved;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.channel.FailureReason;
import io.tocsin.channel.InMemoryThreads;
import io.tocsin.channel.Message;
import io.tocsin.channel.MessageAlert;
import io.tocsin.channel.Notifier;
import io.tocsin.channel.Samples;
import io.tocsin.channel.SendResult;
import io.tocsin.standin.ReceivedMessage;
import io.tocsin.standin.SlackApiStandIn;
import io.tocsin.standin.SlackApiStandIn.Posted;
import io.tocsin.standin.StandInAnswer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SlackThreadTests {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final String GREEN = "#188038";
    private static final String RED = "#D93025";

    private final SlackApiStandIn slack = new SlackApiStandIn();
    private final InMemoryThreads threads = new InMemoryThreads();
    private int delivery;

    @AfterEach
    void close() {
        slack.close();
    }

    private SendResult send(MessageAlert... alerts) {
        return send(next(alerts));
    }

    /** By a notifier of its own, as after a restart: nothing is kept but the store. */
    private SendResult send(Message message) {
        return notifier(SlackApiStandIn.CHANNEL).send(message);
    }

    private Notifier notifier(String channel) {
        return SlackAppNotifierTests.notifier(slack.webhookUrl(), threads, channel, LIMIT);
    }

    private Message next(MessageAlert... alerts) {
        delivery++;
        return new Message(
                "ops-slack-" + delivery,
                delivery,
                Samples.RECEIVED,
                Samples.message(alerts).content());
    }

    private void deliver(MessageAlert... alerts) {
        assertThat(send(alerts)).isEqualTo(SendResult.delivered());
    }

    private static MessageAlert again(MessageAlert alert) {
        return new MessageAlert(
                alert.status(),
                alert.labels(),
                alert.annotations(),
                Samples.START.plusSeconds(3_600),
                alert.endsAt(),
                alert.generatorUrl(),
                null,
                null,
                alert.fingerprint());
    }

    private Posted posted(int number) {
        return slack.messages().get(number);
    }

    private static String colour(Posted posted) {
        return posted.body().path("attachments").path(0).path("color").asString("");
    }

    @Test
    void a_change_is_a_reply_and_the_first_message_shows_the_group_as_it_is() {
        deliver(firing("a", "warning"));
        deliver(firing("a", "warning"), firing("b", "warning"));

        assertThat(slack.messages()).hasSize(2);
        assertThat(posted(0).threadTs()).isNull();
        assertThat(posted(0).updates()).isEqualTo(1);
        assertThat(posted(0).body().toString()).contains("ops-slack-2", "[FIRING:2]");
        assertThat(posted(1).threadTs()).isEqualTo(posted(0).ts());
        assertThat(posted(1).broadcast()).isFalse();
        assertThat(posted(1).body().toString()).contains("ops-slack-2", "[FIRING:2]");
    }

    @Test
    void the_requests_are_these() {
        deliver(firing("a", "warning"));
        deliver(firing("a", "warning"), firing("b", "warning"));

        List<ReceivedMessage> requests = slack.received();
        assertThat(requests)
                .extracting(request -> request.uri().getPath().replaceAll(".*/", ""))
                .containsExactly("chat.postMessage", "chat.postMessage", "chat.update");
        JsonNode post = requests.get(0).json();
        assertThat(post.path("channel").asString()).isEqualTo(SlackApiStandIn.CHANNEL);
        assertThat(post.has("thread_ts")).isFalse();
        JsonNode reply = requests.get(1).json();
        assertThat(reply.path("channel").asString()).isEqualTo(SlackApiStandIn.CHANNEL_ID);
        assertThat(reply.path("thread_ts")).isEqualTo(text(posted(0).ts()));
        assertThat(reply.has("reply_broadcast")).isFalse();
        JsonNode update = requests.get(2).json();
        assertThat(update.path("channel").asString()).isEqualTo(SlackApiStandIn.CHANNEL_ID);
        assertThat(update.path("ts")).isEqualTo(text(posted(0).ts()));
        assertThat(update.path("parse").asString()).isEqualTo("none");
        assertThat(update.path("attachments")).isEqualTo(reply.path("attachments"));
        assertThat(update.path("blocks").isArray()).isTrue();
        assertThat(update.has("mrkdwn") || update.has("unfurl_links")).isFalse();
    }

    private static JsonNode text(String text) {
        return tools.jackson.databind.node.StringNode.valueOf(text);
    }

    @Test
    void a_resolved_group_turns_its_first_message_green_and_the_next_fire_is_a_new_one() {
        deliver(firing("a", "critical"));
        assertThat(colour(posted(0))).isEqualTo(RED);
        deliver(resolved("a", "critical"));
        assertThat(colour(posted(0))).isEqualTo(GREEN);
        assertThat(posted(1).threadTs()).isEqualTo(posted(0).ts());
        assertThat(posted(1).broadcast()).isFalse();

        deliver(firing("a", "critical"));
        assertThat(slack.messages()).hasSize(3);
        assertThat(posted(2).threadTs()).isNull();
        assertThat(colour(posted(0))).isEqualTo(GREEN);
    }

    @Test
    void a_group_whose_end_was_never_told_and_that_fires_anew_is_not_buried_in_the_old_thread() {
        deliver(firing("a", "warning"));
        deliver(again(firing("a", "warning")));

        assertThat(posted(1).threadTs()).isNull();
    }

    @Test
    void a_critical_alert_that_joins_shows_in_the_channel_and_so_does_a_reminder_of_it() {
        deliver(firing("a", "warning"));
        deliver(firing("a", "warning"), firing("b", "critical"));
        deliver(firing("a", "warning"), firing("b", "critical"), firing("c", "warning"));
        deliver(firing("a", "warning"), firing("b", "critical"), firing("c", "warning"));
        deliver(resolved("a", "warning"), firing("b", "critical"), firing("c", "warning"));

        assertThat(slack.messages()).extracting(Posted::broadcast).containsExactly(false, true, false, true, false);
    }

    @Test
    void a_reminder_of_lesser_alerts_is_a_reply() {
        deliver(firing("a", "warning"));
        deliver(firing("a", "warning"));

        assertThat(posted(1).threadTs()).isEqualTo(posted(0).ts());
        assertThat(posted(1).broadcast()).isFalse();
    }

    @Test
    void an_update_that_failed_after_its_reply_is_made_up_for_without_a_second_reply() {
        deliver(firing("a", "critical"));
        // The reply is taken; what follows it is not.
        slack.failUpdates(1, StandInAnswer.of(500, "{\"ok\":false,\"error\":\"internal_error\"}"));
        Message end = next(resolved("a", "critical"));

        assertThat(send(end)).isInstanceOf(SendResult.Retryable.class);
        assertThat(colour(posted(0))).isEqualTo(RED);
        assertThat(send(end)).isEqualTo(SendResult.delivered());

        assertThat(slack.messages()).hasSize(2);
        assertThat(colour(posted(0))).isEqualTo(GREEN);
    }

    @Test
    void a_delivery_that_is_sent_again_after_its_end_was_not_recorded_changes_nothing() {
        deliver(firing("a", "critical"));
        Message end = next(resolved("a", "critical"));
        assertThat(send(end)).isEqualTo(SendResult.delivered());
        assertThat(send(end)).isEqualTo(SendResult.delivered());

        assertThat(slack.messages()).hasSize(2);
        deliver(firing("a", "critical"));
        assertThat(posted(2).threadTs()).isNull();
    }

    @Test
    void a_reply_of_unknown_outcome_is_posted_again() {
        deliver(firing("a", "critical"));
        slack.answerNext(1, StandInAnswer.hangUp());
        Message end = next(resolved("a", "critical"));

        assertThat(send(end)).isInstanceOf(SendResult.Retryable.class);
        assertThat(send(end)).isEqualTo(SendResult.delivered());
        assertThat(colour(posted(0))).isEqualTo(GREEN);
    }

    @Test
    void a_reply_whose_first_message_was_deleted_takes_its_place() {
        deliver(firing("a", "warning"));
        slack.delete(posted(0).ts());
        deliver(firing("a", "warning"), firing("b", "warning"));
        deliver(firing("a", "warning"), firing("b", "warning"), firing("c", "warning"));

        assertThat(slack.messages()).hasSize(2);
        assertThat(posted(0).threadTs()).isNull();
        assertThat(posted(0).body().toString()).contains("[FIRING:3]");
        assertThat(posted(1).threadTs()).isEqualTo(posted(0).ts());
    }

    @Test
    void a_first_message_that_cannot_be_edited_is_followed_by_a_new_one() {
        deliver(firing("a", "critical"));
        slack.closeEditing();
        deliver(resolved("a", "critical"));

        assertThat(slack.messages()).hasSize(3);
        assertThat(posted(1).threadTs()).isEqualTo(posted(0).ts());
        assertThat(posted(2).threadTs()).isNull();
        assertThat(colour(posted(2))).isEqualTo(GREEN);
    }

    @Test
    void an_update_that_slack_refuses_for_a_reason_of_its_own_is_followed_by_a_new_message() {
        deliver(firing("a", "critical"));
        slack.failUpdates(1, SlackApiStandIn.error("some_new_word"));
        deliver(resolved("a", "critical"));

        assertThat(posted(2).threadTs()).isNull();
    }

    @Test
    void a_thread_in_a_channel_that_is_gone_is_followed_by_a_message_in_the_configured_one() {
        deliver(firing("a", "warning"));
        slack.answerNext(1, SlackApiStandIn.error("is_archived"));
        deliver(firing("a", "warning"), firing("b", "warning"));

        assertThat(posted(1).threadTs()).isNull();
        assertThat(posted(1).body().path("channel").asString()).isEqualTo(SlackApiStandIn.CHANNEL);
    }

    @Test
    void another_channel_has_other_threads() {
        deliver(firing("a", "warning"));
        Message change = next(firing("a", "warning"), firing("b", "warning"));

        assertThat(notifier(SlackApiStandIn.CHANNEL_ID).send(change)).isEqualTo(SendResult.delivered());

        assertThat(posted(1).threadTs()).isNull();
    }

    @Test
    void a_store_that_fails_costs_the_thread_and_not_the_message() {
        threads.fail(true);
        deliver(firing("a", "warning"));
        deliver(firing("a", "warning"), firing("b", "warning"));

        assertThat(slack.messages()).extracting(Posted::threadTs).containsExactly(null, null);
    }

    @Test
    void a_reply_that_is_refused_in_its_form_goes_out_in_the_plain_form() {
        deliver(firing("a", "warning"));
        slack.answerNext(1, SlackApiStandIn.error("invalid_blocks"));
        deliver(firing("a", "warning"), firing("b", "warning"));

        assertThat(posted(1).threadTs()).isEqualTo(posted(0).ts());
        assertThat(posted(1).body().has("attachments")).isFalse();
        assertThat(colour(posted(0))).isNotEmpty();
    }

    @Test
    void an_update_in_the_plain_form_takes_the_old_attachments_away() {
        deliver(firing("a", "warning"));
        slack.failUpdates(1, SlackApiStandIn.error("msg_blocks_too_long"));
        deliver(firing("a", "warning"), firing("b", "warning"));

        assertThat(posted(0).body().path("attachments").isArray()).isTrue();
        assertThat(posted(0).body().path("attachments")).isEmpty();
    }

    @Test
    void too_many_posts_are_told_with_the_time_to_wait() {
        slack.limitPosts(1);
        deliver(firing("a", "warning"));

        assertThat(send(firing("b", "warning")))
                .isEqualTo(SendResult.retryable(FailureReason.THROTTLED, Duration.ofSeconds(1), "ratelimited"));
    }
}
