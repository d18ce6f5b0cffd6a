package io.tocsin.alert;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A condition on one label, in Alertmanager's syntax and with its meaning: {@code severity="critical"}, {@code
 * team!=web}, {@code job=~"api|web"}, {@code "host name"!~"test.*"}. A label that is missing counts as empty, and a
 * regular expression must match the whole value. Expressions are RE2, as in Alertmanager, so that no label value,
 * however chosen, makes matching slow.
 */
public final class LabelMatcher {

    private final String name;
    private final Operator operator;
    private final String value;
    private final Predicate<String> condition;

    /** How a label is compared. */
    public enum Operator {
        EQUAL("="),
        NOT_EQUAL("!="),
        MATCHES("=~"),
        MATCHES_NOT("!~");

        final String sign;

        Operator(String sign) {
            this.sign = sign;
        }
    }

    public LabelMatcher(String name, Operator operator, String value) {
        this.name = name;
        this.operator = operator;
        this.value = value;
        this.condition = switch (operator) {
            case EQUAL -> value::equals;
            case NOT_EQUAL -> Predicate.not(value::equals);
            case MATCHES -> regex(value);
            case MATCHES_NOT -> Predicate.not(regex(value));
        };
    }

    /**
     * The whole value must match. Most expressions in use are a few texts, or have a required text; searching for these first
     * costs a fraction of running the expression.
     */
    private static Predicate<String> regex(String value) {
        RegexScan scan = scan(value);
        Pattern pattern = compiled(value);
        if (!scan.texts().isEmpty()) {
            return Set.copyOf(scan.texts())::contains;
        }
        List<List<String>> contained = scan.contained();
        return contained.isEmpty() ? pattern::matches : text -> containsAny(text, contained) && pattern.matches(text);
    }

    private static boolean containsAny(String text, List<List<String>> alternatives) {
        for (List<String> runs : alternatives) {
            if (containsInOrder(text, runs)) {
                return true;
            }
        }
        return false;
    }

    private static boolean containsInOrder(String text, List<String> runs) {
        int from = 0;
        for (String run : runs) {
            int found = text.indexOf(run, from);
            if (found < 0) {
                return false;
            }
            from = found + run.length();
        }
        return true;
    }

    private static RegexScan scan(String value) {
        try {
            return new RegexScan(value);
        } catch (IllegalArgumentException tooLarge) {
            throw new IllegalArgumentException(
                    "'" + Text.cut(value, 100) + "' is a regular expression that costs too much: "
                            + tooLarge.getMessage(),
                    tooLarge);
        }
    }

    private static Pattern compiled(String value) {
        try {
            return Pattern.compile(value);
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException(
                    "'" + value + "' is not a regular expression that RE2 knows: " + wrong.getDescription(), wrong);
        }
    }

    /**
     * Parses one matcher, or several separated by commas, with or without braces around them.
     *
     * @throws IllegalArgumentException when the text has another form; the message says what is wrong and where
     */
    public static List<LabelMatcher> parse(String text) {
        return new LabelMatcherParser(text).matchers();
    }

    /** A matcher that only this value matches. */
    public static LabelMatcher equal(String name, String value) {
        return new LabelMatcher(name, Operator.EQUAL, value);
    }

    /** Whether the labels match all matchers; true when there is none. */
    public static boolean allMatch(Collection<LabelMatcher> matchers, Map<String, String> labels) {
        // No stream: a notification may try thousands of routes on thousands of alerts.
        for (LabelMatcher matcher : matchers) {
            if (!matcher.matches(labels)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the labels match this matcher. */
    public boolean matches(Map<String, String> labels) {
        return condition.test(labels.getOrDefault(name, ""));
    }

    /** The label it matches. */
    public String name() {
        return name;
    }

    /** The one value that matches; empty when it is not an equality. */
    public Optional<String> equalTo() {
        return operator == Operator.EQUAL ? Optional.of(value) : Optional.empty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LabelMatcher that
                && name.equals(that.name)
                && operator == that.operator
                && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /** In a form that {@link #parse} reads. */
    @Override
    public String toString() {
        boolean bare = name.matches("[a-zA-Z_][a-zA-Z0-9_]*");
        return (bare ? name : quoted(name)) + operator.sign + quoted(value);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
