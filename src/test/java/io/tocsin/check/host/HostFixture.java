package io.tocsin.check.host;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.tocsin.check.Families;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** A host made of files. */
final class HostFixture {

    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T10:00:00Z"));

    final HostFiles files;

    HostFixture(Path folder) {
        files = new HostFiles(folder.resolve("proc"), folder.resolve("sys"), folder.resolve("root"));
    }

    static HostProperties properties(Map<String, ?> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("tocsin.check.host", HostProperties.class);
    }

    static HostThresholds thresholds() {
        return new HostThresholds(properties(Map.of()), CLOCK);
    }

    HostFixture proc(String name, String text) {
        return write(files.proc().resolve(name), text);
    }

    HostFixture sys(String name, String text) {
        return write(files.sys().resolve(name), text);
    }

    HostFixture root(String name, String text) {
        return write(files.root().resolve(name), text);
    }

    private HostFixture write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the part exposes, as the lines of a scrape. */
    static List<String> lines(HostPart part) throws Exception {
        HostSample.Builder sample = new HostSample.Builder();
        part.look(sample);
        return lines(sample.build(new CpuUsage(CLOCK)));
    }

    static List<String> lines(HostSample sample) throws IOException {
        Families families = new Families();
        sample.figures().forEach(figure -> figure.accept(families));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(out, families.snapshots());
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
