package io.tocsin.logging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Creates the folder of the log file, if it does not exist, for the service's user and group only, before the first line is
 * written. The permissions of its files, which Java cannot set after a rotation, then do not matter.
 */
final class PrivateLogFolder implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        String file = event.getEnvironment().getProperty("logging.file.name", "");
        Path folder = Path.of(file).toAbsolutePath().getParent();
        if (file.isBlank() || folder == null || Files.exists(folder)) {
            return;
        }
        try {
            if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Path unusedCreated = Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
            }
        } catch (IOException e) {
            // The log cannot be opened either, which stops the start with its own message.
            return;
        }
    }

    @Override
    public int getOrder() {
        return LoggingApplicationListener.DEFAULT_ORDER - 1;
    }
}
