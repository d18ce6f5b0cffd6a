package io.tocsin.backing;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Programs that a test needs and that a package of the system brings. */
public final class InstalledProgram {

    private InstalledProgram() {}

    /**
     * The first of these names on the PATH. Without any the test is skipped, but fails where the environment says
     * {@code CI=true}.
     */
    public static Path find(String debianPackage, String... names) {
        List<String> folders =
                Arrays.asList(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1));
        return Arrays.stream(names)
                .flatMap(name -> folders.stream().map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseGet(() -> missing(String.join(" or ", names) + " is not on the PATH", debianPackage));
    }

    /** A file that a package brings, with the same consequence where it is missing. */
    static Path file(String debianPackage, Path file) {
        return Files.isRegularFile(file) ? file : missing(file + " is not there", debianPackage);
    }

    private static Path missing(String what, String debianPackage) {
        String message = what + " (Debian: " + debianPackage + ")";
        if ("true".equals(System.getenv("CI"))) {
            throw new AssertionError(message);
        }
        return abort(message);
    }
}
