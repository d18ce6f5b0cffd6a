package io.tocsin.delivery.selfalert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.channel.ChannelType;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.Target;
import io.tocsin.channel.Targets;
import io.tocsin.delivery.MutableClock;
import io.tocsin.delivery.StoreLimit;
import io.tocsin.delivery.maintenance.MissingNotifications;
import io.tocsin.delivery.maintenance.StoreRoom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class FullStoreTests {

    private static final long MB = 1_048_576;
    private static final StoreLimit LIMIT = new StoreLimit(DataSize.ofMegabytes(1000), DataSize.ofMegabytes(100));

    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-22T10:00:00Z"));
    private final InMemorySelfAlerts store = new InMemorySelfAlerts();
    private final Targets targets = new Targets(List.of(
            () -> List.of(new Target("oncall", ChannelType.DINGTALK, null, true, message -> SendResult.delivered()))));
    private final SelfAlerts alerts = new SelfAlerts(store, targets, clock, new SimpleMeterRegistry());
    private StoreRoom room = room(1, 1000, 0);
    private final FullStore full = new FullStore(() -> Optional.of(room), alerts, () -> List.of("oncall"), clock);

    private static StoreRoom room(long sizeMegabytes, long freeMegabytes, long pending) {
        return new StoreRoom(LIMIT, sizeMegabytes * MB, freeMegabytes * MB, pending, 1000);
    }

    private void look(StoreRoom now) {
        room = now;
        full.look();
        full.look();
    }

    @Test
    void a_disk_that_fills_is_told_of_while_alerts_are_still_accepted_and_again_when_there_is_room() {
        look(room(1, 200, 0));
        assertThat(store.texts()).isEmpty();
        look(room(1, 199, 0));
        assertThat(room.refusal()).isEmpty();
        look(room(1, 99, 0));
        assertThat(room.refusal()).contains("min-free");
        look(room(1, 250, 0));
        assertThat(store.texts())
                .containsExactly(
                        "FIRING [oncall] The disk of Tocsin's store is nearly full: 199 MB left; below 100 MB no more"
                                + " alerts are accepted");
        look(room(1, 300, 0));
        assertThat(store.texts()).last().isEqualTo("RESOLVED [oncall] Tocsin's store has room again");
    }

    @Test
    void a_store_at_its_limit_is_told_of_also_where_the_disk_is_not_known() {
        room = new StoreRoom(LIMIT, 1000 * MB, Long.MAX_VALUE, 0, 1000);
        full.look();
        assertThat(store.texts()).last().asString().contains("takes 1000 MB");
        look(room(899, 1000, 900));
        assertThat(store.texts()).hasSize(1);
        look(room(899, 1000, 0));
        look(room(1, 1000, 1000));
        assertThat(store.texts()).last().asString().contains("1000 deliveries wait");
    }

    @Test
    void what_the_store_lost_is_told_of_once_and_resolved_by_a_start_that_misses_nothing() {
        Optional<MissingNotifications> missing = Optional.of(new MissingNotifications(42, 64));
        new LostNotifications(missing, alerts, () -> List.of("oncall"), clock).look();
        new LostNotifications(missing, alerts, () -> List.of("oncall"), clock).look();
        new LostNotifications(Optional.empty(), alerts, () -> List.of("oncall"), clock).look();
        assertThat(store.texts()).hasSize(2);
        assertThat(store.texts().get(0)).contains("notifications 42 to 64 are missing");
        assertThat(store.texts().get(1)).startsWith("RESOLVED");
    }

    @Test
    void a_reserve_that_would_be_none_is_refused() {
        assertThatThrownBy(() -> new StoreLimit(DataSize.ofGigabytes(1), DataSize.ofKilobytes(1)))
                .hasMessageContaining("tocsin.delivery.store.min-free");
    }
}
