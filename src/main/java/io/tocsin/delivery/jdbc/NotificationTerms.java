package io.tocsin.delivery.jdbc;

import io.tocsin.channel.MessageContent;
import io.tocsin.delivery.NotificationSummary;
import io.tocsin.delivery.ShortHash;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * By what a notification can be found without reading others: its group, and the names of its alerts. Other labels are few
 * enough in what these leave, and an index of all labels would cost more than the rest of an append.
 */
final class NotificationTerms {

    /** More names than any set of rules puts into one group. */
    private static final int MOST_NAMES = 1000;

    private NotificationTerms() {}

    static List<Long> of(MessageContent content) {
        LongStream names =
                NotificationSummary.names(content).stream().limit(MOST_NAMES).mapToLong(NotificationTerms::ofAlertname);
        return LongStream.concat(LongStream.of(ShortHash.of(content.groupKey())), names)
                .distinct()
                .boxed()
                .toList();
    }

    static long ofAlertname(String name) {
        return ShortHash.of("alertname=" + name);
    }

    /** The term of a {@link NotificationSummary#group()}; null when the text is none. */
    static @Nullable Long ofGroup(String group) {
        try {
            return Long.parseUnsignedLong(group, Character.MAX_RADIX);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** As they are stored beside the notification, for the purge. */
    static String joined(List<Long> terms) {
        return terms.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    static List<Long> split(@Nullable String joined) {
        return joined == null || joined.isEmpty()
                ? List.of()
                : Arrays.stream(joined.split(",", -1)).map(Long::valueOf).toList();
    }
}
