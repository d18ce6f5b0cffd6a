package io.tocsin.proof;

import static io.tocsin.proof.Measurements.quantile;
import static io.tocsin.proof.Measurements.report;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a purge of old deliveries costs those who post meanwhile. It judges nothing, as {@link DeliveryBenchmark}. */
class PurgeBenchmark {

    private static final int HISTORY = 200_000;
    private static final int POSTS = 2_000;
    private static final Duration INTERVAL = Duration.ofMillis(10);

    @TempDir
    Path folder;

    @Test
    void accepts_during_a_purge() throws Exception {
        Path store = FilledStore.create(folder.resolve("store"), HISTORY, 0);
        Map<String, String> properties =
                Map.of("tocsin.delivery.store.path", store.toString(), "tocsin.delivery.retention", "1h");
        try (TocsinProcess tocsin = new TocsinProcess(folder, properties)
                        .withJvmFlags(java.util.List.of("-XX:+UseSerialGC", "-Xmx512m"))
                        .start();
                RawSender sender = new RawSender(tocsin.port(), "/webhooks/alertmanager", TocsinProcess.TOKEN)) {
            accepts(sender, 0, 1_000);
            double[] before = accepts(sender, 1_000, POSTS);
            // The first purge comes a minute after the start; its end is logged.
            await("the purge")
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> oldest(store) > 1);
            long first = oldest(store);
            long start = System.nanoTime();
            double[] during = accepts(sender, 10_000, POSTS);
            double purged = (oldest(store) - first) / ((System.nanoTime() - start) / 1e9);
            boolean unfinished = !tocsin.log().contains("Purged ");
            report(
                    "Accept, one at a time, 100/s: quiet, then while 200,000 notifications are purged",
                    "p50 %.1f and %.1f ms, p99 %.1f and %.1f ms: ratio of p99 %.2f; %.0f/s purged%s",
                    quantile(before, 0.5),
                    quantile(during, 0.5),
                    quantile(before, 0.99),
                    quantile(during, 0.99),
                    quantile(during, 0.99) / quantile(before, 0.99),
                    purged,
                    unfinished ? "" : " (the purge ended before the measurement)");
        }
    }

    /** The id of the oldest notification there is; the purge takes them in their order, without gaps. */
    private static long oldest(Path store) throws java.sql.SQLException {
        try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + store);
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT MIN(id) FROM notification")) {
            return row.getLong(1);
        }
    }

    /** Milliseconds from each post to its answer. */
    private static double[] accepts(RawSender sender, int firstMark, int count) throws IOException {
        double[] times = new double[count];
        long next = System.nanoTime();
        for (int n = 0; n < count; n++) {
            LockSupport.parkNanos(Math.max(0, next - System.nanoTime()));
            String body = RawSender.notification(RawSender.mark(firstMark + n));
            long start = System.nanoTime();
            if (sender.post(body) != 200) {
                throw new IllegalStateException("not accepted");
            }
            times[n] = (System.nanoTime() - start) / 1e6;
            next += INTERVAL.toNanos();
        }
        return times;
    }
}
