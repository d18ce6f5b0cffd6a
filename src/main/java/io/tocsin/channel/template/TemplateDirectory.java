package io.tocsin.channel.template;

import io.tocsin.ConfigurationException;
import io.tocsin.channel.template.model.TemplatePart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** An operator's directory of templates. */
final class TemplateDirectory {

    private static final long MAX_BYTES = 256 * 1024;

    private final Path directory;

    TemplateDirectory(Path directory) {
        this.directory = directory;
    }

    /**
     * The templates in it now.
     *
     * @throws ConfigurationException when it cannot be read, or contains a file that is no template
     */
    Map<TemplatePart, String> read() {
        if (!Files.isDirectory(directory)) {
            throw refused("tocsin.channel.templates.directory: " + directory + " is not a directory");
        }
        Map<TemplatePart, String> sources = new EnumMap<>(TemplatePart.class);
        try {
            for (Path file : files()) {
                sources.put(part(file), source(file));
            }
        } catch (IOException | UncheckedIOException unreadable) {
            throw refused("tocsin.channel.templates.directory: " + directory + " cannot be read: "
                    + unreadable.getClass().getSimpleName());
        }
        return sources;
    }

    /** Links are followed and hidden directories skipped, because that is how Kubernetes mounts a ConfigMap. */
    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory, 2, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".ftl"))
                    .filter(file -> !isHidden(directory.relativize(file)) && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isHidden(Path path) {
        return StreamSupport.stream(path.spliterator(), false)
                .anyMatch(name -> name.toString().startsWith("."));
    }

    private TemplatePart part(Path file) {
        String name = directory.relativize(file).toString().replace('\\', '/');
        return TemplatePart.FILES.stream()
                .filter(part -> part.file().equals(name))
                .findFirst()
                .orElseThrow(() -> refused(file + ": no template has this name; there are "
                        + TemplatePart.FILES.stream().map(TemplatePart::file).collect(Collectors.joining(", "))));
    }

    private static String source(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw refused(file + ": larger than " + MAX_BYTES / 1024 + " kB");
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException notUtf8) {
            throw refused(file + ": is not UTF-8");
        }
    }

    /** Stops the start, and keeps the last good templates while the service runs. */
    static ConfigurationException refused(String what) {
        return new ConfigurationException(
                what,
                "Correct the file, or remove it so that the built-in template is used. docs/templates.md says what"
                        + " templates may use.");
    }
}
