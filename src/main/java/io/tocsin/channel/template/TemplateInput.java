package io.tocsin.channel.template;

import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.render.MessageView;
import io.tocsin.channel.template.model.AlertModel;
import io.tocsin.channel.template.model.Detail;
import io.tocsin.channel.template.model.MessageModel;
import io.tocsin.channel.template.model.SafeText;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Provides a message to its templates, at any detail. */
public final class TemplateInput {

    private static final List<String> WORDS = List.of(
            "instance",
            "started",
            "ended",
            "duration",
            "severity",
            "labels",
            "common",
            "description",
            "notes",
            "moreLabels",
            "tooLong");

    private final MessageView view;
    private final String mentions;
    private final List<AlertModel> alerts;
    private final Map<String, String> words;

    private TemplateInput(MessageView view, String mentions) {
        this.view = view;
        this.mentions = mentions;
        this.alerts = view.alerts().stream()
                .map(alert -> AlertModel.of(alert, view.style()))
                .toList();
        this.words = WORDS.stream()
                .collect(Collectors.toMap(
                        Function.identity(), word -> view.style().text(word)));
    }

    /** For a channel that does not mention people in its text. */
    public static TemplateInput of(MessageView view) {
        return of(view, "");
    }

    /**
     * For a channel that does.
     *
     * @param mentions the mentions, in the channel's mark-up
     */
    public static TemplateInput of(MessageView view, String mentions) {
        return new TemplateInput(view, mentions);
    }

    MessageStyle style() {
        return view.style();
    }

    int alerts() {
        return alerts.size();
    }

    String deliveryId() {
        return view.deliveryId();
    }

    MessageModel at(Detail detail) {
        return at(detail, 1);
    }

    /**
     * @param room how many times as much of each text may be shown as the minimum
     */
    MessageModel at(Detail detail, int room) {
        MessageStyle style = view.style();
        int omitted = alerts.size() - detail.full() - detail.lines();
        return new MessageModel(
                view.title(),
                view.status().name().toLowerCase(Locale.ROOT),
                style.text("status." + view.status()),
                view.listed(),
                view.about(),
                view.severity(),
                view.tone().symbol(),
                new SafeText(view.tone().colour()),
                view.firing(),
                view.resolved(),
                view.counts(),
                view.reason(),
                view.truncated(),
                view.commonLabels(),
                AlertModel.line(view.commonLabels()),
                alerts.subList(0, detail.full()),
                alerts.subList(detail.full(), detail.full() + detail.lines()),
                omitted,
                more(omitted, detail.lines()),
                view.deliveryId(),
                style.text("delivery", view.deliveryId()),
                new SafeText(view.page()),
                view.groupId(),
                new SafeText(mentions),
                style.locale().toLanguageTag(),
                words,
                room);
    }

    /** Where what is not shown can be read: whole alerts, else the details of those in one line. */
    private String more(int omitted, int lines) {
        String where = view.page().isEmpty() ? ".api" : ".page";
        if (omitted > 0) {
            return view.style().text("more" + where, omitted, view.deliveryId());
        }
        return lines > 0 ? view.style().text("details" + where, lines, view.deliveryId()) : "";
    }
}
