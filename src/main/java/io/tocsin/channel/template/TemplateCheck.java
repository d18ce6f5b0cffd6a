package io.tocsin.channel.template;

import io.tocsin.channel.MessageView;
import io.tocsin.channel.RenderFault;
import java.util.function.Function;

/** Tries a template on sample messages, so that a mistake shows before an alert needs it. */
final class TemplateCheck {

    private TemplateCheck() {}

    /**
     * @param render renders the template
     * @throws TemplateMistake when it cannot tell a sample
     */
    static void check(TemplatePart part, Function<TemplateInput, String> render) {
        SampleMessages.all().forEach((name, view) -> check(part, name, view, render));
    }

    private static void check(
            TemplatePart part, String sample, MessageView view, Function<TemplateInput, String> render) {
        String told;
        try {
            told = render.apply(TemplateInput.of(view));
        } catch (RenderFault fault) {
            throw wrong(fault.detail(), sample);
        }
        if (told.isBlank()) {
            throw wrong(part.file() + ": it writes nothing", sample);
        }
        if (part.namesDelivery() && !told.contains(view.deliveryId())) {
            throw wrong(
                    part.file() + ": it does not show the delivery's id, by which a message is found again; write"
                            + " ${delivery} or ${deliveryId} outside of any condition",
                    sample);
        }
    }

    private static TemplateMistake wrong(String what, String sample) {
        return new TemplateMistake(what + " (tried with the sample message '" + sample + "')");
    }
}
