package io.tocsin.channel.template.model;

import freemarker.ext.beans.ClassMemberAccessPolicy;
import freemarker.ext.beans.MemberAccessPolicy;
import freemarker.ext.beans.ZeroArgumentNonVoidMethodPolicy;
import freemarker.template.Configuration;
import freemarker.template.DefaultObjectWrapper;
import freemarker.template.DefaultObjectWrapperBuilder;
import freemarker.template.TemplateModel;
import freemarker.template.TemplateModelException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Gives templates access to the components of records, texts, numbers, lists and maps, and nothing else: no method, no other object. */
public final class ViewWrapper extends DefaultObjectWrapper {

    private final TemplatePart part;

    public ViewWrapper(TemplatePart part) {
        super(settings(), true);
        this.part = part;
    }

    private static DefaultObjectWrapperBuilder settings() {
        DefaultObjectWrapperBuilder settings = new DefaultObjectWrapperBuilder(Configuration.VERSION_2_3_34);
        settings.setMemberAccessPolicy(new Components());
        settings.setRecordZeroArgumentNonVoidMethodPolicy(
                ZeroArgumentNonVoidMethodPolicy.PROPERTY_ONLY_UNLESS_BEAN_PROPERTY_READ_METHOD);
        return settings;
    }

    @Override
    protected TemplateModel handleUnknownType(Object value) throws TemplateModelException {
        if (value instanceof SafeText verbatim) {
            return part.verbatim(verbatim.text());
        }
        if (value instanceof Record) {
            return super.handleUnknownType(value);
        }
        throw new TemplateModelException(
                "a template may not use a " + value.getClass().getName());
    }

    /** The components of records. */
    private static final class Components implements MemberAccessPolicy {

        @Override
        public ClassMemberAccessPolicy forClass(Class<?> type) {
            Set<Method> components = Stream.ofNullable(type.getRecordComponents())
                    .flatMap(Stream::of)
                    .map(RecordComponent::getAccessor)
                    .collect(Collectors.toSet());
            return new ClassMemberAccessPolicy() {
                @Override
                public boolean isMethodExposed(Method method) {
                    return components.contains(method);
                }

                @Override
                public boolean isConstructorExposed(Constructor<?> constructor) {
                    return false;
                }

                @Override
                public boolean isFieldExposed(Field field) {
                    return false;
                }
            };
        }

        @Override
        public boolean isToStringAlwaysExposed() {
            return false;
        }
    }
}
