package io.tocsin.channel.feishu;

import io.tocsin.ConfigurationException;
import io.tocsin.alert.LabelMatcher;
import io.tocsin.channel.Message;
import io.tocsin.channel.TargetDetails;
import io.tocsin.channel.config.Masking;
import io.tocsin.channel.config.MentionRules;
import io.tocsin.channel.config.TargetSettings;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The mentions of a message, in a card and in plain text. Source: Feishu open platform, "custom bot usage guide" and "card
 * Markdown".
 */
final class FeishuMentions {

    private static final String OPEN_ID = "ou_[A-Za-z0-9_-]{4,64}";
    private static final String USER_ID = "[A-Za-z0-9_-]{1,64}";
    private static final String ALL = "all";
    /** In JSON, in either form; external text cannot contain it, because its tags are escaped. */
    private static final Pattern PERSON = Pattern.compile("<at (id=|user_id=\\\\\")(?!all\\b)[A-Za-z0-9_-]+");

    private final MentionRules<List<String>> rules;

    /**
     * @throws ConfigurationException when a matcher or an id is invalid; the message names the property
     */
    FeishuMentions(List<FeishuProperties.MentionRule> rules, TargetSettings settings) {
        this.rules = new MentionRules<>(
                rules.stream().map(rule -> rule(rule, settings)).toList());
    }

    private static MentionRules.Rule<List<String>> rule(FeishuProperties.MentionRule rule, TargetSettings settings) {
        List<LabelMatcher> matchers = MentionRules.matchers(rule.matchers(), settings);
        boolean wellFormed = rule.openIds().stream().allMatch(id -> id.matches(OPEN_ID))
                && rule.userIds().stream().allMatch(id -> id.matches(USER_ID) && !id.equals(ALL));
        List<String> called = Stream.of(
                        rule.openIds().stream(),
                        rule.userIds().stream(),
                        Stream.of(ALL).filter(all -> rule.all()))
                .flatMap(ids -> ids)
                .toList();
        if (!wellFormed || called.isEmpty()) {
            throw settings.wrong(
                    "mentions", "each entry needs open-ids (such as ou_1a2b3c), user-ids, people, or all: true");
        }
        return new MentionRules.Rule<>(matchers, called);
    }

    /** The mentions in a card's Markdown; empty when the message has none. */
    String inCard(Message message) {
        return called(message).map(id -> "<at id=" + id + "></at>").collect(Collectors.joining(" "));
    }

    /**
     * The mentions in plain text; empty when the message has none.
     *
     * @param everybody the text for everyone
     */
    String inText(Message message, String everybody) {
        return called(message)
                .map(id -> "<at user_id=\"" + id + "\">" + (id.equals(ALL) ? everybody : "") + "</at>")
                .collect(Collectors.joining(" "));
    }

    private Stream<String> called(Message message) {
        return rules.calledBy(message).flatMap(List::stream).distinct();
    }

    /** The maximum size of mentions in a card, in bytes. */
    int longest() {
        return rules.everyone()
                .flatMap(List::stream)
                .distinct()
                .mapToInt(id -> "<at id=></at> ".length() + id.length())
                .sum();
    }

    /** The values that must not be logged: the secret, and every configured id. */
    List<String> secrets(String secret) {
        return Stream.concat(Stream.of(secret), rules.everyone().flatMap(List::stream))
                .filter(id -> !id.equals(ALL))
                .toList();
    }

    /** The rules in a form for an operator. */
    List<TargetDetails.Mention> shown() {
        return rules.shown(called -> called.stream()
                .map(id -> "@" + (id.equals(ALL) ? id : Masking.id(id)))
                .toList());
    }

    /** A body in which people cannot be identified. */
    static String withoutPeople(String body) {
        return PERSON.matcher(body).replaceAll("<at $1***");
    }
}
