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

/** The names that stand at the top of a template: the message's components, and the function {@code cut(text, length)}. */
public record RootModel(RecordModel message) implements TemplateHashModel {

    private static final TemplateMethodModelEx CUT = RootModel::cut;

    @Override
    public @Nullable TemplateModel get(String name) throws TemplateModelException {
        return name.equals("cut") ? CUT : message.get(name);
    }

    @Override
    public boolean isEmpty() {
        return false;
    }

    private static Object cut(List<?> arguments) throws TemplateModelException {
        if (arguments.size() == 2
                && arguments.get(0) instanceof TemplateScalarModel text
                && arguments.get(1) instanceof TemplateNumberModel length) {
            return Text.cut(text.getAsString(), length.getAsNumber().intValue());
        }
        throw new TemplateModelException("cut needs a text and the most characters it may have: cut(summary, 200)");
    }
}
