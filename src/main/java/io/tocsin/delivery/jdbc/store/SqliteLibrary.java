package io.tocsin.delivery.jdbc.store;

import io.tocsin.ConfigurationException;
import java.io.File;
import java.nio.file.Path;
import org.springframework.boot.system.ApplicationTemp;
import org.springframework.util.FileSystemUtils;
import org.sqlite.SQLiteJDBCLoader;

/**
 * SQLite's native library, which the driver unpacks under a new name at each start and deletes only at an orderly exit.
 */
final class SqliteLibrary {

    /** Where the driver unpacks it (its documentation, USAGE.md); {@code java.io.tmpdir} when it is not set. */
    private static final String DIRECTORY = "org.sqlite.tmpdir";

    private SqliteLibrary() {}

    /**
     * Loads it if needed and deletes the file at once: a mapped library does not need it. A process that is killed in between
     * leaves it in a directory that the next start uses, and empties.
     *
     * @throws ConfigurationException when it cannot be loaded
     */
    static synchronized void load() {
        File configured = System.getProperty(DIRECTORY) == null
                ? null
                : Path.of(System.getProperty(DIRECTORY)).toFile();
        File directory = configured == null ? new ApplicationTemp().getDir("sqlite") : configured;
        try {
            System.setProperty(DIRECTORY, directory.getPath());
            SQLiteJDBCLoader.initialize();
        } catch (Exception | LinkageError e) {
            throw StoreStart.refused(
                    "SQLite's native library cannot be loaded from " + directory,
                    "Where that file system is mounted noexec or is full, set -Dorg.sqlite.tmpdir to an existing directory"
                            + " that allows execution. On a platform without a library of its own, use a shared MySQL"
                            + " (tocsin.delivery.store.url).",
                    e);
        } finally {
            if (configured == null) {
                System.clearProperty(DIRECTORY);
                FileSystemUtils.deleteRecursively(directory);
            }
        }
    }
}
