package io.tocsin.alert;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Analyses a regular expression without compiling it: how large the compiled program would be, which re2j does not limit where
 * repetitions are nested (Go's {@code regexp/syntax} limits their product to 1,000), and what a value must contain to match.
 */
final class RegexScan {

    /** As in Go: {@code (a{10}){100}} is allowed, {@code (a{10}){101}} is not. */
    private static final int MOST_REPETITIONS = 1_000;

    private static final int MOST_STEPS = 20_000;
    private static final int MOST_DEPTH = 100;
    /** Looking for more than these takes longer than running the expression. */
    private static final int MOST_LOOKED_FOR = 8;

    private static final String SPECIAL = ".^$|()[]{}*+?\\";
    private static final Pattern REPEAT = Pattern.compile("\\{(\\d{1,9})(,(\\d{0,9}))?}");

    private final String regex;
    private final Deque<Group> open = new ArrayDeque<>();
    private final List<List<String>> alternatives = new ArrayList<>();
    private final StringBuilder run = new StringBuilder();
    private List<String> runs = new ArrayList<>();
    private Group group = new Group();
    private boolean plain = true;
    private int at;

    /** What has been read of a group; {@code lastSteps} and {@code lastRepetitions} are those of its last element. */
    private static final class Group {
        private long steps;
        private long repetitions = 1;
        private long lastSteps;
        private long lastRepetitions = 1;

        private void element(long elementSteps, long elementRepetitions) {
            lastSteps = elementSteps;
            lastRepetitions = elementRepetitions;
            steps += elementSteps;
            repetitions = Math.max(repetitions, elementRepetitions);
        }

        private void repeat(long times) {
            steps += lastSteps * (Math.max(1, times) - 1);
            lastSteps *= Math.max(1, times);
            lastRepetitions *= Math.max(1, times);
            repetitions = Math.max(repetitions, lastRepetitions);
        }
    }

    /**
     * Parses the expression.
     *
     * @throws IllegalArgumentException when its program would be too large; the message says why
     */
    RegexScan(String regex) {
        this.regex = regex;
        while (at < regex.length()) {
            step();
            check();
        }
        alternative();
    }

    /** The texts that match, when the expression is nothing but texts between bars; empty when it is more. */
    List<String> texts() {
        return plain && open.isEmpty()
                ? alternatives.stream().map(texts -> String.join("", texts)).toList()
                : List.of();
    }

    /**
     * For each alternative the texts that every matching value contains, in order; empty when there is an alternative of which
     * none is known.
     */
    List<List<String>> contained() {
        // Flags such as (?i) change the meaning of a text.
        boolean flags = regex.replace("(?:", "(").contains("(?");
        boolean unknown = flags || alternatives.size() > MOST_LOOKED_FOR || alternatives.contains(List.<String>of());
        return unknown ? List.of() : List.copyOf(alternatives);
    }

    private void step() {
        char c = regex.charAt(at);
        switch (c) {
            case '\\' -> escape();
            case '[' -> characterClass();
            case '(' -> open();
            case ')' -> close();
            case '|' -> bar();
            case '*', '+', '?' -> repeated(1, at + 1);
            case '{' -> brace();
            default -> {
                group.element(1, 1);
                literal(c);
                at++;
            }
        }
    }

    private void check() {
        if (group.repetitions > MOST_REPETITIONS) {
            throw new IllegalArgumentException("its repetitions multiply to more than " + MOST_REPETITIONS);
        }
        if (group.steps > MOST_STEPS || open.size() > MOST_DEPTH) {
            throw new IllegalArgumentException("it is too large: at most " + MOST_STEPS
                    + " characters when its repetitions are written out, and " + MOST_DEPTH + " nested groups");
        }
    }

    /** A literal character belongs to the required text, unless it is in a group or may be absent. */
    private void literal(char c) {
        if (SPECIAL.indexOf(c) >= 0) {
            other();
        } else if (open.isEmpty()) {
            run.append(c);
        }
    }

    /** Ends the run of literal characters. */
    private void other() {
        plain = false;
        endRun();
    }

    private void endRun() {
        if (!run.isEmpty()) {
            runs.add(run.toString());
            run.setLength(0);
        }
    }

    private void alternative() {
        endRun();
        alternatives.add(runs);
        runs = new ArrayList<>();
    }

    private void bar() {
        if (open.isEmpty()) {
            alternative();
        }
        group.element(1, 1);
        at++;
    }

    private void open() {
        other();
        open.push(group);
        group = new Group();
        at++;
    }

    private void close() {
        other();
        Group inner = group;
        group = open.isEmpty() ? new Group() : open.pop();
        group.element(inner.steps + 1, inner.repetitions);
        at++;
    }

    private void escape() {
        group.element(1, 1);
        char next = at + 1 < regex.length() ? regex.charAt(at + 1) : ' ';
        if (SPECIAL.indexOf(next) >= 0) {
            if (open.isEmpty()) {
                run.append(next);
            }
            at += 2;
            return;
        }
        other();
        if (regex.startsWith("\\Q", at)) {
            int end = regex.indexOf("\\E", at);
            int after = end < 0 ? regex.length() : end + 2;
            group.element(after - at, 1);
            at = after;
            return;
        }
        boolean braced = (next == 'p' || next == 'P' || next == 'x') && regex.startsWith("{", at + 2);
        int end = braced ? regex.indexOf('}', at) : -1;
        at = end < 0 ? at + 2 : end + 1;
    }

    /** A closing bracket at the start is literal; a class such as {@code [:alpha:]} has brackets of its own. */
    private void characterClass() {
        other();
        group.element(1, 1);
        int from = at + (regex.startsWith("^", at + 1) ? 2 : 1);
        int i = regex.startsWith("]", from) ? from + 1 : from;
        while (i < regex.length() && regex.charAt(i) != ']') {
            int named = regex.startsWith("[:", i) ? regex.indexOf(":]", i) : -1;
            i = named >= 0 ? named + 2 : i + (regex.charAt(i) == '\\' ? 2 : 1);
        }
        at = i + 1;
    }

    private void brace() {
        Matcher repeat = REPEAT.matcher(regex).region(at, regex.length());
        if (!repeat.lookingAt()) {
            group.element(1, 1);
            other();
            at++;
            return;
        }
        String most = repeat.group(3) == null || repeat.group(3).isEmpty() ? repeat.group(1) : repeat.group(3);
        repeated(Long.parseLong(most), repeat.end());
    }

    private void repeated(long times, int next) {
        if (!run.isEmpty()) {
            run.setLength(run.offsetByCodePoints(run.length(), -1));
        }
        other();
        group.repeat(times);
        at = next;
    }
}
