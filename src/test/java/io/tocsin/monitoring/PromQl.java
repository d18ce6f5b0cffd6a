package io.tocsin.monitoring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As much of PromQL as the files of this project use: their selectors. */
public final class PromQl {

    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset", "inf", "nan");
    private static final Pattern CLAUSE =
            Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
    private static final Pattern SELECTOR =
            Pattern.compile("(?<![\\w\"$])([a-zA-Z_:][\\w:]*)\\s*(\\{[^}]*})?(\\s*\\()?");
    private static final Pattern MATCHER =
            Pattern.compile("([a-zA-Z_]\\w*)\\s*(=~|!~|!=|=)\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
    /** A label's value, which may hold brackets as a regular expression. */
    private static final Pattern TEXT = Pattern.compile("(\"(?:[^\"\\\\]|\\\\.)*\")");

    private static final Pattern RANGE_OR_TEXT = Pattern.compile(TEXT + "|\\[[^\\]]*]");
    private static final Pattern RATE = Pattern.compile("\\bi?rate\\([^\\[\\]]*\\[([^\\]]*)]");
    private static final Pattern COUNTING =
            Pattern.compile("(rate|irate|increase|changes|resets|count_over_time|count)\\s*\\(\\s*$");

    private PromQl() {}

    /**
     * A metric that an expression asks for.
     *
     * @param name its name
     * @param matchers operator and value by label, such as {@code =~"5.."}
     * @param counted whether it is an argument of rate, increase or their like
     */
    public record Selector(String name, Map<String, String> matchers, boolean counted) {}

    /** The selectors of an expression, in their order. */
    public static List<Selector> selectors(String expression) {
        String plain = CLAUSE.matcher(expression).replaceAll(" ");
        plain = RANGE_OR_TEXT.matcher(plain).replaceAll("$1");
        List<Selector> selectors = new ArrayList<>();
        Matcher matcher = SELECTOR.matcher(plain);
        while (matcher.find()) {
            boolean function = matcher.group(3) != null;
            if (!function && !WORDS.contains(matcher.group(1))) {
                String before = plain.substring(0, matcher.start());
                boolean counted = COUNTING.matcher(before).find();
                selectors.add(new Selector(matcher.group(1), matchers(matcher.group(2)), counted));
            }
        }
        return selectors;
    }

    private static Map<String, String> matchers(String braces) {
        Map<String, String> matchers = new LinkedHashMap<>();
        if (braces != null) {
            MATCHER.matcher(braces)
                    .results()
                    .forEach(one -> matchers.put(one.group(1), one.group(2) + '"' + one.group(3) + '"'));
        }
        return matchers;
    }

    /** The ranges that rate and irate look at. */
    public static List<String> rateRanges(String expression) {
        return RATE.matcher(TEXT.matcher(expression).replaceAll("\"\""))
                .results()
                .map((MatchResult one) -> one.group(1))
                .toList();
    }
}
