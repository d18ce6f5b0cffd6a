package io.tocsin.proof;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Lists of what the drilled stack cannot have; each line of three columns says why. */
final class KnownGaps {

    private KnownGaps() {}

    /** The labels of metrics that nothing in the drill exports, by name. */
    static Map<String, List<String>> metrics() {
        Map<String, List<String>> metrics = new LinkedHashMap<>();
        for (String[] line : lines("metrics-not-in-the-drill.txt")) {
            metrics.put(line[0], Arrays.asList(line[1].split(" ", -1)));
        }
        return metrics;
    }

    /** The panels that may be empty, as {@code dashboard | panel}. */
    static List<String> panels() {
        return lines("panels-without-data.txt").stream()
                .map(line -> line[0] + " | " + line[1])
                .toList();
    }

    private static List<String[]> lines(String file) {
        try (InputStream in = Objects.requireNonNull(KnownGaps.class.getResourceAsStream("/monitoring/" + file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" *\\| *", 3))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
