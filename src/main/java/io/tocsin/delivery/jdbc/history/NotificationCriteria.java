package io.tocsin.delivery.jdbc.history;

import io.tocsin.alert.Alert;
import io.tocsin.alert.LabelMatcher;
import io.tocsin.alert.Notification;
import io.tocsin.delivery.history.NotificationFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A filter as the store evaluates it: search keys and labels first as substrings of the content, and the remaining rows by
 * reading them.
 *
 * @param filter the filter
 * @param terms all must be among the search keys of the notification
 * @param literals all must be in the stored content
 */
record NotificationCriteria(NotificationFilter filter, List<String> terms, List<String> literals) {

    /** Rows read for a page while each has to be read as a whole. */
    private static final int WINDOW_OF_CONTENTS = 2_000;

    /** Rows read for a page while the database can filter by the contents. */
    private static final int WINDOW_OF_LITERALS = 20_000;

    /** Rows read for a page while it can filter by the other columns. */
    private static final int WINDOW = 50_000;

    static NotificationCriteria of(NotificationFilter filter, NotificationSummaries texts) {
        List<String> terms = new ArrayList<>();
        List<String> literals = new ArrayList<>();
        if (filter.group() != null) {
            terms.add(SearchKeys.ofGroup(filter.group()));
        }
        if (filter.alertname() != null) {
            terms.add(SearchKeys.ofAlertname(filter.alertname()));
        }
        for (LabelMatcher matcher : filter.matchers()) {
            Optional<String> value = matcher.equalTo().filter(text -> !text.isEmpty());
            value.ifPresent(text -> literals.add(texts.literal(matcher.name(), text)));
            value.filter(text -> matcher.name().equals("alertname"))
                    .ifPresent(name -> terms.add(SearchKeys.ofAlertname(name)));
        }
        if (filter.fingerprint() != null) {
            literals.add(texts.literal("fingerprint", filter.fingerprint()));
        }
        return new NotificationCriteria(filter, terms, literals);
    }

    boolean asksNothing() {
        return filter.status() == null && terms.isEmpty() && !readsContent();
    }

    boolean readsContent() {
        return !filter.matchers().isEmpty() || filter.fingerprint() != null;
    }

    /** How many rows may be read for a page. */
    int window() {
        if (!readsContent() || !terms.isEmpty()) {
            return WINDOW;
        }
        return literals.isEmpty() ? WINDOW_OF_CONTENTS : WINDOW_OF_LITERALS;
    }

    /** Whether one alert has the fingerprint, and labels that match all matchers. */
    boolean test(Notification content) {
        return content.alerts().stream().anyMatch(this::test);
    }

    private boolean test(Alert alert) {
        return (filter.fingerprint() == null || filter.fingerprint().equals(alert.fingerprint()))
                && LabelMatcher.allMatch(filter.matchers(), alert.labels());
    }
}
