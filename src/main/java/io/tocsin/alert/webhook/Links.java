package io.tocsin.alert.webhook;

import org.jspecify.annotations.Nullable;

/** Which links are fit to be shown to people. */
final class Links {

    private Links() {}

    /** The link itself when it is an absolute http(s) URL without blanks, quotes or angle brackets; otherwise null. */
    static @Nullable String httpUrl(@Nullable String text) {
        if (text == null) {
            return null;
        }
        int host = text.regionMatches(true, 0, "http://", 0, 7) ? 7 : 8;
        boolean web = host == 7 || text.regionMatches(true, 0, "https://", 0, 8);
        if (!web || text.length() == host || "/?#:".indexOf(text.charAt(host)) >= 0) {
            return null;
        }
        return text.chars().allMatch(Links::harmless) ? text : null;
    }

    private static boolean harmless(int c) {
        return c > ' ' && c != '"' && c != '<' && c != '>' && c != '\\' && c != 0x7F && !Character.isSpaceChar(c);
    }
}
