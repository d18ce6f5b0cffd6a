package io.tocsin.delivery.jdbc;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The database file: created for its owner's eyes only, locked against a second process, and watched, because SQLite
 * goes on writing into a file that was deleted under it.
 */
final class SqliteFile implements AutoCloseable {

    private final Path path;
    private final FileChannel lockChannel;
    private final @Nullable Object identity;

    private SqliteFile(Path path, FileChannel lockChannel, @Nullable Object identity) {
        this.path = path;
        this.lockChannel = lockChannel;
        this.identity = identity;
    }

    /**
     * Creates the file where there is none, and locks it.
     *
     * @throws StoreStartException when it cannot be written or another process has it
     */
    static SqliteFile open(Path configured) {
        Path path = configured.toAbsolutePath().normalize();
        try {
            Path folder = Objects.requireNonNull(path.getParent(), "a file has a folder");
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder, ownerOnly(folder, "rwx------"));
            }
            create(path);
            FileChannel lock = lock(path.resolveSibling(path.getFileName() + ".lock"));
            return new SqliteFile(path, lock, identity(path));
        } catch (IOException e) {
            throw new StoreStartException(
                    "The outbox " + path + " cannot be written (" + e.getClass().getSimpleName() + ")",
                    "Let the user that runs Tocsin write there, or set tocsin.delivery.store.path to a file in a"
                            + " directory that it can write.",
                    e);
        }
    }

    private static void create(Path file) throws IOException {
        try {
            Files.createFile(file, ownerOnly(file, "rw-------"));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isWritable(file) || !Files.isRegularFile(file)) {
                throw new IOException("not a writable file", e);
            }
        }
    }

    private static FileChannel lock(Path file) throws IOException {
        create(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw inUse(file);
        }
        channel.close();
        throw inUse(file);
    }

    private static StoreStartException inUse(Path lock) {
        return new StoreStartException(
                "Another Tocsin uses this outbox (it holds " + lock + ")",
                "Stop it, or give this one a file of its own in tocsin.delivery.store.path. Several replicas share a"
                        + " MySQL: set tocsin.delivery.store.url.",
                null);
    }

    private static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static @Nullable Object identity(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    Path path() {
        return path;
    }

    /**
     * @throws StoreFault when the file is no longer the one that was opened, so that a commit would be lost
     */
    void verifyInPlace() {
        try {
            if (Objects.equals(identity, identity(path))) {
                return;
            }
        } catch (IOException e) {
            throw new StoreFault("the outbox file is gone from " + path + "; put it back or restart", e);
        }
        throw new StoreFault("the outbox file at " + path + " was replaced; put it back or restart", null);
    }

    @Override
    public void close() throws IOException {
        lockChannel.close();
    }
}
