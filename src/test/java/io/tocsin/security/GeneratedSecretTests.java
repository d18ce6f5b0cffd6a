package io.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.ConfigurationException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class GeneratedSecretTests {

    private static final String PROPERTY = "a.property";

    @TempDir
    Path home;

    private static SharedSecret kept(Path folder) {
        return new GeneratedSecrets(folder).configuredOrKept(null, PROPERTY);
    }

    @Test
    void it_is_in_a_file_of_its_owner_and_what_is_logged_is_where(CapturedOutput output) throws Exception {
        Path folder = home.resolve("a/data");
        SharedSecret secret = kept(folder);
        Path file = folder.resolve(PROPERTY);
        String text = Files.readString(file);
        assertThat(secret.matches(text)).isTrue();
        assertThat(text).hasSize(32);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).as("nothing but the secret").containsExactly(file);
        }
        assertThat(output)
                .contains(PROPERTY + " is not set: the generated one is in " + file)
                .doesNotContain(text);
    }

    @Test
    void it_is_the_same_after_a_restart_and_another_one_for_another_folder() throws Exception {
        SharedSecret first = kept(home);
        String text = Files.readString(home.resolve(PROPERTY));
        assertThat(kept(home).matches(text)).isTrue();
        assertThat(first.matches(text)).isTrue();
        assertThat(kept(home.resolve("another")).matches(text)).isFalse();
    }

    @Test
    void none_is_made_for_one_that_is_configured() {
        assertThat(new GeneratedSecrets(home)
                        .configuredOrKept("a-configured-secret", PROPERTY)
                        .matches("a-configured-secret"))
                .isTrue();
        assertThat(home).isEmptyDirectory();
    }

    /** As on Windows: a file system of a zip has no such permissions either. */
    @Test
    void it_is_kept_where_files_have_no_posix_permissions() throws Exception {
        URI zip = URI.create("jar:" + home.resolve("files.zip").toUri());
        try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
            assertThat(files.supportedFileAttributeViews()).doesNotContain("posix");
            Path folder = files.getPath("/a/data");
            assertThat(kept(folder)).isNotNull();
            String text = Files.readString(folder.resolve(PROPERTY));
            assertThat(kept(folder).matches(text)).isTrue();
        }
    }

    @Test
    void what_cannot_be_kept_lets_nobody_in_and_the_log_says_what_to_do(CapturedOutput output) throws Exception {
        Path notAFolder = Files.writeString(home.resolve("file"), "text");
        SharedSecret secret = kept(notAFolder);
        assertThat(secret.matches("")).isFalse();
        assertThat(output).contains("it cannot be used until you set it");
    }

    @Test
    void a_file_with_less_than_a_secret_stops_the_start() throws Exception {
        Path file = Files.writeString(home.resolve(PROPERTY), "\n");
        assertThatThrownBy(() -> kept(home))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(file + " is empty: delete it, and the next start makes a new one.");
        Files.writeString(file, "short\n");
        assertThatThrownBy(() -> kept(home))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(file + " has 5 characters: it can be guessed.");
    }
}
