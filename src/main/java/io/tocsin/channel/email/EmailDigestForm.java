package io.tocsin.channel.email;

import io.tocsin.alert.Text;
import io.tocsin.channel.Digest;
import io.tocsin.channel.DigestLine;
import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.render.DigestView;
import io.tocsin.channel.render.DigestView.DigestLineView;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.web.util.HtmlUtils;

/** A digest as a mail: a table with a row for each alert, and the same as plain text. */
final class EmailDigestForm {

    /** Gmail cuts a mail off at 102 kB. */
    static final int ROOM = 90_000;

    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="%s">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>%s</title>
            </head>
            <body style="margin:0;padding:16px 8px;background:#eef0f3;\
            font-family:-apple-system,'Segoe UI',Roboto,'PingFang SC','Microsoft YaHei',Arial,sans-serif">
            <table role="presentation" width="100%%" cellpadding="0" cellspacing="0" border="0" bgcolor="#ffffff"\
             style="background:#ffffff;border:1px solid #d9dde3;border-top:8px solid %s">
            <tr><td colspan="2" style="padding:18px 20px 6px 20px;font-size:20px;font-weight:bold">%s</td></tr>
            <tr><td colspan="2" style="padding:2px 20px 12px 20px;font-size:14px;color:#57606a">%s</td></tr>
            %s<tr><td colspan="2" style="padding:12px 20px;font-size:14px;color:#57606a">%s</td></tr>
            </table>
            </body>
            </html>
            """;

    private static final String ROW =
            "<tr><td width=\"5\" bgcolor=\"%s\"></td><td style=\"padding:4px 14px;font-size:14px\"><b>%s</b>%s</td></tr>\n";

    private final MessageStyle style;

    EmailDigestForm(MessageStyle style) {
        this.style = style;
    }

    int size(DigestLine line, Instant at) {
        return Text.utf8Length(row(DigestLineView.of(line, at, style)));
    }

    EmailForm of(Digest digest) {
        DigestView view = DigestView.of(digest, style);
        String text = Stream.of(
                        Stream.of(view.title(), view.origin(), view.severities(), view.truncated()),
                        view.lines().stream().map(DigestLineView::text),
                        Stream.of("-- ", view.foot(), view.page()))
                .flatMap(lines -> lines)
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n", "", "\n"));
        return new EmailForm(view.title(), text, html(view));
    }

    private String html(DigestView view) {
        String head = Stream.of(view.origin(), view.severities(), view.truncated())
                .filter(text -> !text.isEmpty())
                .map(EmailDigestForm::escape)
                .collect(Collectors.joining("<br>"));
        String title = escape(view.title());
        String rows = view.lines().stream().map(EmailDigestForm::row).collect(Collectors.joining());
        return PAGE.formatted(
                style.locale().toLanguageTag(),
                title,
                view.tone().colour(),
                title,
                head,
                rows,
                foot(view) + " &middot; Tocsin");
    }

    private static String foot(DigestView view) {
        String foot = escape(view.foot());
        return view.page().isEmpty()
                ? foot
                : "<a href=\"" + escape(view.page()) + "\" style=\"color:#0b57d0\">" + foot + "</a>";
    }

    private static String row(DigestLineView line) {
        String facts = line.facts().stream().map(fact -> " · " + escape(fact)).collect(Collectors.joining());
        return ROW.formatted(line.tone().colour(), escape(line.name()), facts);
    }

    private static String escape(String text) {
        return HtmlUtils.htmlEscape(text, "UTF-8");
    }
}
