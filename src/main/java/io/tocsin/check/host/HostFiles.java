package io.tocsin.check.host;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the host's files are, and how they are read.
 *
 * @param proc the host's {@code /proc}
 * @param sys the host's {@code /sys}
 * @param root the host's {@code /}
 */
record HostFiles(Path proc, Path sys, Path root) {

    static HostFiles of(HostProperties properties) {
        return new HostFiles(
                given(properties.procPath(), "/host/proc", "/proc"),
                given(properties.sysPath(), "/host/sys", "/sys"),
                given(properties.rootPath(), "/host/root", "/"));
    }

    private static Path given(@Nullable Path configured, String mounted, String own) {
        if (configured != null) {
            return configured;
        }
        Path host = Path.of(mounted);
        return Files.isDirectory(host) ? host : Path.of(own);
    }

    /** Whether another root than this process's own is monitored, as from within a container. */
    boolean foreign() {
        return !root.equals(Path.of("/"));
    }

    /** A file below {@code /proc}. */
    String readProc(String name) throws IOException {
        return read(proc.resolve(name));
    }

    /** The lines of a file below {@code /proc}. */
    List<String> procLines(String name) throws IOException {
        return readProc(name).lines().toList();
    }

    /**
     * The lines of a file below {@code /proc} as the host's first process sees it: a container's own view of mounts and
     * networks is not the host's. Its own view when the kernel hides that process ({@code hidepid}).
     */
    List<String> hostViewLines(String name) throws IOException {
        try {
            return procLines("1/" + name);
        } catch (IOException e) {
            return procLines("self/" + name);
        }
    }

    /** The text of a small file without the white space around it; empty when it does not exist or cannot be read. */
    static Optional<String> readIfThere(Path file) {
        try {
            return Optional.of(read(file).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The names in a directory, in order; none when it does not exist. */
    static List<String> names(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> String.valueOf(entry.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /**
     * Reads in blocks: the kernel's files report a size of 0, upon which {@code Files.readAllBytes} reads one byte first, and
     * those below {@code /proc/sys} return nothing after the first read. Names in them may have any encoding.
     */
    private static String read(Path file) throws IOException {
        try (InputStream in = new FileInputStream(file.toFile())) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
