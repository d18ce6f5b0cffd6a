package io.tocsin.backing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The JDKs of this machine: the one that runs, those that the environment names, and those of the distribution. */
final class JavaHomes {

    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"([0-9]+)");

    private JavaHomes() {}

    /** The first of at least one and at most another major version, or else the first of at least the one. */
    static Optional<Path> between(int least, int most) {
        List<Path> homes = all();
        return Stream.concat(
                        homes.stream().filter(home -> version(home) >= least && version(home) <= most),
                        homes.stream().filter(home -> version(home) >= least))
                .findFirst();
    }

    private static List<Path> all() {
        List<Path> homes = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
        System.getenv().entrySet().stream()
                .filter(variable -> variable.getKey().startsWith("JAVA_HOME")
                        && !variable.getValue().isBlank())
                .map(variable -> Path.of(variable.getValue()))
                .forEach(homes::add);
        try (Stream<Path> installed = Files.list(Path.of("/usr/lib/jvm"))) {
            installed.sorted().forEach(homes::add);
        } catch (IOException e) {
            // Another distribution.
        }
        return homes;
    }

    /** 0 where there is no JDK. */
    private static int version(Path home) {
        try {
            Matcher version = VERSION.matcher(Files.readString(home.resolve("release")));
            boolean compiles = Files.isExecutable(home.resolve("bin").resolve("javac"));
            return compiles && version.find() ? Integer.parseInt(version.group(1)) : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
