package io.tocsin.delivery;

import static io.tocsin.delivery.Notifications.alert;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.channel.Digest;
import io.tocsin.channel.DigestLine;
import io.tocsin.channel.Message;
import io.tocsin.channel.MessageContent;
import io.tocsin.channel.MessageStatus;
import io.tocsin.channel.RateLimit;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a worker merges what waits, and what it merges. */
class DigestingTests extends MergingWorkerTests {

    private static List<String> names(Digest digest) {
        return digest.lines().stream()
                .map(DigestLine::alert)
                .map(alert -> alert.name() + " " + alert.status())
                .toList();
    }

    private double count(String outcome) {
        return registry.get("tocsin.deliveries")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    @Test
    void what_has_permits_goes_one_by_one_in_its_own_form() {
        warnings(3);
        stepFor(worker(RateLimit.valueOf("18/m")), Duration.ofSeconds(1));
        assertThat(sink.messages).extracting(Message::deliveryId).containsExactly("oncall-1", "oncall-2", "oncall-3");
        assertThat(sink.digests).isEmpty();
    }

    @Test
    void a_delivery_that_waits_alone_costs_no_further_query() {
        warnings(1);
        stepFor(worker(RateLimit.valueOf("18/m")), Duration.ofSeconds(1));
        assertThat(queue.reads).isZero();
    }

    @Test
    void what_has_no_permits_goes_together_with_critical_ones_first() {
        warnings(5);
        add("c", "critical");
        stepFor(worker(ONE_A_MINUTE), Duration.ofSeconds(1));

        assertThat(sink.messages).isEmpty();
        Digest digest = sink.digests.get(0);
        assertThat(names(digest))
                .containsExactly("c FIRING", "w1 FIRING", "w2 FIRING", "w3 FIRING", "w4 FIRING", "w5 FIRING");
        assertThat(digest.deliveryId()).isEqualTo("oncall-1");
        assertThat(digest.deliveries()).isEqualTo(6);
        assertThat(queue.digests.get(0).members()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(count("delivered")).isEqualTo(1);
        assertThat(count("superseded")).isEqualTo(5);
        assertThat(registry.get("tocsin.delivery.latency").timer().count()).isEqualTo(6);
    }

    @Test
    void a_firing_nobody_was_told_of_and_its_end_are_one_line() {
        for (MessageStatus status : List.of(MessageStatus.FIRING, MessageStatus.FIRING, MessageStatus.RESOLVED)) {
            queue.add(alert("g", "a", "critical", status), NOW);
        }
        stepFor(worker(ONE_A_MINUTE), Duration.ofSeconds(1));
        DigestLine line = sink.digests.get(0).lines().get(0);
        assertThat(sink.digests.get(0).lines()).hasSize(1);
        assertThat(line.alert().status()).isEqualTo(MessageStatus.RESOLVED);
        assertThat(Duration.between(line.alert().startsAt(), line.alert().endsAt()))
                .hasSeconds(90);
        assertThat(line.times()).isEqualTo(1);
        assertThat(sink.digests.get(0).deliveries()).isEqualTo(3);
    }

    @Test
    void what_does_not_fit_stays_for_the_next_digest() {
        sink.room = 4;
        warnings(10);
        stepFor(worker(ONE_A_MINUTE), Duration.ofMinutes(3));
        assertThat(sink.digests).hasSize(3);
        assertThat(sink.digests).extracting(Digest::deliveries).containsExactly(4, 4, 2);
    }

    @Test
    void a_critical_one_behind_more_than_a_digest_goes_with_the_next_one_and_takes_its_past_along() {
        sink.room = 8;
        queue.add(alert("w5", "w5", "warning", MessageStatus.FIRING), NOW);
        warnings(30);
        queue.add(alert("w5", "w5", "warning", MessageStatus.RESOLVED), NOW);
        queue.add(alert("w5", "w5", "critical", MessageStatus.FIRING), NOW);
        stepFor(worker(ONE_A_MINUTE), Duration.ofSeconds(1));

        Digest first = sink.digests.get(0);
        assertThat(first.lines().get(0).alert().labels().get("severity")).isEqualTo("critical");
        assertThat(queue.digests.get(0).members()).contains(1L, 6L, 32L, 33L);
    }

    @Test
    void one_that_is_larger_than_a_digest_goes_alone_in_its_own_form() {
        sink.room = 4;
        queue.add(Notifications.content("large", 9), NOW);
        warnings(5);
        stepFor(worker(ONE_A_MINUTE), Duration.ofMinutes(1).plusSeconds(1));
        assertThat(sink.messages).extracting(Message::deliveryId).containsExactly("oncall-1");
        assertThat(sink.digests).extracting(Digest::deliveryId).containsExactly("oncall-2");
    }

    @Test
    void a_large_head_waits_for_one_critical_digest_and_not_for_a_second() {
        sink.room = 4;
        queue.add(Notifications.content("large", 9), NOW);
        for (int n = 0; n < 9; n++) {
            add("c" + n, "critical");
        }
        stepFor(worker(ONE_A_MINUTE), Duration.ofMinutes(1).plusSeconds(1));
        assertThat(sink.digests).hasSize(1);
        assertThat(sink.digests.get(0).lines()).hasSize(3);
        assertThat(sink.messages).extracting(Message::deliveryId).containsExactly("oncall-1");
    }

    @Test
    void a_critical_one_among_few_is_never_more_than_one_send_behind() {
        warnings(4);
        add("c", "critical");
        stepFor(worker(RateLimit.valueOf("18/m")), Duration.ofSeconds(1));
        assertThat(sink.messages).isEmpty();
        assertThat(sink.digests).hasSize(1);
    }

    @Test
    void a_target_that_takes_no_digests_gets_each_message() {
        sink.merges = false;
        warnings(3);
        MessageContent last = alert("x", "x", "critical", MessageStatus.FIRING);
        queue.add(last, NOW);
        stepFor(worker(ONE_A_MINUTE), Duration.ofMinutes(4));
        assertThat(sink.messages).hasSize(4);
        assertThat(sink.messages.get(3).content()).isEqualTo(last);
    }
}
