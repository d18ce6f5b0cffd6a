package io.tocsin.delivery.jdbc.store;

import io.tocsin.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database file: readable by its owner only, locked against a second process, and monitored, because SQLite continues to
 * write into a deleted file. The lock file holds the number of the notification that was acknowledged last, as text.
 */
final class SqliteFile implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SqliteFile.class);

    private final Path path;
    private final FileChannel lockChannel;
    private final @Nullable Object identity;
    private final FileStore disk;
    private long lastAcknowledged;

    private SqliteFile(
            Path path, FileChannel lockChannel, @Nullable Object identity, FileStore disk, long lastAcknowledged) {
        this.path = path;
        this.lockChannel = lockChannel;
        this.identity = identity;
        this.disk = disk;
        this.lastAcknowledged = lastAcknowledged;
    }

    /**
     * Creates the file if it does not exist, and locks it.
     *
     * @throws ConfigurationException when it cannot be written or another process holds the lock
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
            return new SqliteFile(path, lock, identity(path), Files.getFileStore(path), readNumber(lock));
        } catch (IOException e) {
            throw StoreStart.refused(
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
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
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

    private static ConfigurationException inUse(Path lock) {
        return StoreStart.refused(
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
     * @throws StoreUnavailableException when the file is no longer the one that was opened, so that a commit would be lost
     */
    void verifyInPlace() {
        try {
            if (Objects.equals(identity, identity(path))) {
                return;
            }
        } catch (IOException e) {
            throw new StoreUnavailableException("the outbox file is gone from " + path + "; put it back or restart", e);
        }
        throw new StoreUnavailableException(
                "the outbox file at " + path + " was replaced; put it back or restart", null);
    }

    /** The number of the last acknowledged notification, at this start or before; 0 when unknown. */
    synchronized long lastAcknowledged() {
        return lastAcknowledged;
    }

    /**
     * Records that it will be acknowledged. Not synced: after a crash of the machine the latest may be missing, but never one
     * too many is recorded.
     */
    synchronized void acknowledged(long notification) {
        if (notification > lastAcknowledged) {
            lastAcknowledged = notification;
            writeNumber(lockChannel, notification);
        }
    }

    private static void writeNumber(FileChannel channel, long number) {
        try {
            byte[] text = "%019d%n".formatted(number).getBytes(StandardCharsets.US_ASCII);
            channel.write(ByteBuffer.wrap(text), 0);
        } catch (IOException e) {
            log.debug("The number of the last notification could not be noted", e);
        }
    }

    private static long readNumber(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(19);
        channel.read(text, 0);
        String digits = StandardCharsets.US_ASCII.decode(text.flip()).toString();
        return digits.matches("\\d{19}") ? Long.parseLong(digits) : 0;
    }

    /** The size of the write-ahead log in bytes; 0 when there is none. */
    long logSize() {
        return path.resolveSibling(path.getFileName() + "-wal").toFile().length();
    }

    /** The free space of its disk in bytes; {@link Long#MAX_VALUE} when the file system does not report it. */
    long free() {
        try {
            return disk.getTotalSpace() == 0 ? Long.MAX_VALUE : disk.getUsableSpace();
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    @Override
    public void close() {
        try {
            lockChannel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
