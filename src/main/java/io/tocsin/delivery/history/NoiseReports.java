package io.tocsin.delivery.history;

import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.LabelMatcher;
import io.tocsin.channel.http.TimeLimit;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.history.NoiseReport.NoisyAlert;
import io.tocsin.delivery.history.NoiseReport.TargetResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Makes reports from the ledger's pages: no table or query of its own. */
@Component
public class NoiseReports {

    /** How many notifications, and how many deliveries, a report reads at most. */
    static final int MOST = 50_000;

    static final int MOST_ALERTS = 50;

    /** Half of it for the notifications, half for the deliveries; matchers read many contents for each that they find. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private static final int MOST_MATCHERS = 5;

    private static final Duration QUICK = Duration.ofMinutes(5);
    private static final Duration AGAIN = Duration.ofHours(1);

    private final Ledger ledger;
    private final Duration longest;

    @Autowired
    public NoiseReports(Ledger ledger) {
        this(ledger, LONGEST);
    }

    /** @param longest the time after which a report shows what was read until then */
    public NoiseReports(Ledger ledger, Duration longest) {
        this.ledger = ledger;
        this.longest = longest;
    }

    private static final class AlertCounts {
        private int notifications;
        private final Set<String> groups = new HashSet<>();
        private int resolved;
        private int quick;
        private int flapping;

        NoisyAlert shown(String name) {
            return new NoisyAlert(name, notifications, groups.size(), resolved, quick, flapping);
        }
    }

    private static final class TargetCounts {
        private int deliveries;
        private int parked;
        private final List<Long> millis = new ArrayList<>();

        TargetResult shown(String name) {
            int ended = millis.size() + parked;
            Collections.sort(millis);
            return new TargetResult(
                    name,
                    deliveries,
                    millis.size(),
                    parked,
                    ended == 0 ? null : (double) millis.size() / ended,
                    seconds(0.5),
                    seconds(0.95));
        }

        private @Nullable Double seconds(double quantile) {
            return millis.isEmpty() ? null : millis.get((int) Math.ceil(quantile * millis.size()) - 1) / 1000.0;
        }
    }

    /**
     * A report of what arrived in a period; one at a time, as it may read many pages.
     *
     * @param matcher what one alert of a notification must match to count, such as its team, in Alertmanager's syntax; blank
     *     for all
     * @throws IllegalArgumentException when the matcher cannot be read, or asks for more than {@value #MOST_MATCHERS} labels
     * @throws org.springframework.dao.DataAccessException when the store does not answer
     */
    public synchronized NoiseReport of(Instant from, Instant to, String matcher) {
        NotificationFilter wanted = new NotificationFilter(null, null, matchers(matcher), null, null, null, from, to);
        Map<String, List<NotificationEntry>> groups = new HashMap<>();
        Set<Long> ids = new HashSet<>();
        boolean complete = read(cursor -> ledger.notifications(wanted, cursor, Ledger.MOST_ITEMS), entry -> {
            if (!entry.summary().groupKey().startsWith(AlertGroups.TEST_GROUPS)) {
                ids.add(entry.id());
                groups.computeIfAbsent(entry.summary().group(), added -> new ArrayList<>())
                        .add(entry);
            }
        });
        SortedMap<String, TargetCounts> targets = new TreeMap<>();
        DeliveryFilter theirs = new DeliveryFilter(null, null, null, from, to);
        int[] deliveries = {0};
        complete &= read(cursor -> ledger.deliveries(theirs, cursor, Ledger.MOST_ITEMS), delivery -> {
            if (ids.contains(delivery.notificationId())) {
                deliveries[0]++;
                count(targets.computeIfAbsent(delivery.id().target(), added -> new TargetCounts()), delivery);
            }
        });
        return new NoiseReport(
                from,
                to,
                ids.size(),
                deliveries[0],
                complete,
                alerts(groups),
                targets.entrySet().stream()
                        .map(target -> target.getValue().shown(target.getKey()))
                        .toList());
    }

    private static List<LabelMatcher> matchers(String text) {
        List<LabelMatcher> matchers = text.isBlank() ? List.of() : LabelMatcher.parse(text);
        if (matchers.size() > MOST_MATCHERS) {
            throw new IllegalArgumentException("it asks for more than " + MOST_MATCHERS + " labels");
        }
        return matchers;
    }

    /** Whether everything was read. */
    private <T> boolean read(Function<@Nullable String, LedgerPage<T>> pages, Consumer<T> each) {
        TimeLimit time = TimeLimit.of(longest.dividedBy(2));
        String cursor = null;
        int count = 0;
        do {
            LedgerPage<T> page = pages.apply(cursor);
            page.items().forEach(each);
            count += page.items().size();
            cursor = page.next();
        } while (cursor != null && count < MOST && !time.isOver());
        return cursor == null;
    }

    private static void count(TargetCounts target, DeliveryEntry delivery) {
        target.deliveries++;
        boolean arrived = delivery.state() == DeliveryState.DELIVERED
                || (delivery.state() == DeliveryState.SUPERSEDED && delivery.carriedBy() != null);
        Instant finished = delivery.finishedAt();
        if (arrived && finished != null) {
            target.millis.add(Duration.between(delivery.createdAt(), finished).toMillis());
        } else if (delivery.state() == DeliveryState.PARKED) {
            target.parked++;
        }
    }

    private static List<NoisyAlert> alerts(Map<String, List<NotificationEntry>> groups) {
        Map<String, AlertCounts> alerts = new HashMap<>();
        groups.forEach((group, newestFirst) -> {
            Instant firing = null;
            Instant resolved = null;
            for (int i = newestFirst.size() - 1; i >= 0; i--) {
                NotificationEntry entry = newestFirst.get(i);
                Instant at = entry.receivedAt();
                boolean ends = entry.summary().status() == AlertStatus.RESOLVED;
                boolean quick = ends && firing != null && !at.isAfter(firing.plus(QUICK));
                boolean again = !ends && firing == null && resolved != null && !at.isAfter(resolved.plus(AGAIN));
                for (String name : entry.summary().alertnames()) {
                    AlertCounts alert = alerts.computeIfAbsent(name, added -> new AlertCounts());
                    alert.notifications++;
                    alert.groups.add(group);
                    alert.resolved += ends && firing != null ? 1 : 0;
                    alert.quick += quick ? 1 : 0;
                    alert.flapping += again ? 1 : 0;
                }
                resolved = ends ? at : resolved;
                firing = ends ? null : firing == null ? at : firing;
            }
        });
        return alerts.entrySet().stream()
                .map(alert -> alert.getValue().shown(alert.getKey()))
                .sorted(Comparator.comparingInt(NoisyAlert::notifications)
                        .reversed()
                        .thenComparing(NoisyAlert::alertname))
                .limit(MOST_ALERTS)
                .toList();
    }
}
