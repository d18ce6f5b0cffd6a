package io.tocsin.channel;

import io.tocsin.alert.Alert;
import io.tocsin.alert.Distinctions;
import io.tocsin.alert.Notification;
import io.tocsin.alert.Text;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The form of a message that cannot fail: no markup, no links, no language, only the essentials. It is sent when a channel's
 * own form cannot be built or is refused.
 */
public final class PlainText {

    /** For the last line. */
    private static final int RESERVE = 150;

    private static final Pattern LINK = Pattern.compile("(?<![A-Za-z])[A-Za-z]++://\\S*");

    private static final MessageStyle ENGLISH = new MessageStyle(Locale.ENGLISH, ZoneId.of("UTC"));

    private PlainText() {}

    /**
     * A title, one line for each alert that fits, the most severe first, and the delivery id, under which the history has the
     * others.
     *
     * @param maxBytes the maximum size as UTF-8, at least 500
     */
    public static String of(Message message, int maxBytes) {
        Notification content = message.content();
        String via = (message.again() ? " (sent again)" : "")
                + (message.fallbackOf() == null ? "" : " (via fallback of " + message.fallbackOf() + ")");
        StringBuilder text = new StringBuilder(
                "[" + content.status() + "] " + content.alerts().size() + " alerts" + via + "\n");
        int room = maxBytes - Text.utf8Length(text.toString()) - RESERVE;
        long left = content.alerts().size() + content.truncatedAlerts();
        List<Alert> worstFirst =
                content.alerts().stream().sorted(Alert.WORST_FIRST).toList();
        Distinctions distinctions = Distinctions.among(worstFirst);
        for (Alert alert : worstFirst) {
            String line = line(alert, distinctions.of(alert));
            room -= Text.utf8Length(line);
            if (room < 0) {
                break;
            }
            text.append(line);
            left--;
        }
        if (left > 0) {
            text.append("and ").append(left).append(" more: GET /api/v1/deliveries/");
        }
        return text.append(Text.line(message.deliveryId(), 84)).toString();
    }

    private static String line(Alert alert, String distinction) {
        String instance = alert.labels().getOrDefault("instance", "");
        String muted = alert.muting() == null ? "" : ENGLISH.text(alert.muting()) + " ";
        String summary = muted + alert.annotations().getOrDefault("summary", "");
        String line = Text.line(
                alert.status() + " " + Text.cut(alert.severity(), 20) + " " + alert.name() + " " + instance + " "
                        + (distinction.isEmpty() ? "" : distinction + " ") + summary,
                200);
        // A link may be the reason of a refusal.
        return Text.cut(LINK.matcher(line).replaceAll("…"), distinction.isEmpty() && muted.isEmpty() ? 100 : 160)
                + "\n";
    }
}
