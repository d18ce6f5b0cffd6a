package io.tocsin.backing;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.Runtimes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;

/** The folders that an Elasticsearch node is started from, put together of its jars on Maven Central. */
final class ElasticsearchHome {

    private static final String TRANSPORT = "transport-netty4";
    private static final String DESCRIPTOR = "META-INF/es-plugins/" + TRANSPORT + "/plugin-descriptor.properties";

    private static final String LOGGING = """
            status = error
            appender.console.type = Console
            appender.console.name = console
            appender.console.target = SYSTEM_ERR
            appender.console.layout.type = PatternLayout
            appender.console.layout.pattern = %d %-5p %c{1.} %m%n
            rootLogger.level = warn
            rootLogger.appenderRef.console.ref = console
            """;

    private ElasticsearchHome() {}

    /** Its folder below the build directory, filled when it is not yet. */
    static synchronized Path of(String version) {
        Path home = Path.of("target", "elasticsearch", version).toAbsolutePath();
        Path complete = home.resolve("complete");
        if (Files.exists(complete)) {
            return home;
        }
        try {
            Path lib = Files.createDirectories(home.resolve("lib"));
            Path module = Files.createDirectories(home.resolve("modules").resolve(TRANSPORT));
            Files.createDirectories(home.resolve("plugins"));
            Path config = Files.createDirectories(home.resolve("config"));
            Files.writeString(config.resolve("elasticsearch.yml"), "");
            Files.writeString(config.resolve("log4j2.properties"), LOGGING);
            for (Path jar : jars(version)) {
                Path folder = ofTransport(jar) ? module : lib;
                Files.copy(jar, folder.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
            describe(module, version);
            Files.writeString(complete, "");
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean ofTransport(Path jar) {
        String name = jar.getFileName().toString();
        return name.startsWith("netty-") || name.startsWith(TRANSPORT) || name.startsWith("elasticsearch-ssl-config");
    }

    /** Without its module's name: the jars are on the class path. */
    private static void describe(Path module, String version) throws IOException {
        try (JarFile jar = new JarFile(
                        module.resolve(TRANSPORT + "-" + version + ".jar").toFile());
                InputStream descriptor = jar.getInputStream(jar.getEntry(DESCRIPTOR))) {
            String text = new String(descriptor.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("modulename"))
                    .collect(Collectors.joining("\n"));
            Files.writeString(module.resolve("plugin-descriptor.properties"), text);
        }
    }

    /** From the local repository, or from where Maven's own settings say. */
    private static List<Path> jars(String version) {
        ContextOverrides overrides =
                ContextOverrides.create().withUserSettings(true).build();
        try (Context context = Runtimes.INSTANCE.getRuntime().create(overrides)) {
            CollectRequest collect = new CollectRequest();
            Stream.of("org.elasticsearch:elasticsearch:", "org.elasticsearch.plugin:" + TRANSPORT + ":")
                    .map(artifact -> new Dependency(new DefaultArtifact(artifact + version), JavaScopes.RUNTIME))
                    .forEach(collect::addDependency);
            collect.setRepositories(context.remoteRepositories());
            return context
                    .repositorySystem()
                    .resolveDependencies(
                            context.repositorySystemSession(),
                            new DependencyRequest(collect, DependencyFilterUtils.classpathFilter(JavaScopes.RUNTIME)))
                    .getArtifactResults()
                    .stream()
                    .map(ArtifactResult::getArtifact)
                    .map(artifact -> artifact.getFile().toPath())
                    .toList();
        } catch (DependencyResolutionException e) {
            throw new IllegalStateException("Elasticsearch " + version + " is not to be had", e);
        }
    }
}
