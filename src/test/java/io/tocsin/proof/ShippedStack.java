package io.tocsin.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * The configuration of Prometheus and Alertmanager as it is shipped, with other addresses and shorter times: what takes
 * a minute there takes a second here. Nothing else is changed, so that what is drilled is what people run.
 */
final class ShippedStack {

    private static final Path SHIPPED = Path.of("monitoring");
    private static final Map<String, Long> SECONDS = Map.of("s", 1L, "m", 60L, "h", 3600L, "d", 86_400L);
    private static final Pattern TIMES =
            Pattern.compile("(?m)((?:for|group_wait|group_interval|repeat_interval): )(\\d+)([smhd])$");
    private static final Pattern RANGES = Pattern.compile("(\\[)(\\d+)([smhd])(?=])");

    private final Path folder;

    /**
     * Copies it.
     *
     * @param folder where to
     * @param addresses what stands instead of which text, in all files
     */
    ShippedStack(Path folder, Map<String, String> addresses) {
        this.folder = folder;
        try {
            FileSystemUtils.copyRecursively(SHIPPED.resolve("prometheus"), folder.resolve("prometheus"));
            FileSystemUtils.copyRecursively(SHIPPED.resolve("alertmanager"), folder.resolve("alertmanager"));
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".yml")).toList()) {
                    Files.writeString(file, adapted(Files.readString(file), addresses));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path prometheus() {
        return folder.resolve("prometheus/prometheus.yml");
    }

    String alertmanager() throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("alertmanager/alertmanager.yml"));
        // The sink of the emergency mail asks for no password, and has no certificate that Alertmanager would trust.
        return String.join(
                "\n",
                lines.stream()
                        .filter(line -> !line.contains("smtp_auth_password_file"))
                        .map(line -> line.replaceFirst("smtp_auth_username: .*", "smtp_require_tls: false"))
                        .toList());
    }

    private static String adapted(String text, Map<String, String> addresses) {
        String adapted = text.replaceAll("(scrape_interval|scrape_timeout|evaluation_interval): \\d+s", "$1: 1s");
        adapted = shortened(TIMES, adapted, seconds -> Math.max(1, seconds / 60));
        // A rate needs a few samples, which come once a second.
        adapted = shortened(RANGES, adapted, seconds -> Math.max(5, seconds / 60));
        for (Map.Entry<String, String> address : addresses.entrySet()) {
            adapted = adapted.replace(address.getKey(), address.getValue());
        }
        return adapted;
    }

    private static String shortened(Pattern pattern, String text, LongUnaryOperator shorter) {
        return pattern.matcher(text).replaceAll(match -> {
            long seconds = Long.parseLong(match.group(2)) * SECONDS.get(match.group(3));
            return match.group(1) + shorter.applyAsLong(seconds) + "s";
        });
    }
}
