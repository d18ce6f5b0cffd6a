package io.tocsin.channel.template;

import freemarker.template.Template;
import io.tocsin.alert.Text;
import io.tocsin.channel.render.RenderException;
import io.tocsin.channel.render.RenderLimit;
import io.tocsin.channel.template.model.Detail;
import io.tocsin.channel.template.model.TemplatePart;
import java.util.Optional;

/** A target's own template of a JSON body; inserted text is escaped for a JSON string. */
public final class BodyTemplate {

    private final Template template;
    private final int maxBytes;

    /**
     * Parses a template and tries it on sample messages.
     *
     * @param maxBytes the maximum size of a body
     * @throws IllegalArgumentException when it does not parse, cannot render a sample, loses an alert of one, or produces no
     *     JSON; the message says where
     */
    public BodyTemplate(String source, int maxBytes, RenderLimit time) {
        this.template = TemplateEngine.parse(TemplatePart.BODY, source);
        this.maxBytes = maxBytes;
        String file = TemplatePart.BODY.file();
        new TemplateCheck(
                        TemplatePart.BODY,
                        input -> time.call(file, () -> render(input)),
                        (input, detail) -> time.call(file, () -> at(input, detail)))
                .check();
    }

    /**
     * A body with as much detail as fits.
     *
     * @throws RenderException when the template fails, or writes too much at any detail
     */
    public String render(TemplateInput input) {
        return TemplateEngine.most(input.alerts(), (detail, room) -> at(input, detail, room))
                .orElseThrow(BodyTemplate::tooLong);
    }

    /**
     * A body that has each alert in one line.
     *
     * @throws RenderException when the template fails, or they do not fit
     */
    public String renderLines(TemplateInput input) {
        return at(input, new Detail(0, input.alerts())).orElseThrow(BodyTemplate::tooLong);
    }

    /** A body that has none of the alerts. */
    public String renderNone(TemplateInput input) {
        return at(input, new Detail(0, 0)).orElseThrow(BodyTemplate::tooLong);
    }

    private Optional<String> at(TemplateInput input, Detail detail) {
        return at(input, detail, 1);
    }

    /** Ended late enough for the empty lines that are removed from the output. */
    private Optional<String> at(TemplateInput input, Detail detail, int room) {
        return TemplateEngine.run(TemplatePart.BODY, template, input, detail, room, 2 * maxBytes)
                .filter(body -> Text.utf8Length(body) <= maxBytes);
    }

    private static RenderException tooLong() {
        String words = TemplatePart.BODY.file() + ": too long, however few alerts it is given";
        return new RenderException(words, words);
    }
}
