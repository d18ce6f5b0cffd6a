package io.tocsin.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;

class PrivateLogFolderTests {

    @TempDir
    Path folder;

    /** Nothing but the log. */
    static class Nothing {}

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void run(Path file) {
        new SpringApplicationBuilder(Nothing.class)
                .web(WebApplicationType.NONE)
                .run("--logging.file.name=" + file)
                .close();
    }

    @Test
    void a_folder_that_is_made_for_the_log_is_closed_to_other_users() throws Exception {
        run(folder.resolve("deep/logs/tocsin.log"));
        assertThat(permissions(folder.resolve("deep/logs"))).isEqualTo("rwxr-x---");
    }

    @Test
    void a_folder_that_is_there_keeps_its_permissions() throws Exception {
        Path own = Files.createDirectory(
                folder.resolve("own"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxrwx---")));
        String before = permissions(own);
        run(own.resolve("tocsin.log"));
        assertThat(permissions(own)).isEqualTo(before);
    }
}
