package io.tocsin.channel.sms;

import io.tocsin.ConfigurationException;
import io.tocsin.alert.Alert;
import io.tocsin.alert.Notification;
import io.tocsin.channel.Message;
import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.config.TargetSettings;
import io.tocsin.channel.render.AlertView;
import io.tocsin.channel.render.MessageView;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** Fills the variables of the SMS template. */
final class SmsTemplate {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)}");
    private static final String LABELS = "labels.";
    private static final SortedMap<String, Function<Facts, String>> FACTS = new TreeMap<>(Map.of(
            "status",
                    facts -> facts.view().style().text("status." + facts.view().status()),
            "count", Facts::count,
            "title", facts -> facts.view().title(),
            "name", Facts::names,
            "severity", facts -> facts.ofFirst(AlertView::severity),
            "summary", facts -> facts.ofFirst(AlertView::summary),
            "instance", facts -> facts.ofFirst(AlertView::instance),
            "started", facts -> facts.ofFirst(AlertView::started),
            "delivery", facts -> facts.view().deliveryId(),
            "via", Facts::via));
    /** The origin follows the status, so that a short variable cuts off the less important part. */
    private static final Map<String, String> DEFAULT =
            List.of("status", "count", "name", "severity", "instance", "started").stream()
                    .collect(Collectors.toMap(
                            name -> name, name -> name.equals("status") ? "{status} {via}" : "{" + name + "}"));

    private final Map<String, String> parameters;
    private final int maxLength;
    private final MessageStyle style;

    private SmsTemplate(Map<String, String> parameters, int maxLength, MessageStyle style) {
        this.parameters = new TreeMap<>(parameters.isEmpty() ? DEFAULT : parameters);
        this.maxLength = maxLength;
        this.style = style;
    }

    /**
     * @throws ConfigurationException when a variable names an unknown value
     */
    static SmsTemplate of(TargetSettings settings, Map<String, String> parameters, int maxLength, MessageStyle style) {
        parameters.forEach((name, text) -> {
            String rest = PLACE.matcher(text).replaceAll(place -> isKnown(place.group(1)) ? "" : "{}");
            if (rest.contains("{") || rest.contains("}")) {
                throw settings.wrong(
                        "template-parameters." + name,
                        "'" + text + "' names what there is not: use "
                                + FACTS.keySet().stream()
                                        .map(fact -> "{" + fact + "}")
                                        .collect(Collectors.joining(", "))
                                + " or {labels.NAME}");
            }
        });
        if (maxLength < 5 || maxLength > 500) {
            throw settings.wrong("max-variable-length", "must be 5 to 500");
        }
        return new SmsTemplate(parameters, maxLength, style);
    }

    private static boolean isKnown(String place) {
        return FACTS.containsKey(place) || (place.startsWith(LABELS) && place.length() > LABELS.length());
    }

    /** The variables as a JSON object of strings. */
    String json(Message message) {
        Facts facts = new Facts(MessageView.of(message, style), message);
        return json(text -> SmsText.fit(facts.fill(text), maxLength));
    }

    /** The variables in a form that the provider is unlikely to refuse: letters and digits. */
    String plainJson(Message message) {
        Notification content = message.content();
        Optional<Alert> worst = content.alerts().stream().min(Alert.WORST_FIRST);
        String name = worst.map(Alert::name).orElse("alert");
        Map<String, String> plain = Map.of(
                "status", content.status().name(),
                "count", String.valueOf(content.alerts().size() + content.truncatedAlerts()),
                "title", content.status() + " " + name,
                "name", name,
                "severity", worst.map(Alert::severity).orElse(""),
                "summary", content.status() + " " + name,
                "instance", content.commonLabels().getOrDefault("instance", ""),
                "delivery", message.deliveryId(),
                "via", MessageView.via(message, style));
        return json(text -> SmsText.plain(
                PLACE.matcher(text)
                        .replaceAll(place -> Matcher.quoteReplacement(plain.getOrDefault(place.group(1), ""))),
                maxLength));
    }

    private String json(Function<String, String> filled) {
        Map<String, String> values = new TreeMap<>();
        parameters.forEach((name, text) -> values.put(name, filled.apply(text)));
        return JSON.writeValueAsString(values);
    }

    /** The values of a message; the first alert is the most severe. */
    private record Facts(MessageView view, Message message) {

        String fill(String text) {
            return PLACE.matcher(text).replaceAll(place -> Matcher.quoteReplacement(value(place.group(1))));
        }

        private String value(String place) {
            Function<Facts, String> fact = FACTS.get(place);
            return fact == null ? label(place.substring(LABELS.length())) : fact.apply(this);
        }

        /** A label that all alerts share. */
        private String label(String name) {
            Notification content = message.content();
            return content.commonLabels()
                    .getOrDefault(name, content.groupLabels().getOrDefault(name, ""));
        }

        /** Of the most severe alert, and how many others there are. */
        String names() {
            long others = view.alerts().stream().map(AlertView::name).distinct().count() - 1;
            return ofFirst(AlertView::name) + (others > 0 ? " +" + others : "");
        }

        String ofFirst(Function<AlertView, String> fact) {
            return view.alerts().isEmpty() ? "" : fact.apply(view.alerts().get(0));
        }

        /** How many are firing, or resolved when none is. */
        String count() {
            long listed = view.listed();
            return String.format(Locale.ROOT, "%d", listed + message.content().truncatedAlerts());
        }

        /** Whether it was sent again and the target that it was meant for. */
        String via() {
            return MessageView.via(message, view.style()).strip();
        }
    }
}
