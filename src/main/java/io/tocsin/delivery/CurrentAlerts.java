package io.tocsin.delivery;

import io.tocsin.alert.Alert;
import io.tocsin.alert.Notification;
import java.util.List;

/** Reports the current state of alerts, as far as their sender can be queried; never fails, and takes seconds at most. */
public interface CurrentAlerts {

    /** Without a sender to query. */
    CurrentAlerts AS_THEY_ARRIVED = new CurrentAlerts() {
        @Override
        public Notification asOfNow(String target, Notification content) {
            return content;
        }

        @Override
        public List<Alert> muted(Notification content) {
            return List.of();
        }
    };

    /** What to send to the target instead of the content; queried just before it is sent. */
    Notification asOfNow(String target, Notification content);

    /** The firing alerts of the content's group of which no notification is sent, with the reason. */
    List<Alert> muted(Notification content);
}
