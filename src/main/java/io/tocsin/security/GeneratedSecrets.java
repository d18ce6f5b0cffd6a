package io.tocsin.security;

import io.tocsin.ConfigurationException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Secrets that are not configured: generated at the first start, so that it is usable and yet not open, and kept beside the
 * store in files that only their owner can read. Printed or logged secrets would be shipped and kept by container platforms.
 */
@Component
class GeneratedSecrets {

    private static final Logger log = LoggerFactory.getLogger(GeneratedSecrets.class);
    private static final int BYTES = 24;

    private final Path folder;

    @Autowired
    GeneratedSecrets(@Value("${tocsin.delivery.store.path:./data/outbox.db}") String store) {
        this(Objects.requireNonNull(Path.of(store).toAbsolutePath().getParent(), "a file has a folder"));
    }

    GeneratedSecrets(Path folder) {
        this.folder = folder;
    }

    /**
     * The configured secret, or else the one in the file with the property's name.
     *
     * @throws ConfigurationException when it is too short
     */
    SharedSecret configuredOrKept(@Nullable String secret, String property) {
        SharedSecret configured = SharedSecret.configured(secret, property);
        return configured != null ? configured : kept(property);
    }

    private SharedSecret kept(String property) {
        Path file = folder.resolve(property);
        try {
            String text = read(file);
            if (text == null) {
                create(file);
                text = Files.readString(file);
            }
            SharedSecret secret = SharedSecret.configured(text.strip(), file.toString());
            if (secret == null) {
                throw new ConfigurationException(file + " is empty: delete it, and the next start makes a new one.");
            }
            log.warn("{} is not set: the generated one is in {}", property, file);
            return secret;
        } catch (IOException e) {
            log.error(
                    "{} is not set, and a generated one cannot be kept in {} ({}): it cannot be used until you set it",
                    property,
                    file,
                    e.getClass().getSimpleName());
            return SharedSecret.of(random());
        }
    }

    private static @Nullable String read(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** All or nothing; another process that shares the folder may have been first. */
    private void create(Path file) throws IOException {
        Files.createDirectories(folder, ownerOnly());
        // On POSIX a temporary file is owner-only from the start; elsewhere the folder's permissions apply.
        Path draft = Files.createTempFile(folder, "secret", ".tmp");
        try {
            Files.writeString(draft, random());
            Files.move(draft, file);
        } catch (FileAlreadyExistsException e) {
            log.debug("{} was made by another process", file);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private FileAttribute<?>[] ownerOnly() {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    private static String random() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
