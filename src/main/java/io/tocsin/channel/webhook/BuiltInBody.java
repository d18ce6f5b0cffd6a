package io.tocsin.channel.webhook;

import io.tocsin.alert.Alert;
import io.tocsin.alert.Notification;
import io.tocsin.alert.Text;
import io.tocsin.channel.Digest;
import io.tocsin.channel.DigestLine;
import io.tocsin.channel.Link;
import io.tocsin.channel.Message;
import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.PlainText;
import io.tocsin.channel.render.MessageView;
import io.tocsin.channel.render.RenderException;
import io.tocsin.channel.webhook.WebhookProperties.Format;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The bodies that need no template: Tocsin's own JSON, which docs/channels.md explains, and that of Alertmanager's webhook,
 * version 4 (its documentation, "webhook_config"). Alerts that do not fit in full are shortened, and then left out and counted.
 */
record BuiltInBody(Format format, String target, MessageStyle style, int maxBytes) implements WebhookBody {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
    private static final int SHORT = 100;

    @Override
    public byte[] render(Message message) {
        return fill(message, message.content().alerts(), head(message, message.content(), maxBytes / 4))
                .bytes();
    }

    @Override
    public byte[] render(Digest digest) {
        Message message = digest.toMessage();
        Filled filled = fill(message, message.content().alerts(), head(message, message.content(), maxBytes / 4));
        if (filled.omitted() > 0) {
            String words = "webhook: " + filled.omitted() + " alerts do not fit";
            throw new RenderException(words, words);
        }
        return filled.bytes();
    }

    @Override
    public byte[] renderPlain(Message message) {
        if (format == Format.TOCSIN) {
            int room = Math.min(3_000, maxBytes / 2);
            return JSON.writeValueAsBytes(envelope(message).put("text", PlainText.of(message, room)));
        }
        List<Alert> alerts =
                message.content().alerts().stream().map(BuiltInBody::shortened).toList();
        Notification content = message.content().withAlerts(alerts);
        return fill(message, alerts, head(message, content, 0)).bytes();
    }

    @Override
    public int size(DigestLine line, Instant at) {
        return bytes(alert(shortened(line.alert()), true)) + 1;
    }

    /**
     * A body that was filled.
     *
     * @param omitted how many alerts did not fit
     */
    private record Filled(ObjectNode body, int omitted) {

        private byte[] bytes() {
            return JSON.writeValueAsBytes(body);
        }
    }

    /** As many alerts as fit, the most severe first, and of these as many in full as fit. */
    private Filled fill(Message message, List<Alert> alerts, ObjectNode head) {
        List<Alert> worstFirst = alerts.stream().sorted(Alert.WORST_FIRST).toList();
        List<ObjectNode> told = new ArrayList<>();
        int room = maxBytes - bytes(omitted(head.deepCopy(), message, alerts.size())) - 20;
        for (Alert alert : worstFirst) {
            ObjectNode node = alert(shortened(alert), true);
            room -= bytes(node) + 1;
            if (room < 0) {
                break;
            }
            told.add(node);
        }
        for (int n = 0; n < told.size() && room > 0; n++) {
            ObjectNode full = alert(worstFirst.get(n), false);
            int more = bytes(full) - bytes(told.get(n));
            if (more <= room) {
                told.set(n, full);
                room -= more;
            }
        }
        int omitted = alerts.size() - told.size();
        ObjectNode body = omitted(head, message, omitted);
        told.forEach(body.putArray("alerts")::add);
        return new Filled(body, omitted);
    }

    private ObjectNode omitted(ObjectNode head, Message message, int omitted) {
        if (format == Format.ALERTMANAGER) {
            return head.put("truncatedAlerts", message.content().truncatedAlerts() + omitted);
        }
        String key = message.page() == null ? "more.api" : "more.page";
        return head.put("omittedAlerts", omitted)
                .put("more", omitted == 0 ? "" : style.text(key, omitted, message.deliveryId()));
    }

    private ObjectNode envelope(Message message) {
        ObjectNode body = JSON.createObjectNode().put("version", 1).put("target", target);
        body.putObject("delivery")
                .put("id", message.deliveryId())
                .put("receivedAt", message.receivedAt().toString())
                .put("page", message.page())
                .put("fallbackOf", message.fallbackOf())
                .put("again", message.again());
        return body;
    }

    /**
     * Everything but the alerts.
     *
     * @param room the maximum size of the common labels and annotations; they are omitted when larger
     */
    private ObjectNode head(Message message, Notification content, int room) {
        ObjectNode body = format == Format.TOCSIN ? envelope(message) : JSON.createObjectNode();
        ObjectNode facts = format == Format.TOCSIN ? body.putObject("notification") : body.put("version", "4");
        facts.put("status", lower(content.status()))
                .put("groupKey", Text.cut(whole(content.groupKey()), 1_000))
                .put("receiver", Text.cut(whole(content.receiver()), SHORT));
        Map<String, Map<String, String>> shared = Map.of(
                "groupLabels", content.groupLabels(),
                "commonLabels", content.commonLabels(),
                "commonAnnotations", content.commonAnnotations());
        shared.forEach((name, values) -> {
            ObjectNode node = object(values);
            facts.set(name, bytes(node) <= room / 3 ? node : JSON.createObjectNode());
        });
        String url =
                Link.cleaned(content.externalUrl()).filter(link -> room > 0).orElse("");
        if (format == Format.ALERTMANAGER) {
            return body.put("externalURL", url);
        }
        MessageView view = MessageView.of(message, style);
        facts.put("id", message.notificationId())
                .put("groupId", view.groupId())
                .put("title", view.title())
                .put("severity", view.severity())
                .put("truncatedAlerts", content.truncatedAlerts())
                .put("externalUrl", url);
        return body;
    }

    private ObjectNode alert(Alert alert, boolean shortened) {
        ObjectNode node = JSON.createObjectNode().put("status", lower(alert.status()));
        node.set("labels", object(alert.labels()));
        node.set("annotations", object(alert.annotations()));
        node.put("startsAt", time(alert.startsAt())).put("fingerprint", whole(alert.fingerprint()));
        if (format == Format.ALERTMANAGER) {
            return node.put("endsAt", time(alert.endsAt())).put("generatorURL", link(alert.generatorUrl()));
        }
        node.put("endsAt", alert.endsAt() == null ? null : time(alert.endsAt())).put("shortened", shortened);
        Map<String, @Nullable String> links = new HashMap<>();
        links.put("graph", alert.generatorUrl());
        links.put("runbook", alert.annotations().get("runbook_url"));
        links.put("dashboard", alert.dashboardUrl());
        links.put("silence", alert.silenceUrl());
        ObjectNode shown = node.putObject("links");
        links.forEach((name, url) -> Link.cleaned(url).ifPresent(link -> shown.put(name, link)));
        return node;
    }

    /** The labels that distinguish an alert from others, and nothing long. */
    static Alert shortened(Alert alert) {
        Map<String, String> labels = new HashMap<>();
        List.of("alertname", "severity", "instance").forEach(name -> {
            String value = Text.line(alert.labels().getOrDefault(name, ""), SHORT);
            if (!value.isEmpty()) {
                labels.put(name, value);
            }
        });
        labels.putIfAbsent("alertname", Text.line(alert.name(), SHORT));
        return new Alert(
                alert.status(),
                labels,
                Map.of(),
                alert.startsAt() == null ? EARLIEST : alert.startsAt(),
                alert.endsAt(),
                null,
                null,
                null,
                Text.line(alert.fingerprint(), SHORT));
    }

    private static int bytes(ObjectNode node) {
        return JSON.writeValueAsBytes(node).length;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String link(@Nullable String url) {
        return Link.cleaned(url).orElse("");
    }

    /** In RFC 3339, which has years of four digits only; the year 1 represents none, as in Alertmanager. */
    private static String time(@Nullable Instant instant) {
        return instant != null && instant.isAfter(EARLIEST) && instant.isBefore(LATEST)
                ? instant.toString()
                : EARLIEST.toString();
    }

    private static ObjectNode object(Map<String, String> values) {
        ObjectNode node = JSON.createObjectNode();
        values.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(value -> node.put(whole(value.getKey()), whole(value.getValue())));
        return node;
    }

    /** Without halves of characters, which JSON cannot have in UTF-8. */
    private static String whole(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
