package io.tocsin.console.preview;

import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Turns Slack's mrkdwn into HTML: bold, italic, strike, code, quotations, links and mentions. Source: docs.slack.dev,
 * "Formatting text for app surfaces".
 */
final class SlackText {

    private static final String FENCE = "```";
    private static final String QUOTE = "&gt;";

    private final String line;
    private final StringBuilder html = new StringBuilder();
    private int written;

    private SlackText(String line) {
        this.line = line;
    }

    /** The HTML of a text of several lines. */
    static String html(String mrkdwn) {
        StringBuilder html = new StringBuilder();
        int at = 0;
        int fence = mrkdwn.indexOf(FENCE);
        while (fence >= 0) {
            int end = mrkdwn.indexOf(FENCE, fence + FENCE.length());
            if (end < 0) {
                break;
            }
            html.append(lines(mrkdwn.substring(at, fence)))
                    .append(Html.element("pre", text(mrkdwn.substring(fence + FENCE.length(), end))));
            at = end + FENCE.length();
            fence = mrkdwn.indexOf(FENCE, at);
        }
        return html.append(lines(mrkdwn.substring(at))).toString();
    }

    /** A text without mark-up, though three characters are escaped. */
    static String text(String escaped) {
        return Html.escape(unescaped(escaped));
    }

    private static String unescaped(String text) {
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }

    private static String lines(String text) {
        return text.lines().map(SlackText::line).collect(Collectors.joining("<br>"));
    }

    private static String line(String line) {
        return line.startsWith(QUOTE)
                ? Html.element("q.quoted", inline(line.substring(QUOTE.length()).strip()))
                : inline(line);
    }

    private static String inline(String line) {
        return new SlackText(line).run();
    }

    private String run() {
        int at = 0;
        while (at < line.length()) {
            at = switch (line.charAt(at)) {
                case '<' -> angle(at);
                case '`' -> code(at);
                case '*' -> styled(at, '*', "b");
                case '_' -> styled(at, '_', "i");
                case '~' -> styled(at, '~', "s");
                default -> at + 1;
            };
        }
        flush(line.length());
        return html.toString();
    }

    /** Writes the preceding text. */
    private void flush(int until) {
        html.append(text(line.substring(written, until)));
        written = until;
    }

    private int put(int from, int until, String element) {
        flush(from);
        html.append(element);
        written = until;
        return until;
    }

    private int angle(int at) {
        int end = line.indexOf('>', at);
        return end < 0 ? at + 1 : put(at, end + 1, reference(line.substring(at + 1, end)));
    }

    /** The content of angle brackets: an address, a person, a channel, a call. */
    private static String reference(String inner) {
        int bar = inner.indexOf('|');
        String what = bar < 0 ? inner : inner.substring(0, bar);
        String label = bar < 0 ? "" : inner.substring(bar + 1);
        String sign = what.isEmpty() ? "" : what.substring(0, 1);
        return switch (sign) {
            case "@", "#", "*" -> mention(sign.equals("#") ? "#" : "@", label.isEmpty() ? what : label);
            case "!" -> call(what.substring(1), label);
            default -> Html.link(unescaped(what), text(label.isEmpty() ? what : label));
        };
    }

    private static String call(String what, String label) {
        boolean date = what.toLowerCase(Locale.ROOT).startsWith("date^");
        return date ? text(label) : mention("@", label.isEmpty() ? what.replaceFirst("^subteam\\^", "") : label);
    }

    private static String mention(String sign, String who) {
        return Html.element("span.mention", sign + text(who.replaceFirst("^[@#]", "")));
    }

    private int code(int at) {
        int end = line.indexOf('`', at + 1);
        return end <= at + 1 ? at + 1 : put(at, end + 1, Html.element("code", text(line.substring(at + 1, end))));
    }

    /** Marks count only at the edges of words, so that a metric's name keeps its underscores. */
    private int styled(int at, char mark, String tag) {
        boolean opens = (at == 0 || !isWord(at - 1)) && at + 1 < line.length() && !isSpace(at + 1);
        int end = opens ? line.indexOf(mark, at + 2) : -1;
        while (end >= 0 && (isSpace(end - 1) || (end + 1 < line.length() && isWord(end + 1)))) {
            end = line.indexOf(mark, end + 1);
        }
        return end < 0 ? at + 1 : put(at, end + 1, Html.element(tag, inline(line.substring(at + 1, end))));
    }

    private boolean isWord(int index) {
        return Character.isLetterOrDigit(line.charAt(index));
    }

    private boolean isSpace(int index) {
        return Character.isWhitespace(line.charAt(index));
    }
}
