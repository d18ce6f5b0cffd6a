package io.tocsin.channel.slack;

import static io.tocsin.channel.Samples.firing;
import static io.tocsin.channel.Samples.resolved;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.channel.Message;
import io.tocsin.channel.SendResult;
import io.tocsin.standin.ReceivedMessage;
import io.tocsin.standin.SlackApiStandIn;
import io.tocsin.standin.SlackApiStandIn.Posted;
import io.tocsin.standin.StandInAnswer;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SlackThreadTests extends SlackThreadFixture {

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
    void what_is_posted_is_counted_and_what_is_updated_is_not() {
        assertThat(send(firing("a", "warning")).posts()).isEqualTo(1);
        assertThat(send(resolved("a", "warning")).posts())
                .as("a reply and an update")
                .isEqualTo(1);
        slack.answerNext(1, StandInAnswer.of(200, "{\"ok\":false,\"error\":\"invalid_blocks\"}"));
        assertThat(send(firing("b", "warning")).posts())
                .as("refused, then plain")
                .isEqualTo(2);
        slack.answerNext(1, StandInAnswer.of(200, "{\"ok\":false,\"error\":\"cannot_reply_to_message\"}"));
        slack.answerNext(1, StandInAnswer.of(200, "{\"ok\":false,\"error\":\"invalid_blocks\"}"));
        assertThat(send(firing("b", "warning"), firing("c", "warning")).posts())
                .as("a reply that the thread does not take, a refused message, and its plain form")
                .isEqualTo(3);
    }

    @Test
    void a_reminder_of_lesser_alerts_is_a_reply() {
        deliver(firing("a", "warning"));
        deliver(firing("a", "warning"));

        assertThat(posted(1).threadTs()).isEqualTo(posted(0).ts());
        assertThat(posted(1).broadcast()).isFalse();
    }

    private SendResult show(Message latest) {
        return notifier(SlackApiStandIn.CHANNEL).threads().orElseThrow().show(latest);
    }

    @Test
    void what_a_digest_told_of_a_group_is_shown_in_its_first_message_and_posted_nowhere() {
        deliver(firing("a", "warning"));

        assertThat(show(next(firing("a", "warning"), firing("b", "warning")))).isEqualTo(SendResult.delivered());
        assertThat(posted(0).body().toString()).contains("ops-slack-2", "[FIRING:2]");
        assertThat(show(next(resolved("a", "warning"), resolved("b", "warning"))))
                .isEqualTo(SendResult.delivered());
        assertThat(colour(posted(0))).isEqualTo(GREEN);
        assertThat(slack.messages()).hasSize(1);

        deliver(firing("a", "warning"));
        assertThat(posted(1).threadTs()).as("the group had ended").isNull();
    }

    @Test
    void what_was_told_in_a_digest_is_not_news_in_the_thread() {
        deliver(firing("a", "warning"));
        show(next(firing("a", "warning"), firing("b", "critical")));
        deliver(firing("a", "warning"), firing("b", "critical"), firing("c", "warning"));

        assertThat(posted(1).threadTs()).isEqualTo(posted(0).ts());
        assertThat(posted(1).broadcast()).isFalse();
    }

    @Test
    void there_is_nothing_to_show_without_a_thread_that_can_be_changed() {
        assertThat(show(next(firing("a", "warning")))).isEqualTo(SendResult.delivered());
        deliver(firing("a", "warning"));
        slack.delete(posted(0).ts());

        assertThat(show(next(resolved("a", "warning")))).isEqualTo(SendResult.delivered());
        assertThat(slack.messages()).isEmpty();
    }

    @Test
    void an_update_that_slack_has_no_time_for_is_tried_again() {
        deliver(firing("a", "warning"));
        slack.failUpdates(1, SlackApiStandIn.error("ratelimited"));
        Message end = next(resolved("a", "warning"));

        assertThat(show(end)).isInstanceOf(SendResult.Retryable.class);
        assertThat(show(end)).isEqualTo(SendResult.delivered());
        assertThat(colour(posted(0))).isEqualTo(GREEN);
    }

    @Test
    void another_channel_has_other_threads() {
        deliver(firing("a", "warning"));
        Message change = next(firing("a", "warning"), firing("b", "warning"));

        assertThat(notifier(SlackApiStandIn.CHANNEL_ID).send(change)).isEqualTo(SendResult.delivered());

        assertThat(posted(1).threadTs()).isNull();
    }
}
