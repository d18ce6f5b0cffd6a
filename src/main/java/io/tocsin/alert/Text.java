package io.tocsin.alert;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Makes external text safe to show: no control characters, no bidirectional tricks, limited in length. */
public final class Text {

    private static final String ELLIPSIS = "…";
    private static final Pattern SPACE = Pattern.compile("\\s+");
    /** A run of blanks is matched once, from its start: texts are external and may contain nothing else. */
    private static final Pattern SPACE_AT_END = Pattern.compile("(?<!\\h)\\h++\n");

    private static final Pattern EMPTY_LINES = Pattern.compile("\n{3,}");

    private Text() {}

    /** One line: every run of white space is one space. */
    public static String line(String text, int maxCodePoints) {
        // The first cut keeps the work on a huge value small.
        String cleaned = clean(cut(text, 2 * maxCodePoints));
        return cut(SPACE.matcher(cleaned).replaceAll(" ").strip(), maxCodePoints);
    }

    /** Several lines, with at most one empty line in a row. */
    public static String block(String text, int maxCodePoints) {
        String lines = cut(text, 2 * maxCodePoints).replace("\r\n", "\n").replace('\r', '\n');
        String trimmed = SPACE_AT_END.matcher(clean(lines)).replaceAll("\n");
        return cut(EMPTY_LINES.matcher(trimmed).replaceAll("\n\n").strip(), maxCodePoints);
    }

    /** At most so many code points, the last of which is an ellipsis when something was cut off. */
    public static String cut(String text, int maxCodePoints) {
        if (text.length() <= maxCodePoints || text.codePointCount(0, text.length()) <= maxCodePoints) {
            return text;
        }
        return maxCodePoints < 1 ? "" : text.substring(0, text.offsetByCodePoints(0, maxCodePoints - 1)) + ELLIPSIS;
    }

    /** At most so many bytes of UTF-8, never half a character; ends in an ellipsis when something was cut off. */
    public static String cutUtf8(String text, int maxBytes) {
        if (text.length() <= maxBytes / 3 || utf8Length(text) <= maxBytes) {
            return text;
        }
        int room = maxBytes - utf8Length(ELLIPSIS);
        int end = 0;
        while (end < text.length()) {
            int codePoint = text.codePointAt(end);
            room -= utf8Length(codePoint);
            if (room < 0) {
                break;
            }
            end += Character.charCount(codePoint);
        }
        return maxBytes < utf8Length(ELLIPSIS) ? "" : text.substring(0, end) + ELLIPSIS;
    }

    /** The size of the text as UTF-8, in bytes. */
    public static int utf8Length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static int utf8Length(int codePoint) {
        if (codePoint < 0x80) {
            return 1;
        }
        if (codePoint < 0x800) {
            return 2;
        }
        return codePoint < 0x10000 ? 3 : 4;
    }

    private static String clean(String text) {
        StringBuilder cleaned = new StringBuilder(text.length());
        int codePoint;
        for (int at = 0; at < text.length(); at += Character.charCount(codePoint)) {
            codePoint = text.codePointAt(at);
            int shown = shown(codePoint);
            if (shown >= 0) {
                cleaned.appendCodePoint(shown);
            }
        }
        return cleaned.toString();
    }

    /** The code point to show instead; negative for none. */
    private static int shown(int codePoint) {
        boolean plain = codePoint >= ' ' && codePoint < 0x7F;
        if (plain || codePoint == '\n') {
            return codePoint;
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ' ';
            case Character.SURROGATE -> '\uFFFD';
            // Bidirectional overrides let text imitate other text; joiners stay, emoji and scripts need them.
            case Character.FORMAT ->
                codePoint == 0x200C || codePoint == 0x200D || codePoint >= 0xE0000 ? codePoint : -1;
            default -> codePoint;
        };
    }
}
