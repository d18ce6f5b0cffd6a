package io.tocsin.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file system of one megabyte that can be filled, and a {@code /proc} that shows it. It lies in memory, which the
 * rules leave out by its type; so that {@code /proc} says ext4.
 *
 * @param mountPoint where it is mounted
 * @param procPath what stands for {@code /proc}
 */
record SmallDisk(Path mountPoint, Path procPath) implements AutoCloseable {

    /** Mounts one; empty when this user may not. */
    static Optional<SmallDisk> mount(Path home) {
        try {
            Path point = Files.createDirectories(home.resolve("small-disk"));
            if (run("mount", "-t", "tmpfs", "-o", "size=1m", "small", point.toString()) != 0) {
                return Optional.empty();
            }
            return Optional.of(new SmallDisk(point, proc(home.resolve("proc"), point)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path proc(Path proc, Path point) throws IOException {
        Path first = Files.createDirectories(proc.resolve("1"));
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc"))) {
            for (Path entry : entries) {
                if (!entry.getFileName().toString().matches("\\d+|self|thread-self")) {
                    Files.createSymbolicLink(proc.resolve(entry.getFileName()), entry);
                }
            }
        }
        Files.createSymbolicLink(first.resolve("net"), Path.of("/proc/self/net"));
        List<String> mounts = Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                .map(line -> line.contains(" " + point + " ") ? line.replace(" - tmpfs ", " - ext4 ") : line)
                .toList();
        Files.write(first.resolve("mountinfo"), mounts);
        // For node_exporter before 1.9.
        Files.write(
                first.resolve("mounts"),
                Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                        .map(line -> line.contains(" " + point + " ") ? line.replace(" tmpfs ", " ext4 ") : line)
                        .toList());
        return proc;
    }

    void fill() {
        try {
            Files.write(mountPoint.resolve("ballast"), new byte[1 << 20]);
        } catch (IOException e) {
            // It is full, which is the point; half a page may be left.
        }
    }

    void empty() {
        try {
            Files.deleteIfExists(mountPoint.resolve("ballast"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int run(String... command) throws IOException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            run("umount", "-l", mountPoint.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
