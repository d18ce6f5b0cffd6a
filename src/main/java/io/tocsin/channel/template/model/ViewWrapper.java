package io.tocsin.channel.template.model;

import freemarker.template.ObjectWrapper;
import freemarker.template.SimpleNumber;
import freemarker.template.SimpleScalar;
import freemarker.template.TemplateBooleanModel;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gives templates access to the components of the models, texts, numbers, lists and maps, and nothing else: no Java object. */
public final class ViewWrapper implements ObjectWrapper {

    private final TemplatePart part;

    public ViewWrapper(TemplatePart part) {
        this.part = part;
    }

    @Override
    public @Nullable TemplateModel wrap(@Nullable Object value) throws TemplateModelException {
        if (value == null || value instanceof TemplateModel) {
            return (TemplateModel) value;
        }
        if (value instanceof String text) {
            return new SimpleScalar(text);
        }
        if (value instanceof SafeText verbatim) {
            return part.verbatim(verbatim.text());
        }
        if (value instanceof Number number) {
            return new SimpleNumber(number);
        }
        if (value instanceof Boolean flag) {
            return flag ? TemplateBooleanModel.TRUE : TemplateBooleanModel.FALSE;
        }
        return wrapMany(value);
    }

    private TemplateModel wrapMany(Object value) throws TemplateModelException {
        if (value instanceof MessageModel || value instanceof AlertModel || value instanceof LinkModel) {
            return new RecordModel((Record) value, this);
        }
        if (value instanceof List<?> list) {
            return new ListModel(list, this);
        }
        if (value instanceof Map<?, ?> map) {
            return new MapModel(map, this);
        }
        throw new TemplateModelException(
                "a template may not use a " + value.getClass().getName());
    }
}
