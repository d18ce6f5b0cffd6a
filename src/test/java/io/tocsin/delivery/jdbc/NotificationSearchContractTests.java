package io.tocsin.delivery.jdbc;

import static io.tocsin.delivery.Notifications.content;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.LabelMatcher;
import io.tocsin.alert.Notification;
import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.NewNotification;
import io.tocsin.delivery.ShortHash;
import io.tocsin.delivery.history.LedgerPage;
import io.tocsin.delivery.history.NotificationEntry;
import io.tocsin.delivery.history.NotificationFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every store must find among what arrived. */
abstract class NotificationSearchContractTests extends QueueContractTests {

    static final NotificationFilter ANY = NotificationFilter.ALL;

    void append(int number, String name, String severity, String... targets) {
        AlertStatus status = number % 2 == 0 ? AlertStatus.RESOLVED : AlertStatus.FIRING;
        Alert alert = new Alert(
                status,
                Map.of("alertname", name, "severity", severity, "path", "a\"b\\c" + number),
                Map.of(),
                NOW,
                null,
                null,
                null,
                null,
                "print" + number);
        Notification content =
                new Notification("{}:" + name, "tocsin", Map.of(), Map.of(), Map.of(), List.of(alert), 0, null);
        List<NewDelivery> deliveries = List.of(targets).stream()
                .map(target -> new NewDelivery(target, null))
                .toList();
        one.outbox()
                .append(new NewNotification(
                        "key-" + number, Duration.ofMinutes(4), NOW.plusSeconds(number), content, deliveries));
    }

    /** The id of the group of what is appended under a name. */
    static String group(String name) {
        return ShortHash.text("tocsin\0{}:" + name);
    }

    List<Long> ids(NotificationFilter filter) {
        return one.ledger().notifications(filter, null, 200).items().stream()
                .map(NotificationEntry::id)
                .toList();
    }

    private static NotificationFilter matching(String matcher) {
        return new NotificationFilter(null, null, LabelMatcher.parse(matcher), null, null, null, null, null);
    }

    @Test
    void notifications_are_found_by_what_they_say() {
        append(1, "HighCPU", "critical", "oncall");
        append(2, "HighCPU", "warning", "oncall");
        append(3, "DiskFull", "critical");

        assertThat(ids(ANY)).containsExactly(3L, 2L, 1L);
        assertThat(ids(new NotificationFilter(AlertStatus.FIRING, null, List.of(), null, null, null, null, null)))
                .containsExactly(3L, 1L);
        assertThat(ids(new NotificationFilter(null, "HighCPU", List.of(), null, null, null, null, null)))
                .containsExactly(2L, 1L);
        assertThat(ids(new NotificationFilter(
                        AlertStatus.RESOLVED, "HighCPU", List.of(), null, null, null, null, null)))
                .containsExactly(2L);
        assertThat(ids(new NotificationFilter(null, null, List.of(), group("DiskFull"), null, null, null, null)))
                .containsExactly(3L);
        assertThat(ids(new NotificationFilter(null, "HighCPU", List.of(), group("DiskFull"), null, null, null, null)))
                .isEmpty();
        assertThat(ids(new NotificationFilter(null, null, List.of(), null, null, "print2", null, null)))
                .containsExactly(2L);
        assertThat(ids(new NotificationFilter(
                        null, null, List.of(), null, null, null, NOW.plusSeconds(2), NOW.plusSeconds(3))))
                .containsExactly(2L);
    }

    @Test
    void labels_are_matched_as_alertmanager_matches_them() {
        append(1, "HighCPU", "critical", "oncall");
        append(2, "HighCPU", "warning", "oncall");
        append(3, "DiskFull", "critical");

        assertThat(ids(matching("severity=\"critical\""))).containsExactly(3L, 1L);
        assertThat(ids(matching("severity!=\"critical\""))).containsExactly(2L);
        assertThat(ids(matching("severity=~\"crit.*\",alertname=\"HighCPU\""))).containsExactly(1L);
        assertThat(ids(matching("alertname=\"highcpu\""))).isEmpty();
        assertThat(ids(matching("team=\"\""))).hasSize(3);
        assertThat(ids(matching("severity=\"%\""))).isEmpty();
        // Quotes and backslashes stand in the content as JSON writes them.
        assertThat(ids(matching("path=\"a\\\"b\\\\c2\""))).containsExactly(2L);
    }

    @Test
    void one_alert_must_fulfil_all_matchers() {
        Notification two = content("Two", 2);
        one.outbox().append(new NewNotification("two", Duration.ofMinutes(4), NOW, two, List.of()));
        assertThat(ids(matching("instance=\"host-0\""))).hasSize(1);
        assertThat(ids(matching("instance=\"host-0\",instance=\"host-1\""))).isEmpty();
    }

    @Test
    void what_several_receivers_are_told_of_a_group_is_found_by_its_key() {
        append(1, "HighCPU", "critical");
        append(3, "DiskFull", "critical");
        Notification elsewhere =
                new Notification("{}:HighCPU", "second", Map.of(), Map.of(), Map.of(), List.of(), 0, null);
        one.outbox().append(new NewNotification("other", Duration.ofMinutes(4), NOW, elsewhere, List.of()));

        assertThat(ids(new NotificationFilter(null, null, List.of(), null, "{}:HighCPU", null, null, null)))
                .containsExactly(3L, 1L);
        assertThat(ids(new NotificationFilter(null, null, List.of(), group("HighCPU"), null, null, null, null)))
                .containsExactly(1L);
        assertThat(ids(new NotificationFilter(null, null, List.of(), null, "{}:None", null, null, null)))
                .isEmpty();
    }

    @Test
    void names_of_one_notification_that_differ_in_case_or_spaces_or_length_only_are_all_found() {
        String longName = "n".repeat(300);
        List<Alert> alerts = Stream.of("Name", "Name ", "name", "", "Ünïcode 告警 🔥", longName, longName + "2")
                .map(name -> new Alert(
                        AlertStatus.FIRING,
                        Map.of("alertname", name),
                        Map.of(),
                        NOW,
                        null,
                        null,
                        null,
                        null,
                        name + "#"))
                .toList();
        Notification content = new Notification("k", "tocsin", Map.of(), Map.of(), Map.of(), alerts, 0, null);
        one.outbox().append(new NewNotification("names", Duration.ofMinutes(4), NOW, content, List.of()));

        for (Alert alert : alerts) {
            assertThat(ids(new NotificationFilter(null, alert.name(), List.of(), null, null, null, null, null)))
                    .as(alert.name())
                    .containsExactly(1L);
            assertThat(ids(new NotificationFilter(
                            null, alert.name(), List.of(), null, null, alert.fingerprint(), null, null)))
                    .as(alert.name())
                    .containsExactly(1L);
        }
        assertThat(ids(new NotificationFilter(null, "NAME", List.of(), null, null, null, null, null)))
                .isEmpty();
    }

    @Test
    void pages_of_a_rare_label_lead_to_all_of_it() {
        IntStream.rangeClosed(1, 120).forEach(n -> append(n, "N" + n % 3, n % 40 == 1 ? "rare" : "info"));
        List<Long> found = new ArrayList<>();
        String cursor = null;
        do {
            LedgerPage<NotificationEntry> page = one.ledger().notifications(matching("severity=\"rare\""), cursor, 2);
            page.items().forEach(entry -> found.add(entry.id()));
            cursor = page.next();
        } while (cursor != null);
        assertThat(found).containsExactly(81L, 41L, 1L);
    }
}
