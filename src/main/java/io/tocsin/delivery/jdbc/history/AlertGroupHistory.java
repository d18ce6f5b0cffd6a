package io.tocsin.delivery.jdbc.history;

import io.tocsin.alert.AlertStatus;
import io.tocsin.delivery.history.AlertGroup;
import io.tocsin.delivery.history.AlertGroup.State;
import io.tocsin.delivery.history.AlertGroups;
import io.tocsin.delivery.history.NotificationEntry;
import io.tocsin.delivery.history.NotificationSummary;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The history of one alert group: its latest notification, and the ids of earlier ones. */
final class AlertGroupHistory {

    private long[] ids = new long[4];
    private int received;
    private @Nullable NotificationEntry latest;
    private @Nullable Instant firingSince;

    /** Adds a notification, later than all before. */
    void add(NotificationEntry entry) {
        boolean fires = entry.summary().status() == AlertStatus.FIRING;
        if (fires && (latest == null || latest.summary().status() != AlertStatus.FIRING)) {
            firingSince = entry.receivedAt();
        }
        latest = entry;
        if (received >= ids.length && ids.length < AlertGroups.MOST_MOMENTS) {
            ids = Arrays.copyOf(ids, Math.min(AlertGroups.MOST_MOMENTS, ids.length * 2));
        }
        ids[received % ids.length] = entry.id();
        received++;
        if (received >= 2 * AlertGroups.MOST_MOMENTS) {
            received -= AlertGroups.MOST_MOMENTS;
        }
    }

    /** The group as of now. */
    AlertGroup group(Instant unheardBefore) {
        NotificationEntry last = latest();
        NotificationSummary summary = last.summary();
        State fires = last.receivedAt().isBefore(unheardBefore) ? State.UNHEARD : State.FIRING;
        return new AlertGroup(
                summary.group(),
                summary.status() == AlertStatus.RESOLVED ? State.RESOLVED : fires,
                summary,
                last.id(),
                firingSince,
                last.receivedAt());
    }

    private NotificationEntry latest() {
        if (latest == null) {
            throw new IllegalStateException("a trail begins with a notification");
        }
        return latest;
    }

    long lastId() {
        return latest().id();
    }

    /** The ids of its notifications below this one, newest first. */
    List<Long> below(long id, int most) {
        int kept = Math.min(received, ids.length);
        return LongStream.rangeClosed(1, kept)
                .map(back -> ids[(int) ((received - back) % ids.length)])
                .filter(one -> one < id)
                .limit(most)
                .boxed()
                .toList();
    }
}
