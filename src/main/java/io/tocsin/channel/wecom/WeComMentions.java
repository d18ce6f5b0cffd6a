package io.tocsin.channel.wecom;

import io.tocsin.ConfigurationException;
import io.tocsin.alert.LabelMatcher;
import io.tocsin.channel.Message;
import io.tocsin.channel.TargetDetails;
import io.tocsin.channel.config.Masking;
import io.tocsin.channel.config.MentionRules;
import io.tocsin.channel.config.TargetSettings;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The mentions of a message: user ids in its Markdown, everyone and phone numbers in a text message after it, because WeCom's
 * Markdown supports neither. Source: WeCom developer center, "message push" (91770).
 */
final class WeComMentions {

    private static final String MOBILE = "\\+?\\d[\\d-]{4,19}";
    private static final String USER_ID = "[A-Za-z0-9_.@-]{1,64}";
    /** What user ids may take of a message; more of them are called by the message after it. */
    private static final int MAX_BYTES = 1_000;

    private final MentionRules<Called> rules;

    /**
     * Who is mentioned.
     *
     * @param userIds their user ids
     * @param mobiles their mobile numbers
     * @param all whether everyone is
     */
    record Called(List<String> userIds, List<String> mobiles, boolean all) {

        /** Whether it needs a message after the first. */
        boolean isMore() {
            return all || !mobiles.isEmpty() || isCrowd();
        }

        /** Whether the user ids would take too much of the first message. */
        boolean isCrowd() {
            return length(userIds.stream()) > MAX_BYTES;
        }

        /** The user ids in Markdown; empty when there are none, or too many. */
        String markdown() {
            return isCrowd() ? "" : userIds.stream().map(id -> "<@" + id + ">").collect(Collectors.joining(" "));
        }
    }

    /**
     * @throws ConfigurationException when a matcher, number or id is not one; the message names the property
     */
    WeComMentions(List<WeComProperties.MentionRule> rules, TargetSettings settings) {
        this.rules = new MentionRules<>(
                rules.stream().map(rule -> rule(rule, settings)).toList());
    }

    private static MentionRules.Rule<Called> rule(WeComProperties.MentionRule rule, TargetSettings settings) {
        List<LabelMatcher> matchers = MentionRules.matchers(rule.matchers(), settings);
        boolean wellFormed = rule.userIds().stream().allMatch(id -> id.matches(USER_ID))
                && rule.mobiles().stream().allMatch(mobile -> mobile.matches(MOBILE));
        boolean nobody = rule.userIds().isEmpty() && rule.mobiles().isEmpty() && !rule.all();
        if (!wellFormed || nobody) {
            throw settings.wrong(
                    "mentions",
                    "each entry needs user-ids, mobiles (such as '13800000000', in quotes), people, or all: true");
        }
        return new MentionRules.Rule<>(matchers, new Called(rule.userIds(), rule.mobiles(), rule.all()));
    }

    /** The mentions of the message. */
    Called of(Message message) {
        List<Called> called = rules.calledBy(message).toList();
        return new Called(
                union(called, Called::userIds),
                union(called, Called::mobiles),
                called.stream().anyMatch(Called::all));
    }

    private static List<String> union(List<Called> called, Function<Called, List<String>> who) {
        return called.stream().map(who).flatMap(List::stream).distinct().toList();
    }

    /** The maximum size of user ids in a message, in bytes. */
    int longest() {
        return Math.min(
                MAX_BYTES,
                length(rules.everyone()
                        .flatMap(called -> called.userIds().stream())
                        .distinct()));
    }

    private static int length(Stream<String> userIds) {
        return userIds.mapToInt(id -> id.length() + "<@> ".length()).sum();
    }

    /** The rules in a form for an operator. */
    List<TargetDetails.Mention> shown() {
        return rules.shown(called -> Stream.of(
                        called.userIds().stream().map(Masking::id),
                        called.mobiles().stream().map(mobile -> Masking.number(mobile.replaceAll("\\D", ""))),
                        Stream.of("all").filter(all -> called.all()))
                .flatMap(names -> names)
                .map(who -> "@" + who)
                .toList());
    }

    /** Every configured number and id, so that none is logged. */
    Set<String> everyone() {
        return rules.everyone()
                .flatMap(called -> Stream.of(called.userIds(), called.mobiles()))
                .flatMap(Collection::stream)
                .collect(Collectors.toSet());
    }

    /** A body in which people cannot be identified. */
    String withoutPeople(String body) {
        String shown = body;
        for (String who : everyone()) {
            shown = shown.replace("<@" + who + ">", "<@***>").replace('"' + who + '"', "\"***\"");
        }
        return shown;
    }
}
