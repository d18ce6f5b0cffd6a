package io.tocsin.delivery.jdbc.history;

import io.tocsin.alert.Notification;
import io.tocsin.delivery.ShortHash;
import io.tocsin.delivery.history.NotificationSummary;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The search keys of a notification: hashes of its group's key and of the names of its alerts, side by side in a column.
 * A database scans tens of thousands of these in the time that reading a hundred contents takes; an index of them was
 * measured to make an append 50 % slower.
 */
public final class SearchKeys {

    /** More names than any set of rules puts into one group. */
    private static final int MOST_NAMES = 1000;

    private SearchKeys() {}

    public static String of(Notification content) {
        Stream<String> names =
                NotificationSummary.names(content).stream().limit(MOST_NAMES).map(SearchKeys::ofAlertname);
        return Stream.concat(Stream.of(ofGroup(ShortHash.text(content.groupKey()))), names)
                .collect(Collectors.joining(",", ",", ","));
    }

    /** The search key of an alert's name, with its delimiters. */
    static String ofAlertname(String name) {
        return "a" + ShortHash.text(name);
    }

    /** The term of a {@link NotificationSummary#group()}. */
    static String ofGroup(String group) {
        return "g" + group;
    }

    /** A search key with its delimiters. */
    static String within(String term) {
        return "," + term + ",";
    }
}
