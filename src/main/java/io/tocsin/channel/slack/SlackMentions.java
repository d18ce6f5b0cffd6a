package io.tocsin.channel.slack;

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

/** The mentions of a message, in the form of docs.slack.dev, "Formatting text for app surfaces". */
final class SlackMentions {

    private static final String USER = "[UW][A-Z0-9]{2,30}";
    private static final String GROUP = "S[A-Z0-9]{2,30}";

    private static final Pattern PERSON = Pattern.compile("<(?:@|!subteam\\^)[A-Z0-9]+>");

    private final MentionRules<List<String>> rules;

    /**
     * @throws IllegalArgumentException when a matcher or an id is invalid; the message names the property
     */
    SlackMentions(List<SlackProperties.MentionRule> rules, TargetSettings settings) {
        this.rules = new MentionRules<>(
                rules.stream().map(rule -> rule(rule, settings)).toList());
    }

    private static MentionRules.Rule<List<String>> rule(SlackProperties.MentionRule rule, TargetSettings settings) {
        List<LabelMatcher> matchers = MentionRules.matchers(rule.matchers(), settings);
        boolean wellFormed = rule.users().stream().allMatch(user -> user.matches(USER))
                && rule.groups().stream().allMatch(group -> group.matches(GROUP));
        List<String> called = Stream.of(
                        rule.users().stream().map(user -> "<@" + user + ">"),
                        rule.groups().stream().map(group -> "<!subteam^" + group + ">"),
                        Stream.of("<!here>").filter(here -> rule.here()),
                        Stream.of("<!channel>").filter(channel -> rule.channel()))
                .flatMap(mentions -> mentions)
                .toList();
        if (!wellFormed || called.isEmpty()) {
            throw settings.wrong(
                    "mentions",
                    "each entry needs users (member ids such as U012AB3CD), groups (ids such as S012AB3CD), people,"
                            + " here: true, or channel: true");
        }
        return new MentionRules.Rule<>(matchers, called);
    }

    /** The mentions, as mrkdwn; empty when the message has none. */
    String of(Message message) {
        return rules.calledBy(message).flatMap(List::stream).distinct().collect(Collectors.joining(" "));
    }

    /** The rules in a form for an operator. */
    List<TargetDetails.Mention> shown() {
        return rules.shown(called -> called.stream().map(SlackMentions::masked).toList());
    }

    private static String masked(String mention) {
        String who = mention.replaceAll("<(?:@|!subteam\\^|!)|>", "");
        return "@" + (PERSON.matcher(mention).matches() ? Masking.id(who) : who);
    }

    /** A body in which people cannot be identified; an alert's text cannot have this form, because it is escaped. */
    static String withoutPeople(String body) {
        return PERSON.matcher(body).replaceAll("<***>");
    }
}
