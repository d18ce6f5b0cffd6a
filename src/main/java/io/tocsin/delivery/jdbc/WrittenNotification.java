package io.tocsin.delivery.jdbc;

import io.tocsin.channel.MessageContent;
import io.tocsin.delivery.NewNotification;
import io.tocsin.delivery.NotificationSummary;
import tools.jackson.databind.json.JsonMapper;

/**
 * A notification with its content as it is stored; written by the thread that brought it, because the one that commits is
 * everybody's.
 *
 * @param notification what is to be stored
 * @param content its content as JSON
 * @param status the name of its status
 * @param summary its summary as JSON
 * @param terms what it can be found by
 */
record WrittenNotification(NewNotification notification, String content, String status, String summary, String terms) {

    static WrittenNotification of(NewNotification notification, JsonMapper json) {
        MessageContent content = notification.content();
        NotificationSummary summary = NotificationSummary.of(content);
        return new WrittenNotification(
                notification,
                json.writeValueAsString(content),
                summary.status().name(),
                json.writeValueAsString(summary),
                NotificationTerms.of(content));
    }
}
