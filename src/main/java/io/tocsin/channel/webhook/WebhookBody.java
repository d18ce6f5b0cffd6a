package io.tocsin.channel.webhook;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.Distinctions;
import io.tocsin.alert.Notification;
import io.tocsin.alert.Text;
import io.tocsin.channel.ChannelType;
import io.tocsin.channel.Digest;
import io.tocsin.channel.DigestLine;
import io.tocsin.channel.Message;
import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.PlainText;
import io.tocsin.channel.http.DigestForm;
import io.tocsin.channel.render.MessageView;
import io.tocsin.channel.render.RenderException;
import io.tocsin.channel.render.RenderLimit;
import io.tocsin.channel.template.BodyTemplate;
import io.tocsin.channel.template.TemplateInput;
import io.tocsin.channel.template.model.Detail;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The bodies for one receiver: by the operator's template, or that of Alertmanager's webhook, version 4 (its documentation,
 * "webhook_config"), with more facts, which docs/channels.md explains. Alerts that do not fit in full are shortened, and then
 * left out and counted.
 *
 * @param template null for none; its lines are measured, because only it determines their size
 */
record WebhookBody(
        String target,
        MessageStyle style,
        int maxBytes,
        @Nullable BodyTemplate template,
        RenderLimit time) implements DigestForm {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String NO_TIME = "0001-01-01T00:00:00Z";
    private static final int SHORT = 100;
    private static final int DISTINCTION = 90; // what distinguishing labels may add to a line

    byte[] render(Message message) {
        return template == null ? builtIn(message, "", false) : build(message, template::render);
    }

    @Override
    public byte[] render(Digest digest) {
        Message message = digest.toMessage();
        return template == null ? builtIn(message, "", true) : build(message, template::renderLines);
    }

    /** In a form that is least likely to be refused or to cause an error in a template. */
    byte[] renderPlain(Message message) {
        Message plain = shortened(message);
        String text = PlainText.of(message, Math.min(3_000, maxBytes / 2));
        try {
            return template == null ? builtIn(plain, text, false) : build(plain, template::render);
        } catch (RuntimeException fault) {
            return builtIn(plain, text, false);
        }
    }

    private byte[] build(Message message, Function<TemplateInput, String> form) {
        return time.call(
                        ChannelType.WEBHOOK.label(), () -> form.apply(TemplateInput.of(MessageView.of(message, style))))
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte[] builtIn(Message message, String text, boolean every) {
        MessageView view = MessageView.of(message, style);
        ObjectNode head = head(message.content());
        ObjectNode own = own(message, view, text);
        List<ObjectNode> full = alerts(message, false);
        for (int n = 0; n < full.size(); n++) {
            full.get(n).set("links", JSON.valueToTree(view.alerts().get(n).links()));
        }
        List<ObjectNode> lines = alerts(shortened(message), true);
        Function<Detail, byte[]> form = detail -> {
            int shown = detail.full() + detail.lines();
            int omitted = full.size() - shown;
            String more = style.text(message.page() == null ? "more.api" : "more.page", omitted, message.deliveryId());
            head.put("truncatedAlerts", message.content().truncatedAlerts() + omitted)
                    .set("tocsin", own.put("omittedAlerts", omitted).put("more", omitted == 0 ? "" : more));
            head.putArray("alerts").addAll(full.subList(0, detail.full())).addAll(lines.subList(detail.full(), shown));
            return bytes(head);
        };
        Detail detail = Detail.most(
                        full.size(), tried -> Optional.of(tried).filter(any -> form.apply(any).length <= maxBytes))
                .orElse(new Detail(0, 0));
        if (every && detail.full() + detail.lines() < full.size()) {
            throw new RenderException("webhook: too long", "webhook: not every alert of the digest fits");
        }
        return form.apply(detail);
    }

    /** Alertmanager's facts of the group; says so where there is no room for labels or annotations. */
    private ObjectNode head(Notification content) {
        ObjectNode head =
                JSON.<ObjectNode>valueToTree(content.withAlerts(List.of())).without("externalUrl");
        head.put("version", "4")
                .put("status", status(content.status()))
                .put("groupKey", Text.cut(content.groupKey(), Math.min(1_000, maxBytes / 8)))
                .put("receiver", Text.cut(content.receiver(), SHORT))
                .put("externalURL", Objects.requireNonNullElse(content.externalUrl(), ""));
        for (String name : List.of("groupLabels", "commonLabels", "commonAnnotations", "routeLabels")) {
            JsonNode values = head.path(name);
            if (bytes(values).length > maxBytes / 12) {
                head.putObject(name).put("tocsin_omitted", String.valueOf(values.size()));
            }
        }
        return head;
    }

    private ObjectNode own(Message message, MessageView view, String text) {
        return JSON.createObjectNode()
                .put("version", 1)
                .put("target", target)
                .put("delivery", message.deliveryId())
                .put("notification", message.notificationId())
                .put("groupId", view.groupId())
                .put("receivedAt", message.receivedAt().toString())
                .put("title", view.title())
                .put("severity", view.severity())
                .put("page", message.page())
                .put("fallbackOf", message.fallbackOf())
                .put("again", message.again())
                .put("text", text);
    }

    private List<ObjectNode> alerts(Message message, boolean shortened) {
        return message.content().alerts().stream()
                .sorted(Alert.WORST_FIRST)
                .map(alert -> alert(alert, shortened))
                .toList();
    }

    private ObjectNode alert(Alert alert, boolean shortened) {
        ObjectNode json = JSON.valueToTree(alert);
        return json.without(List.of("generatorUrl", "dashboardUrl", "silenceUrl"))
                .put("status", status(alert.status()))
                .put("startsAt", time(alert.startsAt()))
                .put("endsAt", time(alert.endsAt()))
                .put("generatorURL", Objects.requireNonNullElse(alert.generatorUrl(), ""))
                .put("muted", alert.muting() == null ? "" : style.text(alert.muting()))
                .put("shortened", shortened);
    }

    /** The largest that the line can be: its alert in full; by a template with what may distinguish it. */
    @Override
    public int size(DigestLine line, Instant at) {
        int whole = bytes(alert(line.alert(), false)).length + 20;
        if (template == null) {
            return whole;
        }
        try {
            Notification one = new Notification("", "", Map.of(), Map.of(), Map.of(), List.of(line.alert()), 0, null);
            TemplateInput input = TemplateInput.of(MessageView.of(new Message("", 0, at, one), style));
            int length = Text.utf8Length(template.renderLines(input)) - Text.utf8Length(template.renderNone(input));
            return Math.max(1, length) + DISTINCTION;
        } catch (RuntimeException fault) {
            return whole;
        }
    }

    /** A template has little beside its lines; one that has more makes a digest that does not fit, and smaller ones are sent. */
    @Override
    public int room() {
        return template == null ? Math.max(maxBytes / 2, maxBytes - 3_000) : maxBytes / 8 * 7;
    }

    /** The labels that distinguish each alert from the others, and nothing long. */
    private static Message shortened(Message message) {
        Notification content = message.content();
        Distinctions distinctions = Distinctions.among(content.alerts());
        List<Alert> alerts = content.alerts().stream()
                .map(alert -> shortened(alert, distinctions.of(alert)))
                .toList();
        return message.saying(new Notification(
                content.groupKey(), "", Map.of(), Map.of(), Map.of(), alerts, content.truncatedAlerts(), null));
    }

    private static Alert shortened(Alert alert, String distinction) {
        Map<String, String> labels = new TreeMap<>();
        alert.labels().forEach((name, value) -> {
            if (List.of("alertname", "severity", "instance").contains(name) || distinction.contains(name + "=")) {
                labels.put(name, Text.line(value, SHORT));
            }
        });
        labels.values().removeIf(String::isEmpty);
        labels.putIfAbsent("alertname", Text.line(alert.name(), SHORT));
        Instant start = Objects.requireNonNullElse(alert.startsAt(), Instant.EPOCH);
        String fingerprint = Text.line(alert.fingerprint(), SHORT);
        return new Alert(
                alert.status(), labels, Map.of(), start, alert.endsAt(), null, null, null, fingerprint, alert.muting());
    }

    /** Alertmanager knows no muted ones: they are firing. */
    private static String status(AlertStatus status) {
        return status == AlertStatus.RESOLVED ? "resolved" : "firing";
    }

    /** In RFC 3339, which has years of four digits only; the year 1 represents none, as in Alertmanager. */
    private static String time(@Nullable Instant instant) {
        String text = String.valueOf(instant);
        return text.matches("\\d{4}-.*") ? text : NO_TIME;
    }

    /** Without halves of characters, which UTF-8 cannot have. */
    private static byte[] bytes(JsonNode json) {
        return JSON.writeValueAsString(json).getBytes(StandardCharsets.UTF_8);
    }
}
