package io.tocsin.firstrun;

import io.tocsin.standin.ReceivedMail;
import io.tocsin.standin.ReceivedMessage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.web.util.HtmlUtils;
import tools.jackson.databind.JsonNode;

/** The page's HTML: messages come from outside, so all of it is escaped, and a mail is shown in a sandbox. */
final class DemoHtml {

    private static final int SHOWN = 20;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    private static final String SCRIPT = """
            const seen = document.body.dataset.state;
            setInterval(async () => {
              try {
                const state = await (await fetch('/state')).text();
                if (state !== seen) location.reload();
              } catch (gone) {}
            }, 1000);
            """;

    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>Tocsin: first run</title>
            <style>
            body{font:15px/1.5 system-ui,sans-serif;margin:0;background:#eef0f3;color:#1c2128}
            header{padding:16px 24px;background:#1c2128;color:#fff} header p{margin:4px 0 0;color:#c9d1d9}
            main{display:grid;grid-template-columns:repeat(auto-fit,minmax(340px,1fr));gap:16px;padding:16px 24px}
            h1{font-size:20px;margin:0} h2{font-size:16px;margin:4px 0 10px}
            article{background:#fff;border:1px solid #d9dde3;border-radius:6px;margin-bottom:12px;padding:12px;\
            overflow-wrap:anywhere}
            .about{font-size:13px;color:#57606a} .none{color:#57606a}
            .bar{border-left:5px solid #888;padding-left:12px} .text{white-space:pre-wrap}
            iframe{border:0;width:100%%;height:560px;margin-top:8px}
            .head{font-weight:bold;font-size:17px} .small{font-size:13px;color:#57606a}
            .button{display:inline-block;border:1px solid #b6bcc4;border-radius:4px;padding:2px 10px;margin:2px 6px 2px 0}
            </style></head>
            <body data-state="%s">
            <header><h1>Tocsin: first run</h1>
            <p>What the stand-ins got, newest first. Tocsin itself is at %s; it printed what to post.</p></header>
            <main>%s%s%s</main>
            <script>%s</script>
            </body></html>
            """;

    private static final Pattern SLACK_LINK = Pattern.compile("&lt;(https?://[^|\\s]*?)\\|(.*?)&gt;");
    private static final Pattern SLACK_BOLD = Pattern.compile("\\*([^*\\n]+)\\*");
    private static final Pattern MARKDOWN_LINK = Pattern.compile("\\[([^\\]]*)]\\((https?://[^)\\s]*)\\)");
    private static final Pattern MARKDOWN_COLOUR =
            Pattern.compile("&lt;font color=&quot;(#[0-9A-Fa-f]{6})&quot;&gt;(.*?)&lt;/font&gt;");
    private static final Pattern MARKDOWN_BOLD = Pattern.compile("\\*\\*([^*\\n]+)\\*\\*");
    private static final Pattern MARKDOWN_HEAD = Pattern.compile("(?m)^#{1,6} (.*)$");

    private DemoHtml() {}

    /** The hash by which a content security policy allows the page's script and no other. */
    static String scriptHash() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(SCRIPT.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static String page(
            String tocsin,
            String state,
            List<ReceivedMail> mails,
            List<ReceivedMessage> slack,
            List<ReceivedMessage> dingTalk) {
        return PAGE.formatted(
                escape(state),
                escape(tocsin),
                column("Email", mails, DemoHtml::mail),
                column("Slack", slack, DemoHtml::slack),
                column("DingTalk", dingTalk, DemoHtml::dingTalk),
                SCRIPT);
    }

    private static <T> String column(String title, List<T> received, Function<T, String> form) {
        List<T> newest = new ArrayList<>(received.subList(Math.max(0, received.size() - SHOWN), received.size()));
        Collections.reverse(newest);
        String articles = newest.stream()
                .map(one -> "<article>" + form.apply(one) + "</article>")
                .collect(Collectors.joining());
        return "<section><h2>" + title + " (" + received.size() + ")</h2>"
                + (newest.isEmpty() ? "<p class=\"none\">Nothing yet.</p>" : articles) + "</section>";
    }

    private static String mail(ReceivedMail mail) {
        return about(mail.receivedAt(), mail.overTls() ? "over TLS" : "without TLS")
                + "<b>" + escape(mail.subject()) + "</b>"
                + "<div class=\"about\">" + escape(mail.header("From")) + " &rarr; "
                + escape(String.join(", ", mail.recipients())) + "</div>"
                + (mail.html().isEmpty()
                        ? "<div class=\"text\">" + escape(mail.text()) + "</div>"
                        : "<iframe sandbox title=\"the mail\" srcdoc=\"" + escape(mail.html()) + "\"></iframe>");
    }

    private static String slack(ReceivedMessage message) {
        StringBuilder html = new StringBuilder(about(message.at(), ""));
        JsonNode attachments = message.json().path("attachments");
        html.append("<div class=\"text\">")
                .append(slackText(message.json().path("text")))
                .append("</div>");
        for (JsonNode attachment : attachments) {
            String colour = attachment.path("color").asString("").replaceAll("[^#0-9A-Fa-f]", "");
            html.append("<div class=\"bar\" style=\"border-color:")
                    .append(colour)
                    .append("\">");
            attachment.path("blocks").forEach(block -> html.append(slackBlock(block)));
            html.append("</div>");
        }
        return html.toString();
    }

    private static String slackBlock(JsonNode block) {
        String style = switch (block.path("type").asString("")) {
            case "header" -> "head";
            case "context" -> "small";
            default -> "text";
        };
        StringBuilder html = new StringBuilder("<div class=\"" + style + "\">");
        html.append(slackText(block.path("text").path("text")));
        block.path("fields")
                .forEach(field -> html.append(slackText(field.path("text"))).append("<br>"));
        for (JsonNode element : block.path("elements")) {
            JsonNode button = element.path("text").path("text");
            html.append(
                    button.isString()
                            ? "<span class=\"button\">"
                                    + link(escape(element.path("url").asString("")), slackText(button)) + "</span>"
                            : slackText(element.path("text")) + " ");
        }
        return html.append("</div>").toString();
    }

    /** Slack escapes three characters itself; what is left of them is its own mark-up. */
    private static String slackText(JsonNode text) {
        String html = escape(text.asString(""));
        html = SLACK_LINK
                .matcher(html)
                .replaceAll(link ->
                        Matcher.quoteReplacement(link(link.group(1).replace("&amp;amp;", "&amp;"), link.group(2))));
        html = SLACK_BOLD.matcher(html).replaceAll("<b>$1</b>");
        return html.replace("&amp;lt;", "&lt;").replace("&amp;gt;", "&gt;").replace("&amp;amp;", "&amp;");
    }

    private static String dingTalk(ReceivedMessage message) {
        JsonNode json = message.json();
        String text = escape(json.path("markdown")
                .path("text")
                .asString(json.path("text").path("content").asString("")));
        text = MARKDOWN_LINK
                .matcher(text)
                .replaceAll(link -> Matcher.quoteReplacement(link(link.group(2), link.group(1))));
        text = MARKDOWN_COLOUR.matcher(text).replaceAll("<span style=\"color:$1\">$2</span>");
        text = MARKDOWN_BOLD.matcher(text).replaceAll("<b>$1</b>");
        text = MARKDOWN_HEAD.matcher(text).replaceAll("<span class=\"head\">$1</span>");
        String mentioned = json.path("at")
                .path("atMobiles")
                .valueStream()
                .map(mobile -> mobile.asString(""))
                .collect(Collectors.joining(", "));
        return about(message.at(), mentioned.isEmpty() ? "" : "mentions " + mentioned) + "<div class=\"text\">"
                + text.replaceAll("\n{2,}", "\n") + "</div>";
    }

    private static String about(Instant at, String more) {
        return "<div class=\"about\">" + TIME.format(at) + " " + escape(more) + "</div>";
    }

    /** Both arguments are escaped already. */
    private static String link(String url, String label) {
        return "<a href=\"" + url + "\" rel=\"noreferrer noopener\" target=\"_blank\">" + label + "</a>";
    }

    private static String escape(String text) {
        return HtmlUtils.htmlEscape(text, "UTF-8");
    }
}
