package io.tocsin.channel.email;

import io.tocsin.channel.AlertView;
import io.tocsin.channel.Link;
import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.MessageView;
import io.tocsin.channel.Text;
import java.util.SortedMap;

/** The plain text of a mail. */
final class EmailText {

    private static final int MAX_LENGTH = 60_000;
    private static final int MAX_DESCRIPTION = 4_000;
    private static final int MAX_LABELS = 40;

    private final MessageStyle style;
    private final StringBuilder out = new StringBuilder(2_000);

    private EmailText(MessageStyle style) {
        this.style = style;
    }

    static String of(MessageView view) {
        return new EmailText(view.style()).render(view);
    }

    private String render(MessageView view) {
        line(view.title());
        line(view.counts());
        line(view.truncated());
        labels(style.text("common"), view.commonLabels());
        int shown = 0;
        for (AlertView alert : view.alerts()) {
            if (out.length() > MAX_LENGTH) {
                break;
            }
            out.append('\n');
            alert(alert);
            shown++;
        }
        if (shown < view.alerts().size()) {
            out.append('\n');
            line(style.text("more", view.alerts().size() - shown));
        }
        out.append("\n-- \n");
        line(style.text("delivery", view.deliveryId()));
        return out.toString();
    }

    private void alert(AlertView alert) {
        line("[" + style.text("status." + alert.status()) + "] " + alert.name());
        line(alert.hasSummary() ? alert.summary() : "");
        field("severity", alert.severity());
        field("instance", alert.instance());
        field("started", alert.started());
        field("ended", alert.ended());
        field("duration", alert.duration());
        labels(style.text("labels"), alert.labels());
        line(Text.cut(alert.description(), MAX_DESCRIPTION));
        for (Link link : alert.links()) {
            line(link.label() + ": " + link.url());
        }
    }

    private void labels(String heading, SortedMap<String, String> labels) {
        if (!labels.isEmpty()) {
            line(heading + ":");
        }
        labels.entrySet().stream()
                .limit(MAX_LABELS)
                .forEach(label -> line("  " + label.getKey() + " = " + label.getValue()));
    }

    private void field(String key, String value) {
        line(value.isEmpty() ? "" : style.text(key) + ": " + value);
    }

    private void line(String text) {
        if (!text.isEmpty()) {
            out.append(text).append('\n');
        }
    }
}
