package io.tocsin;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

/**
 * Shows the other analyzers' report of a failed start without secrets: Boot repeats the value that it could not bind, and
 * libraries repeat the address that they could not parse, which may contain passwords and tokens. A failure without an analysis
 * whose text contains a secret is reported without its stack trace.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class SecretSafeAnalyzer implements FailureAnalyzer {

    private static final String HIDDEN = "***";
    /** Shorter ones would hide parts of ordinary words. */
    private static final int SHORTEST = 4;

    private static final Set<String> PLAIN = Set.of("true", "false", "null", "none");

    private static final Pattern SECRET_NAME = Pattern.compile(
            "password|passwd|secret|token|credential|(?:api|access|private)[-_.]?key|webhook[-_.]?url|heartbeat[-_.]?url");
    /** An address with user information, also one whose scheme is misspelt; a mail address has neither colon nor slash. */
    private static final Pattern USER_INFO = Pattern.compile("(?<![^\\s'\"])[^\\s'\"]*[:/][^\\s'\"]*@");

    private static final Pattern QUERY = Pattern.compile("\\?[^\\s'\"?]*=[^\\s'\"]*");

    private final @Nullable BeanFactory beans;
    private final Environment environment;

    SecretSafeAnalyzer(@Nullable BeanFactory beans, Environment environment) {
        this.beans = beans;
        this.environment = environment;
    }

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        List<String> secrets = secrets(failure);
        for (FailureAnalyzer other : others()) {
            FailureAnalysis analysis = other.analyze(failure);
            if (analysis != null) {
                return new FailureAnalysis(
                        hidden(Objects.requireNonNullElse(analysis.getDescription(), ""), secrets),
                        analysis.getAction() == null ? null : hidden(analysis.getAction(), secrets),
                        analysis.getCause());
            }
        }
        return unexplained(failure, secrets);
    }

    private List<FailureAnalyzer> others() {
        ArgumentResolver arguments = ArgumentResolver.of(Environment.class, environment);
        if (beans != null) {
            arguments = arguments.and(BeanFactory.class, beans);
        }
        return SpringFactoriesLoader.forDefaultResourceLocation(getClass().getClassLoader())
                .load(FailureAnalyzer.class, arguments, FailureHandler.handleMessage((message, error) -> {}))
                .stream()
                .filter(analyzer -> !(analyzer instanceof SecretSafeAnalyzer))
                .toList();
    }

    /** Null when its stack trace may be shown. */
    private static @Nullable FailureAnalysis unexplained(Throwable failure, List<String> secrets) {
        List<String> words = new ArrayList<>();
        boolean holdsSecret = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = cause.toString();
            String shown = hidden(message, secrets);
            holdsSecret |= secrets.stream().anyMatch(message::contains);
            words.add(shown);
        }
        return holdsSecret
                ? new FailureAnalysis(
                        String.join("\n", words.subList(Math.max(0, words.size() - 3), words.size())),
                        "Correct the setting that this is about; secrets are not shown here.",
                        failure)
                : null;
    }

    private List<String> secrets(Throwable failure) {
        List<String> secrets = new ArrayList<>();
        if (environment instanceof ConfigurableEnvironment configurable) {
            for (PropertySource<?> source : configurable.getPropertySources()) {
                if (source instanceof EnumerablePropertySource<?> enumerable) {
                    addSecrets(enumerable, secrets);
                }
            }
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            ConfigurationProperty bound = cause instanceof BindException binding ? binding.getProperty() : null;
            if (bound != null) {
                // It may be a misplaced secret.
                secrets.add(String.valueOf(bound.getValue()));
            }
        }
        return secrets.stream()
                .filter(secret -> secret.length() >= SHORTEST && !PLAIN.contains(secret))
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    private static void addSecrets(EnumerablePropertySource<?> source, List<String> secrets) {
        for (String name : source.getPropertyNames()) {
            String value = String.valueOf(source.getProperty(name));
            if (SECRET_NAME.matcher(name.toLowerCase(Locale.ROOT)).find()
                    || USER_INFO.matcher(value).find()) {
                secrets.add(value);
            }
        }
    }

    private static String hidden(String text, List<String> secrets) {
        String shown = text;
        for (String secret : secrets) {
            shown = shown.replace(secret, HIDDEN);
        }
        return QUERY.matcher(USER_INFO.matcher(shown).replaceAll(HIDDEN + "@")).replaceAll("?" + HIDDEN);
    }
}
