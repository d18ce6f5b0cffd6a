package io.tocsin.delivery;

import io.tocsin.alert.Alert;
import io.tocsin.alert.Notification;
import java.util.List;

/** Knows what has become of alerts since they arrived, as far as their sender can be asked; never fails, and takes seconds at most. */
public interface CurrentAlerts {

    /** Where nobody can be asked. */
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

    /** What the target is to be told in place of the content, asked just before it is sent. */
    Notification asOfNow(String target, Notification content);

    /** The alerts of the content's group that fire and of which nobody is notified, with why. */
    List<Alert> muted(Notification content);
}
