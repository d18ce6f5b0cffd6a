package io.tocsin.channel.template;

import java.time.Duration;
import java.util.Map;

/** Templates of one's own, for the tests of the channels. */
public final class TestTemplates {

    private TestTemplates() {}

    /** The built-in ones but for one, with less time than usual for those that do not end. */
    public static MessageTemplates with(TemplatePart part, String source) {
        MessageTemplates templates = new MessageTemplates(Duration.ofMillis(800));
        templates.replace(Map.of(part, source));
        return templates;
    }
}
