package io.tocsin.console.forms;

import io.tocsin.logs.LogFilter;
import io.tocsin.logs.LogSummary.ErrorGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Finds a group's entries by the type of its exception, or by the constant words of its message. */
final class GroupSearch {

    private GroupSearch() {}

    /** The given search, limited to a group; unchanged when that would be too long. */
    static String of(ErrorGroup group, String asked, int longest) {
        String narrowed = asked.indexOf('|') < 0 ? asked : "(" + asked + ")";
        for (String phrase : phrases(group.type(), group.pattern())) {
            String more = with(narrowed, phrase);
            boolean fits = more.length() <= longest && !LogFilter.hasTooManyTerms(more);
            if (!asked.contains("\"" + phrase + "\"") && fits) {
                narrowed = more;
            }
        }
        return narrowed;
    }

    /** With as much of a phrase's beginning as fits. */
    private static String with(String text, String phrase) {
        String beginning = phrase;
        String more = (text + " \"" + beginning + "\"").strip();
        while (LogFilter.hasTooManyTerms(more) && beginning.indexOf(' ') > 0) {
            beginning = beginning.substring(0, beginning.lastIndexOf(' '));
            more = (text + " \"" + beginning + "\"").strip();
        }
        return more;
    }

    private static List<String> phrases(@Nullable String type, @Nullable String pattern) {
        if (type != null) {
            return List.of(plain(type));
        }
        List<String> phrases = new ArrayList<>();
        StringJoiner phrase = new StringJoiner(" ");
        for (String word : ((pattern == null ? "" : pattern) + " #").strip().split("\\s+", -1)) {
            boolean varies = word.indexOf('#') >= 0 || word.endsWith("..."); // three dots: the rest was cut off
            if (!varies && !plain(word).isEmpty()) {
                phrase.add(plain(word));
            } else if (varies && phrase.length() > 0) {
                phrases.add(phrase.toString());
                phrase = new StringJoiner(" ");
            }
        }
        return phrases;
    }

    /** Without characters that would end a phrase. */
    private static String plain(String text) {
        return text.replaceAll("[\"\\\\]", "");
    }
}
