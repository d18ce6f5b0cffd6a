package io.tocsin.check.host;

import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The distribution, of {@code /etc/os-release} (os-release(5)). */
final class OsPart implements HostPart {

    private static final String[] LABELS = {
        "build_id",
        "id",
        "id_like",
        "image_id",
        "image_version",
        "name",
        "pretty_name",
        "variant",
        "variant_id",
        "version",
        "version_codename",
        "version_id"
    };
    private static final Pattern VERSION = Pattern.compile("^[0-9]+(\\.[0-9]+)?");

    private final HostFiles files;

    OsPart(HostFiles files) {
        this.files = files;
    }

    @Override
    public String name() {
        return "os";
    }

    @Override
    public void look(HostSample.Builder sample) throws IOException {
        Map<String, String> release = release();
        String[] labels = new String[LABELS.length * 2];
        for (int i = 0; i < LABELS.length; i++) {
            labels[2 * i] = LABELS[i];
            labels[2 * i + 1] = release.getOrDefault(LABELS[i], "");
        }
        sample.add(Figure.info("node_os", "The operating system; always 1", labels));
        Matcher version = VERSION.matcher(release.getOrDefault("version_id", ""));
        if (version.find()) {
            sample.add(Figure.gauge(
                    "node_os_version",
                    "Version of the operating system, its first two numbers",
                    Double.parseDouble(version.group()),
                    "id",
                    release.getOrDefault("id", ""),
                    "id_like",
                    release.getOrDefault("id_like", ""),
                    "name",
                    release.getOrDefault("name", "")));
        }
    }

    private Map<String, String> release() throws IOException {
        String text = HostFiles.readIfThere(files.root().resolve("etc/os-release"))
                .or(() -> HostFiles.readIfThere(files.root().resolve("usr/lib/os-release")))
                .orElseThrow(() -> new IOException("there is no os-release"));
        Map<String, String> release = new HashMap<>();
        text.lines().filter(line -> line.indexOf('=') > 0).forEach(line -> {
            int equals = line.indexOf('=');
            release.put(
                    line.substring(0, equals).toLowerCase(Locale.ROOT),
                    unquoted(line.substring(equals + 1).strip()));
        });
        return release;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2
                && (value.startsWith("\"") || value.startsWith("'"))
                && value.charAt(0) == value.charAt(value.length() - 1);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
