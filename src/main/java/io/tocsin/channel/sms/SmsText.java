package io.tocsin.channel.sms;

import io.tocsin.alert.Text;
import java.util.regex.Pattern;

/** Sanitizes text for a variable of an SMS template, which is never empty. */
final class SmsText {

    private static final String NOTHING = "-";
    /** The provider refuses links in variables. */
    private static final Pattern LINK = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]{0,30}+://\\S*|(?i)\\bwww\\.\\S*");
    /** Brackets are for the signature; symbols and emoji are refused or come out garbled. */
    private static final Pattern SYMBOLS =
            Pattern.compile("[【】]|[\\p{So}\\p{Cn}\\p{Co}\\p{Cf}\\x{FE00}-\\x{FE0F}]|[^\\x{0}-\\x{FFFF}]");

    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern DOT = Pattern.compile("\\.");
    private static final Pattern NOT_PLAIN = Pattern.compile("[^\\p{L}\\p{Nd}:_-]");

    private SmsText() {}

    /** Its displayable part, in at most so many characters. */
    static String fit(String text, int max) {
        String shown = LINK.matcher(Text.line(text, 2_000)).replaceAll(" ");
        String line = cut(SYMBOLS.matcher(shown).replaceAll(""), 2_000);
        return line.length() <= max ? line : cut(line, max - 1) + "…";
    }

    /** Its letters and digits; addresses lose their dots, because the provider may treat them as links. */
    static String plain(String text, int max) {
        String undotted = DOT.matcher(fit(text, 2_000)).replaceAll("-");
        return cut(NOT_PLAIN.matcher(undotted).replaceAll(" "), max);
    }

    private static String cut(String text, int max) {
        String line = SPACE.matcher(text).replaceAll(" ").strip();
        String cut = line.length() <= max ? line : line.substring(0, max).strip();
        return cut.isEmpty() ? NOTHING : cut;
    }
}
