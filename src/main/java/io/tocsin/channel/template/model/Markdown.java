package io.tocsin.channel.template.model;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Escapes external text for DingTalk's Markdown. Whether it honours backslash escapes is not documented and differs between
 * clients, so mark-up characters are replaced by their full-width forms, which look the same to a reader and are never mark-up.
 * Underscores inside words, as in metric names, stay.
 */
public final class Markdown {

    private static final Pattern TAG = Pattern.compile("<(?=[A-Za-z/!?])");
    private static final Pattern ESCAPE = Pattern.compile("\\\\(?=\\p{Punct})");
    private static final Pattern EDGE_UNDERSCORES =
            Pattern.compile("(?<![\\p{L}\\p{N}_])_++|(?<!_)_++(?![\\p{L}\\p{N}])");
    private static final Pattern RULE = Pattern.compile("[-=]*");

    private Markdown() {}

    /** Text of one or several lines, at any position. */
    static String escape(String text) {
        if (text.indexOf('\n') >= 0) {
            return block(text);
        }
        return RULE.matcher(text).matches() ? text.replace('-', '－').replace('=', '＝') : lineStart(inline(text));
    }

    /** A line within a paragraph. */
    public static String inline(String text) {
        String twins = text.replace('*', '＊')
                .replace('`', '＇')
                .replace('~', '～')
                .replace('@', '＠')
                .replace("](", "］(")
                .replace("][", "］[")
                .replace("]:", "］:");
        twins = TAG.matcher(twins).replaceAll("＜");
        twins = ESCAPE.matcher(twins).replaceAll("＼");
        return EDGE_UNDERSCORES
                .matcher(twins)
                .replaceAll(run -> "＿".repeat(run.group().length()));
    }

    /** Several lines, each of which ends in a line break that DingTalk keeps. */
    static String block(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !RULE.matcher(line).matches())
                .map(line -> lineStart(inline(line)))
                .collect(Collectors.joining("  \n"));
    }

    /** The text as the start of a line, where some characters would make it a heading or a quotation. */
    public static String lineStart(String line) {
        char twin = switch (line.isEmpty() ? ' ' : line.charAt(0)) {
            case '#' -> '＃';
            case '>' -> '＞';
            case '|' -> '｜';
            default -> ' ';
        };
        return twin == ' ' ? line : twin + line.substring(1);
    }
}
