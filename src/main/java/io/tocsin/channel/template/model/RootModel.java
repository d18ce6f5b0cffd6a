package io.tocsin.channel.template.model;

import freemarker.template.TemplateHashModel;
import freemarker.template.TemplateMethodModelEx;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import freemarker.template.TemplateNumberModel;
import freemarker.template.TemplateScalarModel;
import io.tocsin.alert.Text;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The top-level names of a template: the message's components, and the functions {@code cut(text, length)}, {@code fit(text,
 * length)}, which cuts less while there is room, and {@code markdown(text)}.
 */
public record RootModel(RecordModel message, int room) implements TemplateHashModel {

    private static final TemplateMethodModelEx MARKDOWN = RootModel::markdown;

    @Override
    public @Nullable TemplateModel get(String name) throws TemplateModelException {
        return switch (name) {
            case "cut" -> (TemplateMethodModelEx) arguments -> cut(arguments, 1);
            case "fit" -> (TemplateMethodModelEx) arguments -> cut(arguments, room);
            case "markdown" -> MARKDOWN;
            default -> message.get(name);
        };
    }

    @Override
    public boolean isEmpty() {
        return false;
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
