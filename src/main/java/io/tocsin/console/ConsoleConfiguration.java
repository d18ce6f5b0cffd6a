package io.tocsin.console;

import freemarker.core.TemplateClassResolver;
import freemarker.template.TemplateExceptionHandler;
import freemarker.template.Version;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.i18n.AcceptHeaderLocaleResolver;
import org.springframework.web.servlet.resource.VersionResourceResolver;
import org.springframework.web.servlet.view.freemarker.FreeMarkerConfigurer;
import org.springframework.web.servlet.view.freemarker.FreeMarkerViewResolver;

/** Serves the pages' style and scripts, and resolves their language. */
@Configuration(proxyBeanMethods = false)
class ConsoleConfiguration implements WebMvcConfigurer {

    /** An asset's address holds its version or a hash of it, so that it never changes. */
    private static final CacheControl FOREVER =
            CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        registry.addResourceHandler("/assets/**")
                .addResourceLocations("classpath:/console/assets/")
                .setCacheControl(FOREVER)
                .resourceChain(true)
                .addResolver(new VersionResourceResolver().addContentVersionStrategy("/**"));
        registry.addResourceHandler("/webjars/**")
                .addResourceLocations("classpath:/META-INF/resources/webjars/")
                .setCacheControl(FOREVER)
                .resourceChain(true);
    }

    /** Templates access no class and nothing of a value but its own properties. */
    @Bean
    FreeMarkerConfigurer freeMarkerConfigurer() {
        Version version = freemarker.template.Configuration.VERSION_2_3_34;
        freemarker.template.Configuration templates = new freemarker.template.Configuration(version);
        templates.setClassForTemplateLoading(ConsoleConfiguration.class, "/console/pages/");
        templates.setDefaultEncoding(StandardCharsets.UTF_8.name());
        templates.setNumberFormat("c");
        templates.setLocalizedLookup(false);
        templates.setLogTemplateExceptions(false);
        templates.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        templates.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
        FreeMarkerConfigurer configurer = new FreeMarkerConfigurer();
        configurer.setConfiguration(templates);
        return configurer;
    }

    @Bean
    FreeMarkerViewResolver freeMarkerViewResolver() {
        FreeMarkerViewResolver views = new FreeMarkerViewResolver("", ".ftlh");
        views.setContentType("text/html;charset=UTF-8");
        views.setExposeSpringMacroHelpers(false);
        return views;
    }

    @Bean
    LocaleResolver localeResolver() {
        AcceptHeaderLocaleResolver browsers = new AcceptHeaderLocaleResolver() {
            @Override
            public Locale resolveLocale(HttpServletRequest request) {
                Locale locale = super.resolveLocale(request);
                return locale.equals(Locale.CHINESE) ? Locale.SIMPLIFIED_CHINESE : locale;
            }
        };
        // Chinese without a region, and that of other regions, uses the one Chinese translation.
        browsers.setSupportedLocales(List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE, Locale.CHINESE));
        browsers.setDefaultLocale(Locale.ENGLISH);
        return browsers;
    }
}
