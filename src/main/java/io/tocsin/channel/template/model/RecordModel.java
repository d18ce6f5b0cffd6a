package io.tocsin.channel.template.model;

import freemarker.template.TemplateHashModel;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A model's components, as templates see them; its methods are not accessible. */
public record RecordModel(Record model, ViewWrapper wrapper) implements TemplateHashModel {

    private static final Map<Class<?>, Map<String, Method>> COMPONENTS = Map.of(
            MessageModel.class, components(MessageModel.class),
            AlertModel.class, components(AlertModel.class),
            LinkModel.class, components(LinkModel.class));

    private static Map<String, Method> components(Class<? extends Record> type) {
        return Stream.of(type.getRecordComponents())
                .collect(Collectors.toMap(RecordComponent::getName, RecordComponent::getAccessor));
    }

    @Override
    public @Nullable TemplateModel get(String name) throws TemplateModelException {
        Method component = COMPONENTS.getOrDefault(model.getClass(), Map.of()).get(name);
        if (component == null) {
            return null;
        }
        try {
            return wrapper.wrap(component.invoke(model));
        } catch (ReflectiveOperationException impossible) {
            throw new TemplateModelException("a component cannot be read: " + name, impossible);
        }
    }

    @Override
    public boolean isEmpty() {
        return false;
    }
}
