package io.tocsin.firstrun;

import io.tocsin.channel.ChannelType;
import io.tocsin.channel.RenderedMessage;
import io.tocsin.console.preview.MessageHtml;
import io.tocsin.standin.ReceivedMail;
import io.tocsin.standin.ReceivedMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.web.util.HtmlUtils;

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

    private static final String STYLE = asset("console.css") + asset("preview.css");

    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <meta name="color-scheme" content="light dark">
            <title>Tocsin: first run</title>
            <style>
            %s
            header{padding:16px 24px} header p{margin:4px 0 0}
            .columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(340px,1fr));gap:16px;padding:16px 24px}
            .about{font-size:13px;color:var(--mute)} .text{white-space:pre-wrap}
            iframe{border:0;width:100%%;height:560px;margin-top:8px;color-scheme:light}
            </style></head>
            <body data-state="%s">
            <header><h1>Tocsin: first run</h1>
            <p>What the stand-ins got, newest first. Tocsin itself is at %s; it printed what to post.</p></header>
            <div class="columns">%s%s%s</div>
            <script>%s</script>
            </body></html>
            """;

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
                STYLE,
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
                .map(one -> "<article class=\"card\">" + form.apply(one) + "</article>")
                .collect(Collectors.joining());
        return "<section><h2>" + title + " (" + received.size() + ")</h2>"
                + (newest.isEmpty() ? "<p class=\"muted\">Nothing yet.</p>" : articles) + "</section>";
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
        return about(message.at(), "") + shown(ChannelType.SLACK, "shown slack", message);
    }

    private static String dingTalk(ReceivedMessage message) {
        String mentioned = message.json()
                .path("at")
                .path("atMobiles")
                .valueStream()
                .map(mobile -> mobile.asString(""))
                .collect(Collectors.joining(", "));
        return about(message.at(), mentioned.isEmpty() ? "" : "mentions " + mentioned)
                + shown(ChannelType.DINGTALK, "shown dingtalk", message);
    }

    /** As the console's preview shows it. */
    private static String shown(ChannelType channel, String style, ReceivedMessage message) {
        String html = MessageHtml.of(channel, RenderedMessage.of("application/json", message.body(), null))
                .html();
        return "<div class=\"" + style + "\"><div class=\"body\">" + html + "</div></div>";
    }

    private static String asset(String name) {
        try (InputStream asset = DemoHtml.class.getResourceAsStream("/console/assets/" + name)) {
            return new String(Objects.requireNonNull(asset).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String about(Instant at, String more) {
        return "<div class=\"about\">" + TIME.format(at) + " " + escape(more) + "</div>";
    }

    private static String escape(String text) {
        return HtmlUtils.htmlEscape(text, "UTF-8");
    }
}
