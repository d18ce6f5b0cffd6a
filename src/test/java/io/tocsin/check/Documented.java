package io.tocsin.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The families that the reference lists in its tables. */
final class Documented {

    private static final Path REFERENCE = Path.of("docs", "metrics.md");

    private Documented() {}

    /** Those whose names begin so, without the ones that stand for many. */
    static Set<String> families(String prefix) {
        Set<String> families = new TreeSet<>();
        Pattern family = Pattern.compile("`(" + prefix + "[a-z0-9_]+)`");
        try {
            Files.readAllLines(REFERENCE).stream()
                    .filter(line -> line.startsWith("|"))
                    .forEach(line -> family.matcher(line.split("\\|", -1)[1])
                            .results()
                            .forEach(name -> families.add(name.group(1))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return families;
    }
}
