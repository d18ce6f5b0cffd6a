package io.tocsin.proof;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An ext4 file system in a file, small enough to be filled.
 *
 * @param mountPoint where it is mounted
 */
record LoopDisk(Path mountPoint) implements AutoCloseable {

    /** Makes and mounts one; empty when this user may not. */
    static Optional<LoopDisk> mount(Path home, int megabytes) {
        try {
            Path image = home.resolve("disk.img");
            try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
                file.setLength(megabytes * 1_048_576L);
            }
            Path point = Files.createDirectories(home.resolve("disk"));
            boolean mounted = run("mkfs.ext4", "-q", "-F", "-m", "0", image.toString())
                    && run("mount", "-o", "loop", image.toString(), point.toString());
            return mounted ? Optional.of(new LoopDisk(point)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes so much of it away, in place of what was taken before. */
    void occupy(int megabytes) throws IOException {
        Files.write(mountPoint.resolve("ballast"), new byte[megabytes * 1_048_576]);
    }

    long usable() {
        return mountPoint.toFile().getUsableSpace();
    }

    private static boolean run(String... command) throws IOException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
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
