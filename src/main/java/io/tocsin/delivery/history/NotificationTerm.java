package io.tocsin.delivery.history;

import io.tocsin.alert.Notification;
import io.tocsin.alert.Text;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Something that notifications are searched by; a row of {@code notification_term}.
 *
 * @param name what it is: {@code alertname} or {@code fingerprint}
 * @param value its value, cut to 200 characters
 */
public record NotificationTerm(String name, String value) {

    private static final int LONGEST = 200;

    static NotificationTerm alertname(String value) {
        return new NotificationTerm("alertname", Text.cut(value, LONGEST));
    }

    static NotificationTerm fingerprint(String value) {
        return new NotificationTerm("fingerprint", Text.cut(value, LONGEST));
    }

    /** All that a notification is found by. */
    public static Set<NotificationTerm> of(Notification content) {
        Set<NotificationTerm> terms = new LinkedHashSet<>();
        content.alerts().forEach(alert -> {
            terms.add(alertname(alert.name()));
            terms.add(fingerprint(alert.fingerprint()));
        });
        return terms;
    }
}
