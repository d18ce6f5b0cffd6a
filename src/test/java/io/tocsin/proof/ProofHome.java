package io.tocsin.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.util.FileSystemUtils;

/** Where processes of a proof live: under the build directory, so that their logs outlast a failure. */
final class ProofHome {

    private ProofHome() {}

    /** An empty directory of this name. */
    static Path of(String name) {
        Path home = Path.of("target", "proof", name).toAbsolutePath();
        try {
            FileSystemUtils.deleteRecursively(home);
            return Files.createDirectories(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
