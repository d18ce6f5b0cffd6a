package io.tocsin.channel.template;

import io.tocsin.ConfigurationException;
import io.tocsin.channel.render.MessageView;
import io.tocsin.channel.render.RenderException;
import io.tocsin.channel.template.model.AlertModel;
import io.tocsin.channel.template.model.Detail;
import io.tocsin.channel.template.model.MessageModel;
import io.tocsin.channel.template.model.TemplatePart;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tries a template on sample messages, so that an error shows before an alert needs it.
 *
 * @param part the template's part
 * @param most renders it with as much detail as fits
 * @param at renders it at a detail; empty when that does not fit
 */
record TemplateCheck(
        TemplatePart part,
        Function<TemplateInput, String> most,
        BiFunction<TemplateInput, Detail, Optional<String>> at) {

    /**
     * Tries each sample as it would be sent, and a body also with fewer alerts in full and with some omitted, because a short
     * template would otherwise have room for all of them and not show how it handles the rest.
     *
     * @throws ConfigurationException when it cannot render a sample, or loses an alert of one
     */
    void check() {
        Map<String, MessageView> samples = SampleMessages.all();
        samples.forEach((name, view) -> whole(view, "'" + name + "'"));
        if (part.isBody()) {
            samples.forEach((name, view) -> details(view.alerts().size())
                    .forEach(detail -> body(view, detail, "'" + name + "', " + words(detail))));
        }
    }

    private static Stream<Detail> details(int alerts) {
        return Stream.of(
                        new Detail(alerts, 0),
                        new Detail(alerts / 2, alerts - alerts / 2),
                        new Detail(0, alerts),
                        new Detail(1, 1),
                        new Detail(1, 0),
                        new Detail(0, 1))
                .filter(detail -> detail.full() + detail.lines() <= alerts)
                .distinct();
    }

    private static String words(Detail detail) {
        return detail.full() + (detail.full() == 1 ? " alert" : " alerts") + " in full and " + detail.lines()
                + " in lines";
    }

    private void whole(MessageView view, String sample) {
        String told;
        try {
            told = most.apply(TemplateInput.of(view));
        } catch (RenderException fault) {
            throw wrong(fault.detail(), sample);
        }
        if (told.isBlank()) {
            throw wrong(part.file() + ": it writes nothing", sample);
        }
        if (part.isBody()) {
            namesDelivery(told, view, sample);
        }
    }

    /** A form that does not fit is not sent, so that nothing is lost. */
    private void body(MessageView view, Detail detail, String sample) {
        TemplateInput input = TemplateInput.of(view);
        Optional<String> fitting;
        try {
            fitting = at.apply(input, detail);
        } catch (RenderException fault) {
            throw wrong(fault.detail(), sample);
        }
        fitting.ifPresent(told -> {
            MessageModel given = input.at(detail);
            namesDelivery(told, view, sample);
            showsEach("full", given.full(), told, sample);
            showsEach("lines", given.lines(), told, sample);
            saysHowManyMore(given.omitted(), told, sample);
        });
    }

    private void namesDelivery(String told, MessageView view, String sample) {
        if (!told.contains(view.deliveryId())) {
            throw wrong(
                    part.file() + ": it does not show the delivery's id, by which a message is found again; write"
                            + " ${delivery} or ${deliveryId} outside of any condition",
                    sample);
        }
    }

    /** In either case, because a template may change it. */
    private void showsEach(String list, List<AlertModel> alerts, String told, String sample) {
        String text = told.toLowerCase(Locale.ROOT);
        alerts.stream()
                .map(AlertModel::name)
                .filter(name -> name.startsWith(SampleMessages.MARK) && !text.contains(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .ifPresent(name -> {
                    throw wrong(
                            part.file() + ": it does not show every alert that it is given: " + name + " of '" + list
                                    + "' is missing; write <#list " + list + " as alert> and of each alert at least"
                                    + " ${alert.name}, outside of any condition",
                            sample);
                });
    }

    private void saysHowManyMore(long omitted, String told, String sample) {
        Pattern number = Pattern.compile("(?<![0-9])" + omitted + "(?![0-9])");
        if (omitted > 0 && !number.matcher(told).find()) {
            throw wrong(
                    part.file() + ": it does not say how many more alerts there are; write ${more}, which is empty when"
                            + " there are none, or ${omitted}",
                    sample);
        }
    }

    private static ConfigurationException wrong(String what, String sample) {
        return TemplateDirectory.refused(what + " (tried with the sample message " + sample + ")");
    }
}
