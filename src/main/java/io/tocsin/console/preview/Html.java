package io.tocsin.console.preview;

import java.net.URI;
import java.util.regex.Pattern;
import org.springframework.web.util.HtmlUtils;

/** Builds the HTML of a message; all external text passes through here. */
final class Html {

    private static final Pattern SCHEME = Pattern.compile("(?i)https?://.*");

    private Html() {}

    /** Text without mark-up, neither between tags nor in a quoted attribute. */
    static String escape(String text) {
        return HtmlUtils.htmlEscape(text, "UTF-8");
    }

    /**
     * An element around content that is already HTML.
     *
     * @param name the element's name, with its class after a dot if it has one
     */
    static String element(String name, String html) {
        int dot = name.indexOf('.');
        String tag = dot < 0 ? name : name.substring(0, dot);
        String start = dot < 0 ? tag : tag + " class=\"" + name.substring(dot + 1) + "\"";
        return "<" + start + ">" + html + "</" + tag + ">";
    }

    /**
     * A link to another site that sends no referrer; only the label when it is no web address.
     *
     * @param url not escaped
     * @param label HTML
     */
    static String link(String url, String label) {
        return isWeb(url)
                ? "<a href=\"" + escape(url) + "\" target=\"_blank\" rel=\"noreferrer noopener\">" + label + "</a>"
                : label;
    }

    private static boolean isWeb(String url) {
        try {
            return SCHEME.matcher(url).matches() && URI.create(url).getHost() != null;
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }
}
