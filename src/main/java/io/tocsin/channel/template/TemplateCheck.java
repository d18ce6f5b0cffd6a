package io.tocsin.channel.template;

import io.tocsin.ConfigurationException;
import io.tocsin.channel.render.RenderException;
import io.tocsin.channel.template.model.Detail;
import io.tocsin.channel.template.model.TemplatePart;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

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
     * Tries each sample as it would be sent, and a body also with all alerts in lines, because a short template would otherwise
     * have room for all of them in full.
     *
     * @throws ConfigurationException when it cannot render a sample; of JSON, to which nothing can be added, also when it leaves
     *     something out
     */
    void check() {
        forEachSample(input -> {
            if (most.apply(input).isBlank()) {
                throw wrong("it writes nothing");
            }
        });
        if (part.isBody()) {
            forEachSample(input -> checkAt(new Detail(input.alerts(), 0), input));
            forEachSample(input -> checkAt(new Detail(0, input.alerts()), input));
        }
    }

    private static void forEachSample(Consumer<TemplateInput> check) {
        SampleMessages.all().forEach((name, view) -> {
            try {
                check.accept(TemplateInput.of(view));
            } catch (RenderException fault) {
                throw TemplateDirectory.refused(fault.detail() + " (tried with the sample message '" + name + "')");
            }
        });
    }

    private void checkAt(Detail detail, TemplateInput input) {
        at.apply(input, detail).filter(text -> part.isJson()).ifPresent(text -> checkWhole(text, input, detail));
    }

    private void checkWhole(String text, TemplateInput input, Detail detail) {
        if (!text.contains(input.deliveryId())) {
            throw wrong("it does not show the delivery's id, by which a message is found again; write ${delivery} or"
                    + " ${deliveryId} outside of any condition");
        }
        LeftOut.of(part, text, input.at(detail)).lines().stream().findFirst().ifPresent(line -> {
            throw wrong(
                    "it does not show every alert that it is given, such as " + line + "; write <#list full + lines as"
                            + " alert> and of each alert at least ${alert.name}, outside of any condition, and ${more}");
        });
    }

    private RenderException wrong(String words) {
        String what = part.file() + ": " + words;
        return new RenderException(what, what);
    }
}
