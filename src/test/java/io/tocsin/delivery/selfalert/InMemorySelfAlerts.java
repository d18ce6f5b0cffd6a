package io.tocsin.delivery.selfalert;

import io.tocsin.delivery.NewDelivery;
import io.tocsin.delivery.NewNotification;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** What Tocsin raised by itself, in memory, with all that was told of it. */
public final class InMemorySelfAlerts implements SelfAlertStore {

    public final List<NewNotification> told = new CopyOnWriteArrayList<>();
    private final Map<String, Firing> firing = new ConcurrentSkipListMap<>();

    @Override
    public Map<String, Firing> firing() {
        return Map.copyOf(firing);
    }

    @Override
    public boolean raise(String key, Instant since, BooleanSupplier confirmed, NewNotification notification) {
        List<String> targets =
                notification.deliveries().stream().map(NewDelivery::target).toList();
        Firing raised = new Firing(since, notification.receivedAt(), targets);
        return confirmed.getAsBoolean() && firing.putIfAbsent(key, raised) == null && told.add(notification);
    }

    @Override
    public boolean repeat(String key, Firing known, NewNotification notification) {
        Firing again = new Firing(known.since(), notification.receivedAt(), known.targets());
        return firing.replace(key, known, again) && told.add(notification);
    }

    @Override
    public boolean resolve(String key, BooleanSupplier confirmed, NewNotification notification) {
        return confirmed.getAsBoolean() && firing.remove(key) != null && told.add(notification);
    }

    /** Status, targets and English summary of each that was told. */
    public List<String> texts() {
        return told.stream().map(InMemorySelfAlerts::text).toList();
    }

    private static String text(NewNotification notification) {
        var alert = notification.content().alerts().get(0);
        List<String> targets =
                notification.deliveries().stream().map(NewDelivery::target).toList();
        return alert.status() + " " + targets + " " + alert.annotations().get("summary");
    }
}
