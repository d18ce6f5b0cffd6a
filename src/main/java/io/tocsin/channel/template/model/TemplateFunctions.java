package io.tocsin.channel.template.model;

import freemarker.core.Environment;
import freemarker.template.TemplateMethodModelEx;
import freemarker.template.TemplateModelException;
import freemarker.template.TemplateNumberModel;
import freemarker.template.TemplateScalarModel;
import io.tocsin.alert.Text;
import java.util.List;

/**
 * The functions of templates: {@code cut(text, length)}, {@code fit(text, length)}, which cuts less while there is room, and
 * {@code markdown(text)}.
 */
public final class TemplateFunctions {

    private TemplateFunctions() {}

    /**
     * Makes them available to one run of a template.
     *
     * @param room how many times the length {@code fit} allows
     */
    public static void addTo(Environment environment, int room) {
        environment.setGlobalVariable("cut", (TemplateMethodModelEx) arguments -> cut(arguments, 1));
        environment.setGlobalVariable("fit", (TemplateMethodModelEx) arguments -> cut(arguments, room));
        environment.setGlobalVariable("markdown", (TemplateMethodModelEx) TemplateFunctions::markdown);
    }

    private static Object cut(List<?> arguments, int times) throws TemplateModelException {
        if (arguments.size() == 2
                && arguments.get(0) instanceof TemplateScalarModel text
                && arguments.get(1) instanceof TemplateNumberModel length) {
            return Text.cut(text.getAsString(), length.getAsNumber().intValue() * times);
        }
        throw new TemplateModelException(
                "cut and fit need a text and the most characters it may have: cut(summary, 200)");
    }

    private static Object markdown(List<?> arguments) throws TemplateModelException {
        if (arguments.size() == 1 && arguments.get(0) instanceof TemplateScalarModel text) {
            return Markdown.escape(text.getAsString());
        }
        throw new TemplateModelException("markdown needs a text: markdown(alert.summary)");
    }
}
