package io.tocsin.delivery.jdbc;

import io.tocsin.delivery.NewNotification;
import tools.jackson.databind.json.JsonMapper;

/**
 * A notification with its content as it is stored; written by the thread that brought it, because the one that commits is
 * everybody's.
 *
 * @param notification what is to be stored
 * @param content its content as JSON
 */
record WrittenNotification(NewNotification notification, String content) {

    static WrittenNotification of(NewNotification notification, JsonMapper json) {
        return new WrittenNotification(notification, json.writeValueAsString(notification.content()));
    }
}
