package io.tocsin.channel.dingtalk;

import io.tocsin.channel.LabelMatcher;
import io.tocsin.channel.Message;
import io.tocsin.channel.MessageStatus;
import io.tocsin.channel.TargetSettings;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Decides who is mentioned: only for alerts that fire, because a mention is a call to act. */
final class Mentions {

    private static final String MOBILE = "\\+?\\d[\\d-]{4,19}";
    private static final String USER_ID = "[A-Za-z0-9_.$:-]{1,64}";

    private final List<Rule> rules;

    private record Rule(List<LabelMatcher> matchers, Called called) {}

    /**
     * Who is called.
     *
     * @param mobiles their mobile numbers
     * @param userIds their user ids
     * @param all whether everybody is
     */
    record Called(Set<String> mobiles, Set<String> userIds, boolean all) {

        /** The same as text; DingTalk wants each named in the text as well as in {@code at}. */
        String text() {
            return Stream.concat(mobiles.stream(), userIds.stream())
                    .map(who -> "@" + who)
                    .collect(Collectors.joining(" "));
        }
    }

    /**
     * @throws IllegalArgumentException when a matcher, number or id is not one; the message names the property
     */
    Mentions(List<DingTalkProperties.MentionRule> rules, TargetSettings settings) {
        this.rules = rules.stream().map(rule -> rule(rule, settings)).toList();
    }

    private static Rule rule(DingTalkProperties.MentionRule rule, TargetSettings settings) {
        List<LabelMatcher> matchers = settings.read(
                "mentions",
                () -> rule.matchers().stream()
                        .flatMap(text -> LabelMatcher.parse(text).stream())
                        .toList());
        boolean wellFormed = rule.mobiles().stream().allMatch(mobile -> mobile.matches(MOBILE))
                && rule.userIds().stream().allMatch(user -> user.matches(USER_ID));
        boolean nobody = rule.mobiles().isEmpty() && rule.userIds().isEmpty() && !rule.all();
        if (!wellFormed || nobody) {
            throw settings.wrong(
                    "mentions", "each entry needs mobiles (such as '13800000000', in quotes), user-ids, or all: true");
        }
        return new Rule(matchers, new Called(Set.copyOf(rule.mobiles()), Set.copyOf(rule.userIds()), rule.all()));
    }

    Called of(Message message) {
        List<Called> called = rules.stream()
                .filter(rule -> message.content().alerts().stream()
                        .anyMatch(alert -> alert.status() == MessageStatus.FIRING
                                && LabelMatcher.allMatch(rule.matchers(), alert.labels())))
                .map(Rule::called)
                .toList();
        return new Called(
                union(called, Called::mobiles),
                union(called, Called::userIds),
                called.stream().anyMatch(Called::all));
    }

    /** Every number and id there is, so that none gets into a log. */
    Set<String> everyone() {
        List<Called> called = rules.stream().map(Rule::called).toList();
        return Stream.concat(union(called, Called::mobiles).stream(), union(called, Called::userIds).stream())
                .collect(Collectors.toSet());
    }

    private static Set<String> union(List<Called> called, Function<Called, Set<String>> who) {
        return called.stream()
                .map(who)
                .flatMap(Set::stream)
                .sorted()
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
