package io.tocsin.console.preview;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns the subset of Markdown that DingTalk supports, and Feishu and WeCom with mentions of their own, into HTML: headings,
 * quotations, lists, bold, italic, links, colours. A picture is shown as a link, because the page loads nothing from elsewhere.
 * Source: DingTalk open platform, "custom robot", message types.
 */
final class DingTalkText {

    private static final Pattern HEADING = Pattern.compile("(#{1,6})\\s++(.*)");
    private static final Pattern ITEM = Pattern.compile("\\s*(?:[-*+]|\\d{1,3}\\.)\\s++(.*)");
    private static final Pattern QUOTE = Pattern.compile(">\\s?(.*)");
    private static final Pattern INLINE = Pattern.compile("\\*\\*(?<bold>[^*]+)\\*\\*"
            + "|\\*(?<italic>[^*\\s][^*]*)\\*"
            + "|!?\\[(?<label>[^\\[\\]]*)]\\((?<url>[^()\\s]*)\\)"
            + "|<font color=[\"']?(?<colour>[#\\w]{1,20})[\"']?>(?<inked>.*?)</font>"
            + "|<(?:at id=|@)(?<at>[^<>\\s]{1,80})>(?:</at>)?"
            + "|(?<!\\S)@(?<who>[^\\s@]+)");

    private final StringBuilder html = new StringBuilder();
    private final StringBuilder paragraph = new StringBuilder();

    private DingTalkText() {}

    static String html(String markdown) {
        DingTalkText text = new DingTalkText();
        markdown.lines().forEach(text::line);
        text.flush();
        return text.html.toString();
    }

    private void line(String line) {
        Matcher heading = HEADING.matcher(line);
        Matcher item = ITEM.matcher(line);
        Matcher quote = QUOTE.matcher(line);
        if (line.isBlank()) {
            flush();
        } else if (heading.matches()) {
            block("p.head h" + heading.group(1).length(), heading.group(2));
        } else if (item.matches()) {
            block("p.item", item.group(1));
        } else if (quote.matches()) {
            block("p.quoted", quote.group(1));
        } else {
            paragraph.append(inline(line.strip())).append(line.endsWith("  ") ? "<br>" : " ");
        }
    }

    private void block(String name, String text) {
        flush();
        html.append(Html.element(name, inline(text.strip())));
    }

    private void flush() {
        if (!paragraph.isEmpty()) {
            html.append(Html.element("p", paragraph.toString().strip()));
            paragraph.setLength(0);
        }
    }

    private static String inline(String text) {
        StringBuilder html = new StringBuilder();
        Matcher found = INLINE.matcher(text);
        int at = 0;
        while (found.find()) {
            html.append(Html.escape(text.substring(at, found.start()))).append(styled(found));
            at = found.end();
        }
        return html.append(Html.escape(text.substring(at))).toString();
    }

    private static String styled(Matcher found) {
        if (found.group("bold") != null) {
            return Html.element("b", inline(found.group("bold")));
        }
        if (found.group("italic") != null) {
            return Html.element("i", inline(found.group("italic")));
        }
        if (found.group("url") != null) {
            String label = found.group("label");
            return Html.link(found.group("url"), Html.escape(label.isEmpty() ? found.group("url") : label));
        }
        String who = found.group("who") == null ? found.group("at") : found.group("who");
        return who == null
                ? Html.element(
                        "span." + MessageColor.nearest(found.group("colour")).style(), inline(found.group("inked")))
                : Html.element("span.mention", "@" + Html.escape(who));
    }
}
