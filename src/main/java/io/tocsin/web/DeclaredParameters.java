package io.tocsin.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.core.Ordered;
import org.springframework.format.FormatterRegistry;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Refuses a query parameter that no {@link ParameterObject} record of the handler declares, and a second value where there can
 * be one only, so that a typing error does not silently change the question. Other handlers are left alone.
 */
final class DeclaredParameters implements HandlerInterceptor {

    /** Last, so that what is refused is still audited. */
    @Configuration(proxyBeanMethods = false)
    static class Registration implements WebMvcConfigurer {

        @Override
        public void addInterceptors(InterceptorRegistry registry) {
            registry.addInterceptor(new DeclaredParameters()).order(Ordered.LOWEST_PRECEDENCE);
        }

        /** Enums in any case. */
        @Override
        public void addFormatters(FormatterRegistry registry) {
            ApplicationConversionService.addApplicationConverters(registry);
        }
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method) {
            Map<String, Class<?>> declared = declared(method);
            if (!declared.isEmpty()) {
                request.getParameterMap().forEach((name, values) -> check(name, values, declared));
            }
        }
        return true;
    }

    private static Map<String, Class<?>> declared(HandlerMethod method) {
        Map<String, Class<?>> declared = new TreeMap<>();
        for (MethodParameter parameter : method.getMethodParameters()) {
            if (parameter.hasParameterAnnotation(ParameterObject.class)) {
                for (RecordComponent component : parameter.getParameterType().getRecordComponents()) {
                    declared.put(component.getName(), component.getType());
                }
            }
        }
        return declared;
    }

    private static void check(String name, String[] values, Map<String, Class<?>> declared) {
        Class<?> type = declared.get(name);
        if (type == null) {
            throw new InvalidParameterException(
                    name, "an unknown parameter; the known ones are " + String.join(", ", declared.keySet()));
        }
        if (values.length > 1 && !Collection.class.isAssignableFrom(type)) {
            throw new InvalidParameterException(name, name + " may be given once");
        }
    }
}
