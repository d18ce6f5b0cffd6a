package io.tocsin.configuration;

import io.tocsin.KeptOnReload;
import io.tocsin.Reloadable;
import io.tocsin.TocsinApplication;
import io.tocsin.alert.SeverityConfiguration;
import io.tocsin.channel.MessageThread;
import io.tocsin.channel.Targets;
import io.tocsin.channel.ThreadStore;
import io.tocsin.intake.RouteExplanations;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.context.properties.source.UnboundElementsSourceFilter;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginProvider;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.LifecycleProcessor;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

/**
 * The service's own application context in which a bean is created only when it is asked for and nothing is started: no server,
 * no store, no thread of a worker.
 */
public final class CheckedConfiguration implements AutoCloseable {

    private static final ConfigurationPropertyName OURS = ConfigurationPropertyName.of("tocsin");
    private static final Pattern PROPERTY = Pattern.compile("tocsin(?:\\.[a-z0-9][a-z0-9-]*(?:\\[\\d+])?)+");
    /** Read for all channels at once, beside the records of the channels. */
    private static final Pattern FALLBACK =
            Pattern.compile("tocsin\\.channel\\.[^.]+\\..+\\.fallback\\.(?:target|after)");

    private final @Nullable ConfigurableApplicationContext context;
    private final ConfigurableEnvironment environment;
    private final Set<String> problems = new LinkedHashSet<>();

    private CheckedConfiguration(
            @Nullable ConfigurableApplicationContext context, ConfigurableEnvironment environment) {
        this.context = context;
        this.environment = environment;
    }

    /**
     * Reads and checks a configuration as a start of the service would.
     *
     * @param properties further properties, as arguments of the service
     */
    public static CheckedConfiguration read(List<String> properties) {
        SpringApplication spring = new SpringApplication(TocsinApplication.class);
        spring.setWebApplicationType(WebApplicationType.NONE);
        spring.setLogStartupInfo(false);
        spring.setRegisterShutdownHook(false);
        ConfigurableEnvironment[] read = {new StandardEnvironment()};
        spring.addInitializers(context -> {
            read[0] = context.getEnvironment();
            GenericApplicationContext beans = (GenericApplicationContext) context;
            startNothing(beans);
            beans.registerBean("noThreads", ThreadStore.class, NoThreads::new, bean -> bean.setPrimary(true));
        });
        List<String> arguments = new ArrayList<>(properties);
        arguments.add("--logging.file.name=");
        arguments.add("--logging.level.root=off");
        try {
            CheckedConfiguration configuration =
                    new CheckedConfiguration(spring.run(arguments.toArray(String[]::new)), read[0]);
            configuration.check();
            configuration.bean(SeverityConfiguration.class).afterSingletonsInstantiated();
            return configuration;
        } catch (RuntimeException e) {
            return refused(e, read[0]);
        }
    }

    /**
     * Checks a configuration for the running service. Its beans have no effect until the running ones take over their settings,
     * hold no thread, and need not be closed.
     *
     * @param environment the new configuration
     * @param running the beans of the service
     */
    static CheckedConfiguration of(ConfigurableEnvironment environment, ListableBeanFactory running) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.setEnvironment(environment);
        context.getBeanFactory().setConversionService(environment.getConversionService());
        context.setAllowBeanDefinitionOverriding(false);
        context.register(TocsinApplication.class);
        // The same classes as at the start: in a test, not the configurations of other tests.
        running.getBeansOfType(TypeExcludeFilter.class).forEach(context.getBeanFactory()::registerSingleton);
        startNothing(context);
        context.addBeanFactoryPostProcessor(beans -> {
            for (String kept : running.getBeanNamesForAnnotation(KeptOnReload.class)) {
                ((BeanDefinitionRegistry) beans).removeBeanDefinition(kept);
                beans.registerSingleton(kept, running.getBean(kept));
            }
        });
        try {
            context.refresh();
            CheckedConfiguration configuration = new CheckedConfiguration(context, environment);
            configuration.check();
            if (configuration.problems.isEmpty()) {
                for (String name : running.getBeanNamesForType(Reloadable.class)) {
                    configuration.attempt(() -> context.getBean(name));
                }
            }
            return configuration;
        } catch (RuntimeException e) {
            return refused(e, environment);
        }
    }

    /** A configuration that cannot be read. */
    static CheckedConfiguration refused(RuntimeException failure, ConfigurableEnvironment environment) {
        CheckedConfiguration refused = new CheckedConfiguration(null, environment);
        refused.problems.add(described(failure, null, environment));
        return refused;
    }

    /** Chat threads of a process that sends nothing but tests. */
    private static final class NoThreads implements ThreadStore {

        @Override
        public Optional<MessageThread> find(String target, String key) {
            return Optional.empty();
        }

        @Override
        public void save(String target, String key, MessageThread thread) {}
    }

    private static void startNothing(GenericApplicationContext context) {
        context.getBeanFactory().registerSingleton("lifecycleProcessor", new LifecycleProcessor() {
            @Override
            public void onRefresh() {}

            @Override
            public void onClose() {}

            @Override
            public void start() {}

            @Override
            public void stop() {}

            @Override
            public boolean isRunning() {
                return false;
            }
        });
        context.addBeanFactoryPostProcessor(beans -> {
            // Once there is a meter registry it would create every bean that has meters, and with them the store.
            ((BeanDefinitionRegistry) beans).removeBeanDefinition("meterRegistryPostProcessor");
            // spring.main.lazy-initialization makes exceptions.
            for (String name : beans.getBeanDefinitionNames()) {
                beans.getBeanDefinition(name).setLazyInit(true);
            }
        });
    }

    /** What is wrong and would stop a start, each with its file and line where that is known; no secret is shown. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** A bean of the service's that has been made from this configuration. */
    public <T> T bean(Class<T> type) {
        return Objects.requireNonNull(context).getBean(type);
    }

    Object bean(String name) {
        return Objects.requireNonNull(context).getBean(name);
    }

    private void check() {
        ConfigurableApplicationContext beans = Objects.requireNonNull(context);
        records().forEach((name, type) -> attempt(() -> beans.getBean(name)));
        if (problems.isEmpty()) {
            attempt(() -> beans.getBean(Targets.class));
        }
        if (problems.isEmpty()) {
            attempt(() -> beans.getBean(RouteExplanations.class));
        }
    }

    /** The names and types of the records that Tocsin's properties are bound to. */
    private Map<String, Class<?>> records() {
        Map<String, Class<?>> records = new LinkedHashMap<>();
        if (context != null) {
            for (String name : context.getBeanNamesForAnnotation(ConfigurationProperties.class)) {
                Class<?> type = context.getType(name);
                if (type != null && type.getName().startsWith("io.tocsin.")) {
                    records.put(name, type);
                }
            }
        }
        return records;
    }

    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            problems.add(described(e, context, environment));
        }
    }

    /** The properties below {@code tocsin} that no record reads: mostly misspelt ones. */
    public List<String> unknown() {
        if (context == null) {
            return List.of();
        }
        TreeMap<ConfigurationPropertyName, ConfigurationProperty> unread = new TreeMap<>();
        UnboundElementsSourceFilter files = new UnboundElementsSourceFilter();
        ConfigurationPropertySources.get(environment).forEach(source -> {
            if (source instanceof IterableConfigurationPropertySource iterable && files.apply(source)) {
                iterable.stream()
                        .filter(OURS::isAncestorOf)
                        .filter(name -> !FALLBACK.matcher(name.toString()).matches())
                        .forEach(name -> unread.put(name, source.getConfigurationProperty(name)));
            }
        });
        for (Class<?> type : records().values()) {
            ConfigurationPropertyName prefix = ConfigurationPropertyName.of(
                    Objects.requireNonNull(AnnotationUtils.findAnnotation(type, ConfigurationProperties.class))
                            .prefix());
            Set<ConfigurationPropertyName> unbound = unbound(prefix, type, files);
            unread.keySet().removeIf(name -> prefix.isAncestorOf(name) && !unbound.contains(name));
        }
        return unread.values().stream()
                .map(property -> where(property.getOrigin()) + property.getName()
                        + " is read by nothing: correct its name, or remove it")
                .toList();
    }

    private Set<ConfigurationPropertyName> unbound(
            ConfigurationPropertyName prefix, Class<?> type, UnboundElementsSourceFilter files) {
        try {
            Binder.get(environment, new NoUnboundElementsBindHandler(BindHandler.DEFAULT, files))
                    .bind(prefix, Bindable.of(type));
            return Set.of();
        } catch (RuntimeException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof UnboundConfigurationPropertiesException unbound) {
                    return Set.copyOf(unbound.getUnboundProperties().stream()
                            .map(ConfigurationProperty::getName)
                            .toList());
                }
            }
            return Set.of();
        }
    }

    /** What the failure analyzers of a start say, which hide secrets. */
    private static String described(
            Throwable failure, @Nullable ConfigurableApplicationContext context, Environment environment) {
        ArgumentResolver arguments = ArgumentResolver.of(Environment.class, environment);
        if (context != null) {
            arguments = arguments.and(BeanFactory.class, context.getBeanFactory());
        }
        for (FailureAnalyzer analyzer : SpringFactoriesLoader.forDefaultResourceLocation(
                        CheckedConfiguration.class.getClassLoader())
                .load(FailureAnalyzer.class, arguments, FailureHandler.handleMessage((message, error) -> {}))) {
            FailureAnalysis analysis = analyzer.analyze(failure);
            if (analysis != null) {
                String description = String.valueOf(analysis.getDescription()).strip();
                String action = analysis.getAction() == null
                        ? ""
                        : "\n" + analysis.getAction().strip();
                return where(origin(description, environment)) + (description + action).replace("\n", "\n    ");
            }
        }
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    /** Where the first property that a text names is set. */
    private static @Nullable Origin origin(String text, Environment environment) {
        Matcher named = PROPERTY.matcher(text);
        while (named.find()) {
            ConfigurationPropertyName name = ConfigurationPropertyName.adapt(named.group(), '.');
            for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
                ConfigurationProperty exact = source.getConfigurationProperty(name);
                Stream<ConfigurationProperty> below = source instanceof IterableConfigurationPropertySource iterable
                        ? iterable.stream().filter(name::isAncestorOf).map(source::getConfigurationProperty)
                        : Stream.empty();
                Optional<Origin> origin = Stream.concat(Stream.ofNullable(exact), below)
                        .map(ConfigurationProperty::getOrigin)
                        .filter(Objects::nonNull)
                        .findFirst();
                if (origin.isPresent()) {
                    return origin.get();
                }
            }
        }
        return null;
    }

    /** {@code file:line: }; empty when the origin is not known. */
    private static String where(@Nullable Origin origin) {
        if (origin instanceof OriginProvider wrapped && wrapped.getOrigin() != null) {
            return where(wrapped.getOrigin());
        }
        if (origin instanceof TextResourceOrigin text && text.getResource() != null) {
            String file;
            try {
                file = text.getResource().getFile().getPath();
            } catch (IOException notAFile) {
                file = text.getResource().getDescription();
            }
            return file
                    + (text.getLocation() == null
                            ? ""
                            : ":" + (text.getLocation().getLine() + 1)) + ": ";
        }
        return origin == null ? "" : origin + ": ";
    }

    @Override
    public void close() {
        if (context != null) {
            context.close();
        }
    }
}
