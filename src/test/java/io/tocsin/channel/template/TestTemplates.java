package io.tocsin.channel.template;

import io.tocsin.channel.template.model.TemplatePart;
import java.util.Map;

/** Templates of one's own, for the tests of the channels. */
public final class TestTemplates {

    private TestTemplates() {}

    /** The built-in ones but for one. */
    public static MessageTemplates with(TemplatePart part, String source) {
        MessageTemplates templates = MessageTemplates.builtIn();
        templates.replace(Map.of(part, source));
        return templates;
    }
}
