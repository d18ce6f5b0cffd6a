package io.tocsin.channel.slack;

import static io.tocsin.channel.Samples.firing;
import static io.tocsin.channel.Samples.resolved;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.channel.FailureReason;
import io.tocsin.channel.Message;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.SendResult.Delivered;
import io.tocsin.standin.SlackApiStandIn;
import io.tocsin.standin.SlackApiStandIn.Posted;
import io.tocsin.standin.StandInAnswer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A thread is a convenience: whatever is wrong with it, no message is lost. */
class SlackThreadFailureTests extends SlackThreadFixture {

    @Test
    void an_update_that_failed_after_its_reply_is_made_up_for_without_a_second_reply() {
        deliver(firing("a", "critical"));
        // The reply is taken; what follows it is not.
        slack.failUpdates(1, StandInAnswer.of(500, "{\"ok\":false,\"error\":\"internal_error\"}"));
        Message end = next(resolved("a", "critical"));

        assertThat(send(end)).isInstanceOf(SendResult.Retryable.class);
        assertThat(colour(posted(0))).isEqualTo(RED);
        assertThat(send(end)).isInstanceOf(Delivered.class);

        assertThat(slack.messages()).hasSize(2);
        assertThat(colour(posted(0))).isEqualTo(GREEN);
    }

    @Test
    void a_delivery_that_is_sent_again_after_its_end_was_not_recorded_changes_nothing() {
        deliver(firing("a", "critical"));
        Message end = next(resolved("a", "critical"));
        assertThat(send(end)).isInstanceOf(Delivered.class);
        assertThat(send(end)).isInstanceOf(Delivered.class);

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
        assertThat(send(end)).isInstanceOf(Delivered.class);
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
        slack.failUpdates(2, SlackApiStandIn.error("some_new_word"));
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

    @Test
    void an_update_that_is_one_too_many_is_made_up_for_after_the_wait_without_a_second_reply() {
        deliver(firing("a", "critical"));
        slack.limitUpdates(1);
        deliver(firing("a", "critical"), firing("b", "critical"));
        Message end = next(resolved("a", "critical"), resolved("b", "critical"));

        assertThat(send(end)).isInstanceOfSatisfying(SendResult.Retryable.class, wait -> {
            assertThat(wait.reason()).isEqualTo(FailureReason.THROTTLED);
            assertThat(wait.after()).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(1));
        });
        slack.limitUpdates(1);
        assertThat(send(end)).isInstanceOf(Delivered.class);

        assertThat(slack.messages()).hasSize(3);
        assertThat(colour(posted(0))).isEqualTo(GREEN);
    }
}
