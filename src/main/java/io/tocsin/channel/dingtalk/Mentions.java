package io.tocsin.channel.dingtalk;

import io.tocsin.alert.LabelMatcher;
import io.tocsin.channel.Message;
import io.tocsin.channel.TargetDetails;
import io.tocsin.channel.config.Masking;
import io.tocsin.channel.config.MentionRules;
import io.tocsin.channel.config.TargetSettings;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The mentions of a message. */
final class Mentions {

    private static final String MOBILE = "\\+?\\d[\\d-]{4,19}";
    private static final String USER_ID = "[A-Za-z0-9_.$:-]{1,64}";

    private final MentionRules<Called> rules;

    /**
     * Who is mentioned.
     *
     * @param mobiles their mobile numbers
     * @param userIds their user ids
     * @param all whether everyone is
     */
    record Called(Set<String> mobiles, Set<String> userIds, boolean all) {

        private static Called together(List<Called> called) {
            return new Called(
                    union(called, Called::mobiles),
                    union(called, Called::userIds),
                    called.stream().anyMatch(Called::all));
        }

        /**
         * The same as text; DingTalk needs each mention in the text as well as in {@code at}.
         *
         * @param everybody the text for everyone
         */
        String text(String everybody) {
            return Stream.of(
                            mobiles.stream(),
                            userIds.stream(),
                            Stream.of(everybody).filter(name -> all))
                    .flatMap(names -> names)
                    .map(who -> "@" + who)
                    .collect(Collectors.joining(" "));
        }
    }

    /**
     * @throws IllegalArgumentException when a matcher, number or id is invalid; the message names the property
     */
    Mentions(List<DingTalkProperties.MentionRule> rules, TargetSettings settings) {
        this.rules = new MentionRules<>(
                rules.stream().map(rule -> rule(rule, settings)).toList());
    }

    private static MentionRules.Rule<Called> rule(DingTalkProperties.MentionRule rule, TargetSettings settings) {
        List<LabelMatcher> matchers = MentionRules.matchers(rule.matchers(), settings);
        boolean wellFormed = rule.mobiles().stream().allMatch(mobile -> mobile.matches(MOBILE))
                && rule.userIds().stream().allMatch(user -> user.matches(USER_ID));
        boolean nobody = rule.mobiles().isEmpty() && rule.userIds().isEmpty() && !rule.all();
        if (!wellFormed || nobody) {
            throw settings.wrong(
                    "mentions",
                    "each entry needs mobiles (such as '13800000000', in quotes), user-ids, people, or all: true");
        }
        Called called = new Called(Set.copyOf(rule.mobiles()), Set.copyOf(rule.userIds()), rule.all());
        return new MentionRules.Rule<>(matchers, called);
    }

    Called of(Message message) {
        return Called.together(rules.calledBy(message).toList());
    }

    /** The rules in a form for an operator. */
    List<TargetDetails.Mention> shown() {
        return rules.shown(called -> Stream.of(
                        called.mobiles().stream().sorted().map(mobile -> Masking.number(mobile.replaceAll("\\D", ""))),
                        called.userIds().stream().sorted().map(Masking::id),
                        Stream.of("all").filter(name -> called.all()))
                .flatMap(names -> names)
                .map(who -> "@" + who)
                .toList());
    }

    /** Every configured number and id, so that none is logged. */
    Set<String> everyone() {
        Called everyone = Called.together(rules.everyone().toList());
        return Stream.concat(everyone.mobiles().stream(), everyone.userIds().stream())
                .collect(Collectors.toSet());
    }

    private static Set<String> union(List<Called> called, Function<Called, Set<String>> who) {
        return called.stream().map(who).flatMap(Set::stream).collect(Collectors.toCollection(TreeSet::new));
    }
}
