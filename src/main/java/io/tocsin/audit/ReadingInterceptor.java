package io.tocsin.audit;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Records who reads logs, which may contain personal data, and who previews messages, with the query.
 *
 * @param action the action to record
 * @param always whether each request is recorded, and not only the first of an hour
 */
record ReadingInterceptor(AuditLog audit, String action, boolean always) implements HandlerInterceptor {

    /** The action of each address. */
    @Configuration(proxyBeanMethods = false)
    static class Registration implements WebMvcConfigurer {

        private static final String EXPORT = "/api/v1/logs/export";

        private final AuditLog audit;

        Registration(AuditLog audit) {
            this.audit = audit;
        }

        @Override
        public void addInterceptors(InterceptorRegistry registry) {
            registry.addInterceptor(new ReadingInterceptor(audit, "log-export", true))
                    .addPathPatterns(EXPORT);
            registry.addInterceptor(new ReadingInterceptor(audit, "log-search", false))
                    .addPathPatterns("/api/v1/logs/**", "/logs", "/logs/**")
                    .excludePathPatterns(EXPORT);
            registry.addInterceptor(new ReadingInterceptor(audit, "preview", false))
                    .addPathPatterns("/api/v1/messages/preview", "/targets/*/preview");
        }
    }

    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        String outcome = failure == null ? String.valueOf(response.getStatus()) : "failed";
        if (always) {
            audit.note(action, subject(request), outcome, Caller.of(request));
        } else {
            audit.noteOnce(action, subject(request), outcome, Caller.of(request));
        }
    }

    /** The address with its query in readable form, but without the cursor. */
    private static String subject(HttpServletRequest request) {
        String query = request.getQueryString();
        if (query == null) {
            return request.getRequestURI();
        }
        String asked = query.replaceAll("(^|&)cursor=[^&]*", "");
        try {
            return request.getRequestURI() + "?" + URLDecoder.decode(asked, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return request.getRequestURI() + "?" + asked;
        }
    }
}
