package io.tocsin.delivery.worker;

import static io.tocsin.delivery.Notifications.alert;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.AlertStatus;
import io.tocsin.channel.FailureReason;
import io.tocsin.channel.Message;
import io.tocsin.channel.RateLimit;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.Target;
import io.tocsin.channel.slack.SlackTargets;
import io.tocsin.standin.SlackApiStandIn;
import io.tocsin.standin.SlackApiStandIn.Posted;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When threads are brought up to date with what digests told of their groups. */
class ThreadRefresherTests extends MergingWorkerTests {

    @BeforeEach
    void threads() {
        sink.threaded = true;
    }

    private void resolve(String name) {
        queue.add(alert(name, name, "warning", AlertStatus.RESOLVED), clock.instant());
    }

    private List<String> shown() {
        return sink.shown.stream().map(Message::deliveryId).toList();
    }

    @Test
    void each_group_of_a_digest_is_shown_as_its_last_delivery_tells_it() {
        TargetWorker worker = worker(ONE_A_MINUTE);
        warnings(3);
        resolve("w2");
        stepFor(worker, Duration.ofSeconds(1));
        assertThat(sink.digests).hasSize(1);
        assertThat(shown()).as("at once").hasSize(1);

        stepFor(worker, Duration.ofSeconds(5));
        assertThat(shown()).containsExactlyInAnyOrder("oncall-1", "oncall-3", "oncall-4");
        stepFor(worker, Duration.ofMinutes(1));
        assertThat(shown()).hasSize(3);
    }

    @Test
    void what_can_be_sent_is_sent_first() {
        TargetWorker worker = worker(RateLimit.valueOf("2/m"));
        sink.answers.add(SendResult.retryable(FailureReason.THROTTLED, Duration.ofMinutes(1), "wait"));
        warnings(3);
        stepFor(worker, Duration.ofMinutes(1).plusMillis(1));
        assertThat(sink.digests).hasSize(1);
        int shown = sink.shown.size();
        sink.onDigest = () -> assertThat(sink.shown).hasSize(shown);
        add("late", "warning");
        worker.step();
        assertThat(sink.messages).extracting(Message::deliveryId).containsExactly("oncall-4");
        assertThat(sink.shown).hasSize(shown);
    }

    @Test
    void a_group_that_is_told_in_its_thread_again_needs_nothing_else() {
        TargetWorker worker = worker(ONE_A_MINUTE);
        sink.showAnswers.add(SendResult.retryable(FailureReason.THROTTLED, Duration.ofMinutes(5), "ratelimited"));
        warnings(2);
        stepFor(worker, Duration.ofSeconds(1));
        assertThat(sink.shown).hasSize(1);
        resolve("w1");
        stepFor(worker, Duration.ofMinutes(2));
        assertThat(sink.messages).hasSize(1);

        stepFor(worker, Duration.ofMinutes(10));
        assertThat(shown().subList(1, sink.shown.size())).containsExactly("oncall-2");
    }

    @Test
    void a_failure_is_sat_out_and_what_cannot_be_explained_is_given_up() {
        TargetWorker worker = worker(ONE_A_MINUTE);
        sink.showAnswers.add(SendResult.retryable(FailureReason.THROTTLED, Duration.ofMinutes(5), "ratelimited"));
        warnings(2);
        stepFor(worker, Duration.ofMinutes(5).minusSeconds(1));
        assertThat(sink.shown).hasSize(1);
        for (int n = 0; n < 5; n++) {
            sink.showAnswers.add(SendResult.retryable(FailureReason.UNKNOWN_ERROR, "what"));
        }
        stepFor(worker, Duration.ofHours(1));
        assertThat(sink.showAnswers).isEmpty();
        assertThat(shown().get(sink.shown.size() - 1)).isNotEqualTo(shown().get(0));
    }

    @Test
    void another_replica_that_took_over_is_left_in_peace() {
        TargetWorker worker = worker(ONE_A_MINUTE);
        warnings(3);
        stepFor(worker, Duration.ofSeconds(1));
        queue.leaseLost = true;
        queue.heldElsewhere = true;
        clock.advance(Duration.ofMinutes(2));
        int shown = sink.shown.size();
        stepFor(worker, Duration.ofMinutes(1));
        queue.leaseLost = false;
        queue.heldElsewhere = false;
        stepFor(worker, Duration.ofMinutes(1));
        assertThat(sink.shown).hasSize(shown);
    }

    @Test
    void after_a_storm_in_slack_each_groups_first_message_shows_its_end() {
        int groups = 40;
        try (SlackApiStandIn slack = new SlackApiStandIn(clock)) {
            slack.limitPosts(4);
            slack.limitUpdates(50);
            Target target = SlackTargets.oncall(Map.of(
                    "token", SlackApiStandIn.TOKEN,
                    "channel", SlackApiStandIn.CHANNEL,
                    "api-url", slack.webhookUrl().toString()));
            TargetWorker worker = worker(target);
            for (int n = 0; n < groups; n++) {
                add("g" + n, "warning");
                stepFor(worker, Duration.ofSeconds(2));
            }
            for (int n = 0; n < groups; n++) {
                resolve("g" + n);
            }
            stepFor(worker, Duration.ofMinutes(3));

            assertThat(queue.line).isEmpty();
            assertThat(queue.digests).isNotEmpty();
            assertThat(slack.refusals()).isZero();
            List<Posted> first = slack.messages().subList(0, groups);
            assertThat(first)
                    .allSatisfy(message -> assertThat(message.body().toString())
                            .contains("RESOLVED")
                            .doesNotContain("FIRING"));
        }
    }
}
