package io.tocsin.channel.config;

import io.tocsin.ConfigurationException;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.LabelMatcher;
import io.tocsin.channel.Message;
import io.tocsin.channel.TargetDetails;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Decides who is mentioned: only for alerts that fire, because a mention is a call to act.
 *
 * @param <C> how a channel names who is called
 */
public final class MentionRules<C> {

    private final List<Rule<C>> rules;

    /**
     * Calls somebody when an alert fires that fulfils the matchers.
     *
     * @param matchers all of which an alert must fulfil; none for every alert
     * @param called who is called
     */
    public record Rule<C>(List<LabelMatcher> matchers, C called) {

        private boolean appliesTo(Message message) {
            return message.content().alerts().stream()
                    .anyMatch(alert ->
                            alert.status() == AlertStatus.FIRING && LabelMatcher.allMatch(matchers, alert.labels()));
        }
    }

    public MentionRules(List<Rule<C>> rules) {
        this.rules = List.copyOf(rules);
    }

    /**
     * Reads the matchers of a rule.
     *
     * @throws ConfigurationException when one of them is none; the message names the property
     */
    public static List<LabelMatcher> matchers(List<String> texts, TargetSettings settings) {
        return settings.read(
                "mentions",
                () -> texts.stream()
                        .flatMap(text -> LabelMatcher.parse(text).stream())
                        .toList());
    }

    /** Whom the message calls, in the order of the rules. */
    public Stream<C> calledBy(Message message) {
        return rules.stream().filter(rule -> rule.appliesTo(message)).map(Rule::called);
    }

    /**
     * The rules as an operator may see them.
     *
     * @param shown how those who are called are shown
     */
    public List<TargetDetails.Mention> shown(Function<C, List<String>> shown) {
        return rules.stream()
                .map(rule -> new TargetDetails.Mention(
                        rule.matchers().stream().map(LabelMatcher::toString).toList(), shown.apply(rule.called())))
                .toList();
    }

    /** Everyone whom any message may call. */
    public Stream<C> everyone() {
        return rules.stream().map(Rule::called);
    }
}
