package io.tocsin.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reduces figures, and writes them as rows of a table to {@code target/benchmark.md}. */
final class Measurements {

    private static final Logger LOG = LoggerFactory.getLogger(Measurements.class);
    private static final Path FILE = Path.of("target", "benchmark.md");

    private Measurements() {}

    static double median(List<Double> values) {
        return quantile(values.stream().mapToDouble(Double::doubleValue).toArray(), 0.5);
    }

    /** The value below which this share of the values lies (nearest rank). */
    static double quantile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.max(0, Math.min(sorted.length - 1, rank - 1))];
    }

    static void report(String what, String format, Object... figures) {
        String row = "| " + what + " | " + String.format(Locale.ROOT, format, figures) + " |\n";
        LOG.info("{}", row.strip());
        try {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, row, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
