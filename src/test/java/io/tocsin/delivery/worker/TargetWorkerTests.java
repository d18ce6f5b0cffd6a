package io.tocsin.delivery.worker;

import static io.tocsin.delivery.Notifications.content;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.channel.ChannelType;
import io.tocsin.channel.FailureReason;
import io.tocsin.channel.Message;
import io.tocsin.channel.RateLimit;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.Target;
import io.tocsin.channel.Targets;
import io.tocsin.delivery.CurrentAlerts;
import io.tocsin.delivery.DeliveryProperties;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.MutableClock;
import io.tocsin.delivery.attempt.AttemptRunner;
import io.tocsin.delivery.attempt.DeliveryMeters;
import io.tocsin.delivery.attempt.RetryPolicy;
import io.tocsin.delivery.digest.DigestSender;
import io.tocsin.delivery.queue.AttemptResult;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TargetWorkerTests {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    private final MutableClock clock = new MutableClock(NOW);
    private final InMemoryQueue queue = new InMemoryQueue();
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final Deque<SendResult> answers = new ArrayDeque<>();
    private final List<Message> sent = new ArrayList<>();
    private final DeliveryProperties properties = new DeliveryProperties(
            new DeliveryProperties.Store(Path.of("unused"), null, null, null, 512),
            Duration.ofHours(24),
            Duration.ofDays(30),
            1000,
            Duration.ofSeconds(30),
            Duration.ofMillis(500));

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    private TargetWorker worker(@Nullable RateLimit limit) {
        Target target = new Target("oncall", ChannelType.DINGTALK, limit, true, this::answer);
        AttemptRunner runner =
                new AttemptRunner(target, CurrentAlerts.AS_THEY_ARRIVED, executor, Duration.ofSeconds(30));
        DeliveryMeters meters = new DeliveryMeters(registry, new Targets(List.of(() -> List.of(target))));
        return worker(target, runner, meters);
    }

    private TargetWorker worker(Target target, AttemptRunner runner, DeliveryMeters meters) {
        RetryPolicy retries = new RetryPolicy(() -> 0);
        DigestSender digests = new DigestSender(target, queue, retries, meters, clock);
        return new TargetWorker(target, queue, digests, runner, retries, properties, meters, clock);
    }

    private SendResult answer(Message message) {
        sent.add(message);
        return answers.isEmpty() ? SendResult.delivered() : answers.pop();
    }

    private double count(String meter, String tag, String value) {
        return registry.get(meter)
                .tag("target", "oncall")
                .tag(tag, value)
                .counter()
                .count();
    }

    @Test
    void delivers_in_order_and_counts() {
        queue.add(content("a"), NOW.minusSeconds(2));
        queue.add(content("b"), NOW.minusSeconds(1));
        TargetWorker worker = worker(null);

        assertThat(worker.step()).isEqualTo(NOW);
        assertThat(worker.step()).isEqualTo(NOW);
        assertThat(worker.step()).isAfter(NOW);

        assertThat(sent).extracting(Message::deliveryId).containsExactly("oncall-1", "oncall-2");
        assertThat(queue.recorded).extracting(AttemptResult::state).containsOnly(DeliveryState.DELIVERED);
        assertThat(count("tocsin.deliveries", "outcome", "delivered")).isEqualTo(2);
        assertThat(count("tocsin.delivery.attempts", "reason", "none")).isEqualTo(2);
    }

    /** Hundreds of targets that each ask the store twice a second cost a fifth of a processor. */
    @Test
    void who_has_nothing_to_do_asks_nothing_until_it_is_woken() {
        TargetWorker worker = worker(null);
        assertThat(worker.step()).isAfter(NOW.plus(Duration.ofMinutes(30)));
        assertThat(worker.awaitsWork()).isTrue();
        queue.heldElsewhere = true;
        TargetWorker other = worker(null);
        assertThat(other.step()).isAfter(NOW.plus(Duration.ofMinutes(30)));
        assertThat(other.awaitsLease()).isTrue();

        clock.advance(Duration.ofMinutes(10));
        queue.add(content("a"), clock.instant());
        worker.step();
        assertThat(sent).hasSize(1);
        assertThat(queue.renewals).isEqualTo(1);
    }

    @Test
    void a_retryable_head_waits_and_nothing_passes_it() {
        queue.add(content("firing"), NOW);
        queue.add(content("resolved"), NOW);
        answers.add(SendResult.retryable(FailureReason.SERVER_ERROR, "status 500"));
        TargetWorker worker = worker(null);

        worker.step();
        assertThat(worker.step()).isAfter(NOW);
        assertThat(sent).hasSize(1);
        assertThat(queue.recorded.get(0).pace().blockedSince()).isEqualTo(NOW);

        clock.advance(Duration.ofSeconds(1));
        worker.step();
        worker.step();
        assertThat(sent).extracting(Message::deliveryId).containsExactly("oncall-1", "oncall-1", "oncall-2");
        assertThat(queue.recorded.get(1).pace().blockedSince()).isNull();
    }

    @Test
    void a_rejected_head_is_parked_and_the_line_moves_on() {
        queue.add(content("bad"), NOW);
        queue.add(content("good"), NOW);
        answers.add(SendResult.rejected(FailureReason.MESSAGE_REFUSED, "invalid_payload"));
        TargetWorker worker = worker(null);

        worker.step();
        worker.step();

        assertThat(queue.recorded)
                .extracting(AttemptResult::state)
                .containsExactly(DeliveryState.PARKED, DeliveryState.DELIVERED);
        assertThat(count("tocsin.deliveries", "outcome", "parked")).isEqualTo(1);
        assertThat(count("tocsin.delivery.attempts", "reason", "message_refused"))
                .isEqualTo(1);
    }

    @Test
    void what_is_too_old_is_parked_without_an_attempt() {
        queue.add(content("old"), NOW.minus(Duration.ofHours(25)));
        worker(null).step();
        assertThat(sent).isEmpty();
        assertThat(queue.recorded.get(0).reason()).isEqualTo(FailureReason.EXPIRED);
        assertThat(queue.recorded.get(0).state()).isEqualTo(DeliveryState.PARKED);
    }

    @Test
    void the_inexplicable_is_given_up_after_five_attempts() {
        queue.add(content("odd"), NOW);
        TargetWorker worker = worker(null);
        for (int n = 0; n < 5; n++) {
            answers.add(SendResult.retryable(FailureReason.UNKNOWN_ERROR, "errcode 4711"));
            worker.step();
            clock.advance(Duration.ofMinutes(10));
        }
        assertThat(queue.recorded).hasSize(5);
        assertThat(queue.recorded.get(4).state()).isEqualTo(DeliveryState.PARKED);
    }

    @Test
    void what_failed_for_known_reasons_is_not_given_up_at_the_first_odd_answer() {
        queue.add(content("odd"), NOW);
        TargetWorker worker = worker(null);
        for (int n = 0; n < 14; n++) {
            FailureReason reason = n < 10 ? FailureReason.SERVER_ERROR : FailureReason.INTERNAL_ERROR;
            answers.add(SendResult.retryable(reason, "odd"));
            worker.step();
            clock.advance(Duration.ofMinutes(10));
        }
        assertThat(queue.recorded).hasSize(14).extracting(AttemptResult::state).containsOnly(DeliveryState.PENDING);

        answers.add(SendResult.retryable(FailureReason.UNKNOWN_ERROR, "errcode 4711"));
        worker.step();
        assertThat(queue.recorded.get(14).state()).isEqualTo(DeliveryState.PARKED);
    }

    @Test
    void a_rate_limit_holds_in_every_window() {
        RateLimit limit = RateLimit.valueOf("3/m");
        for (int n = 0; n < 10; n++) {
            queue.add(content("n" + n), NOW);
        }
        TargetWorker worker = worker(limit);
        List<Instant> times = new ArrayList<>();
        while (times.size() < 10) {
            int before = sent.size();
            Instant next = worker.step();
            if (sent.size() > before) {
                times.add(clock.instant());
            }
            clock.set(next.isAfter(clock.instant()) ? next : clock.instant());
        }
        for (int n = 3; n < times.size(); n++) {
            assertThat(Duration.between(times.get(n - 3), times.get(n))).isGreaterThanOrEqualTo(limit.period());
        }
        assertThat(times.get(2)).isEqualTo(NOW);
    }

    @Test
    void throttled_means_no_attempt_before_the_provider_allows_it() {
        queue.add(content("a"), NOW);
        answers.add(SendResult.retryable(FailureReason.THROTTLED, Duration.ofSeconds(30), "429"));
        TargetWorker worker = worker(RateLimit.valueOf("5/5s"));

        worker.step();
        assertThat(queue.recorded.get(0).pace().notBefore()).isEqualTo(NOW.plusSeconds(30));
        assertThat(queue.recorded.get(0).pace().blockedSince()).isNull();
        clock.advance(Duration.ofSeconds(29));
        worker.step();
        assertThat(sent).hasSize(1);
        clock.advance(Duration.ofSeconds(1));
        worker.step();
        assertThat(sent).hasSize(2);
    }

    @Test
    void after_a_crash_the_attempt_that_may_have_been_under_way_counts_against_the_limit() {
        queue.takenOver = true;
        queue.add(content("a"), NOW);
        TargetWorker worker = worker(RateLimit.valueOf("1/s"));

        worker.step();
        assertThat(sent).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        worker.step();
        assertThat(sent).hasSize(1);
    }

    @Test
    void a_lost_lease_ends_the_work_until_it_is_acquired_again() {
        queue.add(content("a"), NOW);
        TargetWorker worker = worker(null);
        queue.leaseLost = true;
        worker.step();
        assertThat(queue.recorded).isEmpty();

        queue.heldElsewhere = true;
        worker.step();
        assertThat(sent).hasSize(1);

        queue.heldElsewhere = false;
        queue.leaseLost = false;
        worker.step();
        assertThat(queue.recorded).hasSize(1);
        assertThat(queue.acquisitions).isEqualTo(2);
    }

    @Test
    void no_attempt_begins_with_less_lease_than_it_may_need() {
        TargetWorker worker = worker(null);
        worker.step();
        clock.advance(Duration.ofSeconds(6));
        queue.add(content("a"), NOW);
        worker.step();
        assertThat(queue.renewals).isEqualTo(1);
        assertThat(sent).hasSize(1);
    }

    @Test
    void a_result_that_the_store_did_not_take_is_recorded_when_it_does_and_nothing_is_sent_twice() {
        queue.add(content("a"), NOW);
        queue.add(content("b"), NOW);
        TargetWorker worker = worker(new RateLimit(1, Duration.ofMinutes(1)));
        queue.broken = true;
        assertThatThrownBy(worker::step).hasMessage("no commit");
        assertThatThrownBy(worker::step).hasMessage("no commit");
        queue.broken = false;

        worker.step();
        worker.step();

        assertThat(sent).extracting(Message::deliveryId).containsExactly("oncall-1");
        assertThat(queue.recorded).extracting(AttemptResult::state).containsExactly(DeliveryState.DELIVERED);
    }

    @Test
    void a_worker_that_stops_gives_its_lease_back() {
        TargetWorker worker = worker(null);
        worker.step();
        worker.release();
        worker.release();
        assertThat(queue.releases).isEqualTo(1);
    }

    @Test
    void a_notifier_that_throws_is_an_internal_error_and_loses_nothing() {
        queue.add(content("a"), NOW);
        Target target = new Target("oncall", ChannelType.SLACK, null, true, message -> {
            throw new IllegalStateException("https://hooks.example/secret");
        });
        AttemptRunner runner =
                new AttemptRunner(target, CurrentAlerts.AS_THEY_ARRIVED, executor, Duration.ofSeconds(30));
        DeliveryMeters meters = new DeliveryMeters(registry, new Targets(List.of(() -> List.of(target))));
        worker(target, runner, meters).step();

        assertThat(queue.recorded.get(0).reason()).isEqualTo(FailureReason.INTERNAL_ERROR);
        assertThat(queue.recorded.get(0).detail()).doesNotContain("secret");
        assertThat(queue.line).hasSize(1);
    }
}
