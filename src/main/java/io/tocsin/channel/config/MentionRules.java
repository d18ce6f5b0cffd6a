package io.tocsin.channel.config;

import io.tocsin.ConfigurationException;
import io.tocsin.alert.LabelMatcher;
import io.tocsin.channel.Message;
import io.tocsin.channel.TargetDetails;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Decides who is mentioned: only for firing alerts, because a mention is a call to act.
 *
 * @param <C> a channel's type of mentions
 */
public final class MentionRules<C> {

    private final List<Rule<C>> rules;

    /**
     * Mentions people when a matching alert is firing.
     *
     * @param matchers matchers that an alert must all match; none for every alert
     * @param called who is mentioned
     */
    public record Rule<C>(List<LabelMatcher> matchers, C called) {}

    public MentionRules(List<Rule<C>> rules) {
        this.rules = List.copyOf(rules);
    }

    /**
     * Reads the matchers of a rule.
     *
     * @throws ConfigurationException when one of them is invalid; the message names the property
     */
    public static List<LabelMatcher> matchers(List<String> texts, TargetSettings settings) {
        return settings.read(
                "mentions",
                () -> texts.stream()
                        .flatMap(text -> LabelMatcher.parse(text).stream())
                        .toList());
    }

    /** The mentions of the message, in the order of the rules. */
    public Stream<C> calledBy(Message message) {
        return rules.stream()
                .filter(rule -> message.content().fires(rule.matchers()))
                .map(Rule::called);
    }

    /**
     * The rules in a form for an operator.
     *
     * @param shown how mentions are masked
     */
    public List<TargetDetails.Mention> shown(Function<C, List<String>> shown) {
        return rules.stream()
                .map(rule -> new TargetDetails.Mention(rule.matchers(), shown.apply(rule.called())))
                .toList();
    }

    /** All possible mentions. */
    public Stream<C> everyone() {
        return rules.stream().map(Rule::called);
    }
}
