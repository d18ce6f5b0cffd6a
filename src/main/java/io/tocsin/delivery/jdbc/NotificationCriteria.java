package io.tocsin.delivery.jdbc;

import io.tocsin.channel.LabelMatcher;
import io.tocsin.channel.MessageAlert;
import io.tocsin.channel.MessageContent;
import io.tocsin.delivery.NotificationFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A filter as the store answers it: terms by the index, labels first by a text that must stand in the content, and then, what
 * is left, by reading it.
 *
 * @param filter what is asked for
 * @param terms all of which the notification must be indexed under
 * @param literals all of which must stand in the stored content
 */
record NotificationCriteria(NotificationFilter filter, List<Long> terms, List<String> literals) {

    /** Rows looked at for a page while each has to be read as a whole. */
    private static final int WINDOW_OF_CONTENTS = 2_000;

    /** Rows looked at for a page while the database can tell. */
    private static final int WINDOW = 20_000;

    static NotificationCriteria of(NotificationFilter filter, Summaries texts) {
        List<Long> terms = new ArrayList<>();
        List<String> literals = new ArrayList<>();
        add(terms, filter.group() == null ? null : NotificationTerms.ofGroup(filter.group()));
        add(terms, filter.alertname() == null ? null : NotificationTerms.ofAlertname(filter.alertname()));
        for (LabelMatcher matcher : filter.matchers()) {
            Optional<String> value = matcher.equalTo().filter(text -> !text.isEmpty());
            value.ifPresent(text -> literals.add(texts.literal(matcher.name(), text)));
            value.filter(text -> matcher.name().equals("alertname"))
                    .ifPresent(name -> terms.add(NotificationTerms.ofAlertname(name)));
        }
        if (filter.fingerprint() != null) {
            literals.add(texts.literal("fingerprint", filter.fingerprint()));
        }
        return new NotificationCriteria(filter, terms, literals);
    }

    private static void add(List<Long> terms, @Nullable Long term) {
        if (term != null) {
            terms.add(term);
        }
    }

    boolean readsContent() {
        return !filter.matchers().isEmpty() || filter.fingerprint() != null;
    }

    /** How many rows may be looked at for a page. */
    int window() {
        return readsContent() && literals.isEmpty() ? WINDOW_OF_CONTENTS : WINDOW;
    }

    /** Whether one alert has the fingerprint, and labels that fulfil all matchers. */
    boolean test(MessageContent content) {
        return content.alerts().stream().anyMatch(this::test);
    }

    private boolean test(MessageAlert alert) {
        return (filter.fingerprint() == null || filter.fingerprint().equals(alert.fingerprint()))
                && LabelMatcher.allMatch(filter.matchers(), alert.labels());
    }
}
