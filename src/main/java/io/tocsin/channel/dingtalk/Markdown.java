package io.tocsin.channel.dingtalk;

import java.util.stream.Collectors;

/**
 * Makes text from outside harmless in DingTalk's Markdown. Whether it honours backslash escapes is not documented and
 * differs between clients, so what would act as mark-up is replaced by its full-width twin, which looks the same to a
 * reader and is never mark-up. Underscores inside words, as in metric names, stay.
 */
final class Markdown {

    private Markdown() {}

    /** A line within a paragraph. */
    static String inline(String text) {
        return text.replace('*', '＊')
                .replace('`', '＇')
                .replace('~', '～')
                .replace('@', '＠')
                .replace("](", "］(")
                .replace("][", "］[")
                .replaceAll("<(?=[A-Za-z/!?])", "＜")
                .replaceAll("\\\\(?=\\p{Punct})", "＼")
                .replaceAll("(?<![\\p{L}\\p{N}_])_|_(?![\\p{L}\\p{N}_])", "＿");
    }

    /** Several lines, each of which ends in a line break that DingTalk keeps. */
    static String block(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> !line.matches("[-=]*"))
                .map(line -> lineStart(inline(line)))
                .collect(Collectors.joining("  \n"));
    }

    /** The text as the start of a line, where some characters would make it a heading or a quotation. */
    static String lineStart(String line) {
        return line.replaceFirst("^#", "＃").replaceFirst("^>", "＞").replaceFirst("^\\|", "｜");
    }
}
