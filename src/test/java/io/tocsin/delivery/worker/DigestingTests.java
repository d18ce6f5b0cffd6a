package io.tocsin.delivery.worker;

import static io.tocsin.delivery.Notifications.alert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.Notification;
import io.tocsin.channel.Digest;
import io.tocsin.channel.DigestLine;
import io.tocsin.channel.Message;
import io.tocsin.channel.RateLimit;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.Notifications;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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
    void an_alert_that_two_groups_tell_of_is_one_line_with_its_latest_state() {
        queue.add(alert("team", "a", "critical", AlertStatus.FIRING), NOW);
        queue.add(alert("region", "a", "critical", AlertStatus.FIRING), NOW);
        queue.add(alert("team", "a", "critical", AlertStatus.RESOLVED), NOW);
        queue.add(alert("region", "a", "critical", AlertStatus.RESOLVED), NOW);
        queue.add(alert("team", "b", "warning", AlertStatus.FIRING), NOW);
        queue.add(alert("team", "b", "warning", AlertStatus.RESOLVED), NOW);
        queue.add(alert("region", "b", "critical", AlertStatus.FIRING), NOW);
        stepFor(worker(ONE_A_MINUTE), Duration.ofSeconds(1));

        assertThat(names(sink.digests.get(0))).containsExactly("b FIRING", "a RESOLVED");
        assertThat(sink.digests.get(0).deliveries()).isEqualTo(7);
    }

    @Test
    void alerts_of_two_groups_that_began_at_different_times_are_two_lines() {
        Notification one = alert("team", "a", "critical", AlertStatus.FIRING);
        Alert same = one.alerts().get(0);
        Alert later = new Alert(
                AlertStatus.RESOLVED,
                same.labels(),
                same.annotations(),
                same.startsAt().plusMillis(1),
                same.startsAt().plusSeconds(9),
                null,
                null,
                null,
                same.fingerprint());
        queue.add(one, NOW);
        queue.add(alert("region", "a", "critical", AlertStatus.FIRING).withAlerts(List.of(later)), NOW);
        queue.add(alert("region", "c", "critical", AlertStatus.FIRING).withAlerts(List.of(later)), NOW);
        stepFor(worker(ONE_A_MINUTE), Duration.ofSeconds(1));

        assertThat(names(sink.digests.get(0))).containsExactly("a FIRING", "a RESOLVED");
    }

    @Test
    void a_firing_nobody_was_told_of_and_its_end_are_one_line() {
        for (AlertStatus status : List.of(AlertStatus.FIRING, AlertStatus.FIRING, AlertStatus.RESOLVED)) {
            queue.add(alert("g", "a", "critical", status), NOW);
        }
        stepFor(worker(ONE_A_MINUTE), Duration.ofSeconds(1));
        DigestLine line = sink.digests.get(0).lines().get(0);
        assertThat(sink.digests.get(0).lines()).hasSize(1);
        assertThat(line.alert().status()).isEqualTo(AlertStatus.RESOLVED);
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
        queue.add(alert("w5", "w5", "warning", AlertStatus.FIRING), NOW);
        warnings(30);
        queue.add(alert("w5", "w5", "warning", AlertStatus.RESOLVED), NOW);
        queue.add(alert("w5", "w5", "critical", AlertStatus.FIRING), NOW);
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

    private void addLarge(String group, String severity) {
        List<Alert> alerts = IntStream.range(0, 9)
                .mapToObj(n -> alert(group, group + n, severity, AlertStatus.FIRING)
                        .alerts()
                        .get(0))
                .toList();
        Notification content = new Notification("{}:" + group, "tocsin", Map.of(), Map.of(), Map.of(), alerts, 0, null);
        queue.add(content, clock.instant());
    }

    /** The places of what each message of the next minutes told, one message a minute. */
    private List<List<Long>> told(int messages) {
        stepFor(worker(ONE_A_MINUTE), Duration.ofMinutes(messages - 1).plusSeconds(1));
        assertThat(queue.recorded).allMatch(attempt -> attempt.state() == DeliveryState.DELIVERED);
        return queue.told;
    }

    @Test
    void a_critical_one_that_is_larger_than_a_digest_goes_next_and_alone_in_its_own_form() {
        sink.room = 4;
        warnings(20);
        addLarge("large", "critical");

        assertThat(told(2)).containsExactly(List.of(21L), List.of(1L, 2L, 3L, 4L));
        assertThat(sink.messages).extracting(Message::deliveryId).containsExactly("oncall-21");
    }

    @Test
    void a_large_critical_one_stops_neither_the_critical_ones_after_it_nor_the_line() {
        sink.room = 4;
        warnings(20);
        addLarge("large", "critical");
        add("c1", "critical");
        addLarge("larger", "critical");
        add("c2", "critical");

        assertThat(told(4))
                .containsExactly(List.of(21L), List.of(1L, 2L, 22L, 24L), List.of(23L), List.of(3L, 4L, 5L, 6L));
    }

    @Test
    void a_critical_one_that_does_not_fit_beside_others_comes_next_while_those_after_it_go_on() {
        sink.room = 4;
        warnings(20);
        add("c1", "critical");
        addLarge("large", "critical");
        add("c2", "critical");

        assertThat(told(2)).containsExactly(List.of(1L, 2L, 21L, 23L), List.of(22L));
    }

    @Test
    void what_a_critical_one_tells_of_its_group_before_goes_first_and_its_end_after() {
        sink.room = 4;
        queue.add(alert("large", "large0", "warning", AlertStatus.FIRING), NOW);
        warnings(20);
        addLarge("large", "critical");
        queue.add(alert("large", "large0", "critical", AlertStatus.RESOLVED), NOW);
        queue.add(alert("large", "large0", "critical", AlertStatus.FIRING), NOW);

        assertThat(told(3))
                .startsWith(List.of(1L, 2L, 3L, 4L), List.of(22L))
                .satisfies(all -> assertThat(all.get(2)).contains(23L, 24L));
    }

    @Test
    void a_large_past_of_a_critical_one_goes_ahead_of_it_and_both_ahead_of_the_line() {
        sink.room = 4;
        warnings(20);
        addLarge("db", "warning");
        queue.add(alert("db", "db0", "critical", AlertStatus.FIRING), NOW);

        assertThat(told(2)).containsExactly(List.of(21L), List.of(1L, 2L, 3L, 22L));
    }

    @Test
    void a_past_that_stands_far_ahead_does_not_put_its_critical_one_before_an_earlier_one() {
        sink.room = 4;
        add("late", "warning");
        warnings(20);
        addLarge("large", "critical");
        queue.add(alert("late", "late", "critical", AlertStatus.FIRING), NOW);

        assertThat(told(2)).startsWith(List.of(22L), List.of(1L, 2L, 3L, 4L, 23L));
    }

    @Test
    void large_critical_ones_without_end_do_not_stop_the_head_of_the_line() {
        sink.room = 4;
        warnings(1);
        addLarge("large", "warning");
        for (int n = 0; n < 5; n++) {
            addLarge("c" + n, "critical");
        }

        assertThat(told(4)).containsExactly(List.of(3L), List.of(1L), List.of(4L), List.of(2L));
    }

    @Test
    void one_that_goes_alone_is_sent_again_as_it_was_after_a_crash_between_send_and_record() {
        sink.room = 4;
        warnings(20);
        addLarge("large", "critical");
        TargetWorker first = worker(ONE_A_MINUTE);
        sink.onMessage = () -> queue.broken = true;
        assertThatThrownBy(() -> stepFor(first, Duration.ofSeconds(1))).hasMessage("no commit");
        queue.broken = false;
        sink.onMessage = () -> {};
        add("c", "critical");

        assertThat(told(1)).containsExactly(List.of(21L));
        assertThat(sink.messages).extracting(Message::deliveryId).containsExactly("oncall-21", "oncall-21");
    }

    @Test
    void one_that_goes_alone_and_is_refused_is_parked_where_it_stands() {
        sink.room = 4;
        sink.poison = "large3";
        warnings(20);
        addLarge("large", "critical");
        stepFor(worker(ONE_A_MINUTE), Duration.ofMinutes(1).plusSeconds(1));

        assertThat(queue.parked).containsExactly(21L);
        assertThat(queue.told).containsExactly(List.of(1L, 2L, 3L, 4L));
        assertThat(count("parked")).isEqualTo(1);
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
    void a_target_that_takes_no_digests_gets_each_message_and_critical_ones_by_turns_with_the_head() {
        sink.merges = false;
        warnings(3);
        add("x", "critical");
        add("y", "critical");
        stepFor(worker(ONE_A_MINUTE), Duration.ofMinutes(5));

        assertThat(sink.messages)
                .extracting(message -> message.content().alerts().get(0).name())
                .containsExactly("x", "w1", "y", "w2", "w3");
        assertThat(sink.digests).isEmpty();
        assertThat(count("delivered")).isEqualTo(5);
        assertThat(count("superseded")).isZero();
    }
}
