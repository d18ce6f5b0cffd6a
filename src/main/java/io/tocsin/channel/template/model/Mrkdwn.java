package io.tocsin.channel.template.model;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Escapes external text for Slack's mrkdwn. Entities keep {@code & < >} from starting a link or a mention (docs.slack.dev,
 * "Formatting text for app surfaces"); for {@code * _ ~ `} and emoji names there is no escape, so that their full-width forms
 * are used, which look the same and are never mark-up.
 */
public final class Mrkdwn {

    private static final Pattern EDGE_UNDERSCORES =
            Pattern.compile("(?<![\\p{L}\\p{N}_])_++|(?<!_)_++(?![\\p{L}\\p{N}])");
    /** Names of emoji; a time of day such as 09:44:38 is none. */
    private static final Pattern EMOJI = Pattern.compile(":(?=(?:100|1234|[+-]1|[0-9_+'-]*+[a-z][a-z0-9_+'-]*+):)");

    private static final Pattern WWW = Pattern.compile("(?i)\\bwww\\.");

    private Mrkdwn() {}

    /** Text of one or several lines, at any position. */
    static String escape(String text) {
        return text.lines().map(Mrkdwn::line).collect(Collectors.joining("\n"));
    }

    private static String line(String line) {
        String twins = line.replace('*', '＊').replace('`', '＇').replace('~', '～');
        twins = EMOJI.matcher(twins).replaceAll("：");
        twins = EDGE_UNDERSCORES
                .matcher(twins)
                .replaceAll(run -> "＿".repeat(run.group().length()));
        return entities(lineStart(twins));
    }

    /** A quotation, and the small print of our own footer, which begins with {@code -#}. */
    private static String lineStart(String line) {
        if (line.startsWith(">")) {
            return "＞" + line.substring(1);
        }
        return line.startsWith("-#") ? "－" + line.substring(1) : line;
    }

    /** For the top-level text of a message, in which Slack makes links of addresses; text in blocks is verbatim. */
    public static String escapeUnlinked(String text) {
        return WWW.matcher(escape(text).replace("://", "：//")).replaceAll("www．");
    }

    /** The ampersand first, or the others' entities would be escaped. */
    static String entities(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
