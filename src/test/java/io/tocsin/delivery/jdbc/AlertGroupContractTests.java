package io.tocsin.delivery.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.Notification;
import io.tocsin.delivery.NewNotification;
import io.tocsin.delivery.Notifications;
import io.tocsin.delivery.history.AlertGroup;
import io.tocsin.delivery.history.AlertGroup.State;
import io.tocsin.delivery.history.AlertGroupFilter;
import io.tocsin.delivery.history.AlertGroupFilter.Status;
import io.tocsin.delivery.history.AlertGroups;
import io.tocsin.delivery.history.AlertGroups.History;
import io.tocsin.delivery.history.AlertGroups.Moment;
import io.tocsin.delivery.history.DeliveryEntry;
import io.tocsin.delivery.history.InvalidCursorException;
import io.tocsin.delivery.history.LedgerPage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** What every store must tell of alert groups. Of the notifications appended here, the even ones are resolved. */
abstract class AlertGroupContractTests extends DetourContractTests {

    private AlertGroups groups() {
        return new AlertGroups(
                JdbcClient.create(one.database().dataSource()),
                JsonMapper.builder().build(),
                clock,
                Duration.ofHours(24));
    }

    private static AlertGroup named(List<AlertGroup> groups, String name) {
        return groups.stream()
                .filter(group -> group.summary().alertnames().contains(name))
                .findFirst()
                .orElseThrow();
    }

    private List<String> names(AlertGroupFilter filter) {
        return groups().page(filter, null, 50).items().stream()
                .map(group -> group.summary().alertnames().get(0))
                .toList();
    }

    @Test
    void a_group_is_what_was_heard_of_it_last() {
        append(1, "HighCPU", "warning", "oncall");
        append(3, "DiskFull", "critical", "oncall");
        assertThat(groups().open())
                .extracting(group -> group.summary().alertnames().get(0))
                .containsExactly("DiskFull", "HighCPU");

        append(4, "DiskFull", "critical", "oncall");
        append(5, "HighCPU", "warning", "oncall");
        AlertGroup cpu = named(groups().open(), "HighCPU");
        assertThat(groups().open()).hasSize(1);
        assertThat(cpu.state()).isEqualTo(State.FIRING);
        assertThat(cpu.firingSince()).isEqualTo(NOW.plusSeconds(1));
        assertThat(cpu.lastHeard()).isEqualTo(NOW.plusSeconds(5));
        AlertGroup disk = named(groups().page(AlertGroupFilter.ALL, null, 10).items(), "DiskFull");
        assertThat(disk.state()).isEqualTo(State.RESOLVED);
        assertThat(disk.firingSince()).isEqualTo(NOW.plusSeconds(3));

        append(7, "DiskFull", "critical", "oncall");
        assertThat(named(groups().open(), "DiskFull").firingSince()).isEqualTo(NOW.plusSeconds(7));
    }

    @Test
    void a_group_that_is_not_repeated_is_told_apart() {
        append(1, "HighCPU", "warning", "oncall");
        clock.advance(Duration.ofHours(25));
        assertThat(named(groups().open(), "HighCPU").state()).isEqualTo(State.STALE);
    }

    @Test
    void of_notifications_that_share_a_commit_the_latest_counts() {
        List<WrittenNotification> batch = IntStream.of(1, 3, 4)
                .mapToObj(n -> WrittenNotification.of(
                        new NewNotification(
                                "key-" + n,
                                Duration.ofMinutes(4),
                                NOW.plusSeconds(n),
                                content("A", n % 2 == 0 ? AlertStatus.RESOLVED : AlertStatus.FIRING),
                                List.of()),
                        JsonMapper.builder().build()))
                .toList();
        new TransactionTemplate(new JdbcTransactionManager(one.database().dataSource()))
                .executeWithoutResult(status ->
                        new AppendBatch(new JdbcTemplate(one.database().dataSource()), 100).apply(batch));
        AlertGroup group = groups().page(AlertGroupFilter.ALL, null, 10).items().get(0);
        assertThat(group.state()).isEqualTo(State.RESOLVED);
        assertThat(group.firingSince()).isEqualTo(NOW.plusSeconds(1));
        assertThat(group.notificationId()).isEqualTo(3);
    }

    private static Notification content(String name, AlertStatus status) {
        Alert alert = new Alert(status, Map.of("alertname", name), Map.of(), NOW, null, null, null, null, "print");
        return new Notification("{}:" + name, "tocsin", Map.of(), Map.of(), Map.of(), List.of(alert), 0, null);
    }

    @Test
    void each_receiver_has_a_group_of_its_own() {
        append(1, "A", "warning");
        Notification elsewhere = new Notification(
                "{}:A",
                "second",
                Map.of(),
                Map.of(),
                Map.of(),
                content("A", AlertStatus.RESOLVED).alerts(),
                0,
                null);
        one.outbox().append(new NewNotification("other", Duration.ofMinutes(4), NOW, elsewhere, List.of()));
        assertThat(groups().page(AlertGroupFilter.ALL, null, 10).items())
                .extracting(AlertGroup::state)
                .containsExactly(State.RESOLVED, State.FIRING);
        assertThat(groups().open()).hasSize(1);
    }

    @Test
    void groups_are_found_by_what_is_asked() {
        append(1, "HighCPU", "warning", "oncall");
        append(3, "DiskFull", "critical", "oncall");
        append(2, "Gone", "info", "oncall");
        assertThat(names(AlertGroupFilter.ALL)).containsExactly("Gone", "DiskFull", "HighCPU");
        assertThat(names(new AlertGroupFilter(Status.FIRING, null, null, null))).containsExactly("DiskFull", "HighCPU");
        assertThat(names(new AlertGroupFilter(Status.RESOLVED, null, null, null)))
                .containsExactly("Gone");
        assertThat(names(new AlertGroupFilter(null, "Critical", null, null))).containsExactly("DiskFull");
        assertThat(names(new AlertGroupFilter(null, null, "highcpu", null))).containsExactly("HighCPU");
        assertThat(names(new AlertGroupFilter(null, null, null, "disk"))).containsExactly("DiskFull");
        assertThat(names(new AlertGroupFilter(null, null, null, "{}:"))).hasSize(3);
        assertThat(names(new AlertGroupFilter(null, null, null, "nothing"))).isEmpty();
    }

    @Test
    void pages_hold_each_group_once() {
        IntStream.range(0, 25).forEach(n -> append(2 * n + 1, "N" + n, "info", "oncall"));
        List<String> seen = new ArrayList<>();
        String cursor = null;
        do {
            LedgerPage<AlertGroup> page = groups().page(AlertGroupFilter.ALL, cursor, 10);
            page.items().forEach(group -> seen.add(group.id()));
            cursor = page.next();
        } while (cursor != null);
        assertThat(seen).hasSize(25).doesNotHaveDuplicates();
    }

    @Test
    void a_group_tells_its_past_with_the_deliveries() {
        append(1, "A", "warning", "oncall", "ops-mail");
        append(3, "B", "warning", "oncall");
        append(2, "A", "warning", "ops-mail");
        String id = group("A");
        History history = groups().history(id, null, 10).orElseThrow();
        assertThat(history.group().state()).isEqualTo(State.RESOLVED);
        assertThat(history.content()).isNotNull();
        assertThat(history.moments().next()).isNull();
        List<Moment> moments = history.moments().items();
        assertThat(moments).extracting(moment -> moment.entry().id()).containsExactly(3L, 1L);
        assertThat(moments.get(0).before()).isEqualTo(moments.get(1).entry().summary());
        assertThat(moments.get(1).before()).isNull();
        assertThat(moments.get(0).entry().summary().status()).isEqualTo(AlertStatus.RESOLVED);
        assertThat(moments.get(1).deliveries())
                .extracting(DeliveryEntry::id)
                .extracting(Object::toString)
                .containsExactly("oncall-1", "ops-mail-1");
        assertThat(groups().history("none", null, 10)).isEmpty();
    }

    @Test
    void the_past_of_a_group_comes_in_pages_and_ends() {
        IntStream.rangeClosed(1, 450).forEach(n -> append(n, "A", "info"));
        List<Long> seen = new ArrayList<>();
        String cursor = null;
        do {
            LedgerPage<Moment> page =
                    groups().history(group("A"), cursor, 70).orElseThrow().moments();
            page.items().forEach(moment -> seen.add(moment.entry().id()));
            cursor = page.next();
        } while (cursor != null);
        assertThat(seen)
                .isEqualTo(IntStream.range(0, 450).mapToObj(n -> 450L - n).toList());
    }

    @Test
    void a_group_is_forgotten_with_its_notifications() {
        append(2, "Gone", "info");
        append(3, "Kept", "info", "oncall");
        assertThat(one.store().purge(NOW.plus(Duration.ofDays(1)), 100)).isEqualTo(1);
        assertThat(names(AlertGroupFilter.ALL)).containsExactly("Kept");
    }

    @Test
    void a_test_that_was_sent_is_no_alert() {
        one.outbox()
                .append(new NewNotification(
                        "test", Duration.ofMinutes(4), NOW, Notifications.testContent(), List.of()));
        assertThat(groups().open()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "g", "gZ", "g-1", "n1", "g1 ", "gzzzzzzzzzzzzz"})
    void a_cursor_of_groups_that_no_page_gave_is_refused(String cursor) {
        assertThatThrownBy(() -> groups().page(AlertGroupFilter.ALL, cursor, 10))
                .isInstanceOf(InvalidCursorException.class);
        assertThatThrownBy(() -> groups().history("a", cursor, 10)).isInstanceOf(InvalidCursorException.class);
    }
}
