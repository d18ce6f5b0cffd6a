package io.tocsin.channel.email;

import io.tocsin.channel.AlertView;
import io.tocsin.channel.Fitted;
import io.tocsin.channel.Link;
import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.MessageView;
import io.tocsin.channel.Text;
import io.tocsin.channel.Tone;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.springframework.web.util.HtmlUtils;

/**
 * The HTML of a mail: nested tables and inline styles, which is what all mail clients show alike, without images,
 * scripts or anything to load.
 */
final class EmailHtml {

    /** Gmail cuts a mail off at 102 kB. */
    private static final int MAX_BYTES = 95_000;

    private static final int MAX_DESCRIPTION = 2_000;
    private static final int MAX_LABELS = 30;
    private static final int MAX_VALUE = 100;

    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="%s">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light">
            <title>%s</title>
            </head>
            <body style="margin:0;padding:0;background:#eef0f3;-webkit-text-size-adjust:100%%">
            <div style="display:none;max-height:0;overflow:hidden">%s</div>
            <table role="presentation" width="100%%" cellpadding="0" cellspacing="0" border="0" bgcolor="#eef0f3">
            <tr><td align="center" style="padding:16px 8px">
            <table role="presentation" width="100%%" cellpadding="0" cellspacing="0" border="0" bgcolor="#ffffff"\
             style="max-width:680px;background:#ffffff;border:1px solid #d9dde3;text-align:left;\
            font-family:-apple-system,'Segoe UI',Roboto,'PingFang SC','Microsoft YaHei',Arial,sans-serif">
            <tr><td height="8" bgcolor="%s" style="height:8px;line-height:8px;font-size:1px;background:%s">&nbsp;</td></tr>
            <tr><td style="padding:18px 20px 6px 20px;font-size:20px;line-height:27px;font-weight:bold;color:#1c2128;\
            word-break:break-word">%s</td></tr>
            %s</table>
            </td></tr>
            </table>
            </body>
            </html>
            """;

    private static final String NOTE = """
            <tr><td style="padding:2px 20px;font-size:14px;line-height:20px;color:#57606a">%s</td></tr>
            """;

    private static final String ALERT = """
            <tr><td style="padding:12px 20px 0 20px">
            <table role="presentation" width="100%%" cellpadding="0" cellspacing="0" border="0"\
             style="border:1px solid #d9dde3">
            <tr><td width="5" bgcolor="%s" style="width:5px;background:%s">&nbsp;</td>
            <td style="padding:12px 14px;font-size:14px;line-height:21px;color:#1c2128;word-break:break-word">
            %s</td></tr>
            </table>
            </td></tr>
            """;

    private static final String BADGE = """
            <div style="font-size:12px;line-height:18px;font-weight:bold;color:%s">%s</div>
            """;

    private static final String HEADING = """
            <div style="font-size:16px;line-height:23px;font-weight:bold">%s</div>
            """;

    private static final String TEXT = """
            <div style="padding-top:6px">%s</div>
            """;

    private static final String ROWS = """
            <table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin-top:8px">
            %s</table>
            """;

    private static final String ROW = """
            <tr><td valign="top" style="padding:1px 12px 1px 0;font-size:13px;line-height:19px;color:#57606a">%s</td>\
            <td valign="top" style="padding:1px 0;font-size:13px;line-height:19px;color:#1c2128;word-break:break-all">%s</td></tr>
            """;

    private static final String LINE = """
            <tr><td style="padding:2px 20px;font-size:14px;line-height:20px;color:#1c2128;word-break:break-word">\
            <span style="color:%s">&#9679;</span> %s</td></tr>
            """;

    private static final String LINK =
            "<a href=\"%s\" style=\"color:#0b57d0;font-weight:bold;text-decoration:underline\">%s</a>";

    private final MessageStyle style;

    private EmailHtml(MessageStyle style) {
        this.style = style;
    }

    static String of(MessageView view) {
        return new EmailHtml(view.style()).page(view);
    }

    private String page(MessageView view) {
        StringBuilder body = new StringBuilder(4_000);
        body.append(note(view.counts())).append(note(view.truncated()));
        String common =
                view.commonLabels().isEmpty() ? "" : NOTE.formatted("<br>" + labels("common", view.commonLabels()));
        Fitted<String> alerts = Fitted.fit(
                view.alerts(),
                new Fitted.Forms<>(this::alert, this::line, html -> Text.utf8Length(html.toString())),
                MAX_BYTES - Text.utf8Length(body + common),
                view.alerts().size(),
                MAX_BYTES);
        alerts.full().forEach(body::append);
        alerts.lines().forEach(body::append);
        body.append(alerts.omitted() == 0 ? "" : note(style.text("more", alerts.omitted())));
        body.append(common);
        body.append(NOTE.formatted(
                "<br>" + escape(style.text("delivery", view.deliveryId())) + " &middot; Tocsin<br>&nbsp;"));
        String colour = Tone.of(view.status(), view.severity()).colour();
        String title = escape(view.title());
        return PAGE.formatted(
                style.locale().toLanguageTag(), title, escape(view.counts()), colour, colour, title, body);
    }

    private String alert(AlertView alert) {
        String colour = Tone.of(alert.status(), alert.severity()).colour();
        String badge = style.text("status." + alert.status())
                + (alert.severity().isEmpty() ? "" : " · " + Text.cut(alert.severity(), 40))
                + (alert.hasSummary() ? " · " + Text.cut(alert.name(), 80) : "");
        StringBuilder body = new StringBuilder(1_500);
        body.append(BADGE.formatted(colour, escape(badge)));
        body.append(HEADING.formatted(escape(alert.summary())));
        body.append(text(alert.description()));
        body.append(ROWS.formatted(row("instance", alert.instance())
                + row("started", alert.started())
                + row("ended", alert.ended())
                + row("duration", alert.duration())));
        body.append(alert.labels().isEmpty() ? "" : TEXT.formatted(labels("labels", alert.labels())));
        body.append(links(alert));
        return ALERT.formatted(colour, colour, body);
    }

    private String labels(String heading, SortedMap<String, String> labels) {
        String rows = labels.entrySet().stream()
                .limit(MAX_LABELS)
                .map(label -> ROW.formatted(
                        escape(Text.cut(label.getKey(), MAX_VALUE)), escape(Text.cut(label.getValue(), MAX_VALUE))))
                .collect(Collectors.joining());
        return "<b>" + escape(style.text(heading)) + "</b>" + ROWS.formatted(rows);
    }

    private String links(AlertView alert) {
        String links = alert.links().stream().map(this::link).collect(Collectors.joining(" &nbsp;&middot;&nbsp; "));
        return links.isEmpty() ? "" : TEXT.formatted(links);
    }

    private String link(Link link) {
        return LINK.formatted(escape(link.url()), escape(link.label()));
    }

    private String row(String key, String value) {
        return value.isEmpty() ? "" : ROW.formatted(escape(style.text(key)), escape(value));
    }

    private static String note(String text) {
        return text.isEmpty() ? "" : NOTE.formatted(escape(text));
    }

    private static String text(String block) {
        return block.isEmpty()
                ? ""
                : TEXT.formatted(escape(Text.cut(block, MAX_DESCRIPTION)).replace("\n", "<br>\n"));
    }

    /** An alert for which there is no room in full. */
    private String line(AlertView alert) {
        String text = alert.hasSummary() ? alert.summary() : alert.name() + " " + alert.instance();
        return LINE.formatted(Tone.of(alert.status(), alert.severity()).colour(), escape(Text.cut(text, 160)));
    }

    private static String escape(String text) {
        return HtmlUtils.htmlEscape(text, "UTF-8");
    }
}
