package io.tocsin.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process without memory answers nothing, and no probe can be relied on to notice: it has to end, so that another begins. */
class OutOfMemoryIT {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"dies", "catches"})
    void a_process_that_is_out_of_memory_ends_without_any_flag_on_its_command_line(String manner) throws Exception {
        try (TocsinProcess tocsin = new TocsinProcess(ProofHome.of("out-of-memory-" + manner), Map.of())
                .withJvmFlags(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx160m"))
                .start()) {
            VirtualMachine machine = VirtualMachine.attach(String.valueOf(tocsin.pid()));
            machine.loadAgent(agent().toString(), manner);

            assertThat(tocsin.endsWithin(Duration.ofMinutes(2))).isTrue();
            assertThat(tocsin.exitValue()).isEqualTo(3);
            assertThat(tocsin.log()).contains("Tocsin is out of memory");
        }
    }

    private Path agent() throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Agent-Class", HeapFiller.class.getName());
        Path jar = directory.resolve("filler.jar");
        String name = HeapFiller.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                InputStream code =
                        Objects.requireNonNull(HeapFiller.class.getClassLoader().getResourceAsStream(name))) {
            out.putNextEntry(new JarEntry(name));
            code.transferTo(out);
        }
        return jar;
    }
}
