package io.tocsin.logs.query;

import java.util.regex.Pattern;

/** Removes the variable parts of a message. */
final class MessageFingerprint {

    private static final int LONGEST = 300;

    /** Ids and numbers, also within words; quoted text. Each alternative takes time linear in the text. */
    private static final Pattern VARIABLE = Pattern.compile("\"[^\"]*\"|'[^']*'"
            + "|\\b[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\\b"
            + "|\\b(?=[0-9a-fA-F]*[0-9])[0-9a-fA-F]{8,}\\b"
            + "|[0-9]+(?:[.:,][0-9]+){0,7}");

    private MessageFingerprint() {}

    static String of(String message) {
        String pattern = VARIABLE.matcher(message).replaceAll("#");
        return pattern.length() > LONGEST ? pattern.substring(0, LONGEST) + "..." : pattern;
    }
}
