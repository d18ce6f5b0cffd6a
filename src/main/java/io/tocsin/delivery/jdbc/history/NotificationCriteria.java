package io.tocsin.delivery.jdbc.history;

import io.tocsin.alert.Alert;
import io.tocsin.alert.LabelMatcher;
import io.tocsin.alert.Notification;
import io.tocsin.delivery.history.NotificationFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A filter as the store answers it: terms and labels first by a text that must stand in the content, and then, what
 * is left, by reading it.
 *
 * @param filter what is asked for
 * @param terms all of which must stand among those of the notification
 * @param literals all of which must stand in the stored content
 */
record NotificationCriteria(NotificationFilter filter, List<String> terms, List<String> literals) {

    /** Rows looked at for a page while each has to be read as a whole. */
    private static final int WINDOW_OF_CONTENTS = 2_000;

    /** Rows looked at for a page while the database can tell from the contents. */
    private static final int WINDOW_OF_LITERALS = 20_000;

    /** Rows looked at for a page while it can tell from what stands beside them. */
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

    /** How many rows may be looked at for a page. */
    int window() {
        if (!readsContent() || !terms.isEmpty()) {
            return WINDOW;
        }
        return literals.isEmpty() ? WINDOW_OF_CONTENTS : WINDOW_OF_LITERALS;
    }

    /** Whether one alert has the fingerprint, and labels that fulfil all matchers. */
    boolean test(Notification content) {
        return content.alerts().stream().anyMatch(this::test);
    }

    private boolean test(Alert alert) {
        return (filter.fingerprint() == null || filter.fingerprint().equals(alert.fingerprint()))
                && LabelMatcher.allMatch(filter.matchers(), alert.labels());
    }
}
