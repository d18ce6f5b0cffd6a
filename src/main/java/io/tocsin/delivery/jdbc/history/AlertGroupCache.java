package io.tocsin.delivery.jdbc.history;

import io.tocsin.delivery.history.AlertGroup;
import io.tocsin.delivery.history.AlertGroups;
import io.tocsin.delivery.history.NotificationEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All known alert groups, in the order in which they were last received. */
final class AlertGroupCache {

    private final Map<String, AlertGroupHistory> trails = new LinkedHashMap<>();

    /** Adds notifications, later than all before, in their order. */
    synchronized void add(List<NotificationEntry> entries) {
        for (NotificationEntry entry : entries) {
            if (!entry.summary().groupKey().startsWith(AlertGroups.TEST_GROUPS)) {
                AlertGroupHistory trail = trails.remove(entry.summary().group());
                trail = trail == null ? new AlertGroupHistory() : trail;
                trail.add(entry);
                trails.put(entry.summary().group(), trail);
            }
        }
        for (Iterator<AlertGroupHistory> eldest = trails.values().iterator();
                trails.size() > AlertGroups.MOST_GROUPS; ) {
            eldest.next();
            eldest.remove();
        }
    }

    /** Removes groups of which nothing is left from this notification on. */
    synchronized void forgetBefore(long id) {
        trails.values().removeIf(trail -> trail.lastId() < id);
    }

    /** All groups, the most recently received first. */
    synchronized List<AlertGroup> all(Instant unheardBefore) {
        List<AlertGroup> groups = new ArrayList<>(trails.size());
        trails.values().forEach(trail -> groups.add(trail.group(unheardBefore)));
        Collections.reverse(groups);
        return groups;
    }

    synchronized Optional<AlertGroup> group(String id, Instant unheardBefore) {
        return Optional.ofNullable(trails.get(id)).map(trail -> trail.group(unheardBefore));
    }

    /** The ids of a group's notifications below this one, newest first. */
    synchronized List<Long> notifications(String group, long below, int most) {
        AlertGroupHistory trail = trails.get(group);
        return trail == null ? List.of() : trail.below(below, most);
    }
}
