package io.tocsin.check.host.filesystem;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.platform.linux.LibC;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Queries the space of a file system; hangs as long as that does. */
public interface SpaceReader {

    /**
     * The space at a mount point.
     *
     * @throws IOException when it cannot be read
     */
    Space of(String mountPoint) throws IOException;

    /**
     * The C library if it can be called, as only that reports the number of files, or else Java's own API. The former needs a
     * temporary directory that allows execution, which a hardened container lacks.
     */
    static SpaceReader best() {
        try {
            SpaceReader reader = SpaceReader::statvfs;
            reader.of("/");
            return reader;
        } catch (LinkageError | IOException e) {
            Logger log = LoggerFactory.getLogger(SpaceReader.class);
            log.info("the C library cannot be called: node_filesystem_files is not exposed", e);
            return SpaceReader::fileStore;
        }
    }

    /** statvfs(3). Names are bytes to the kernel, independent of the locale of this process. */
    interface Statvfs extends Library {

        Statvfs INSTANCE = Native.load("c", Statvfs.class, Map.of(OPTION_STRING_ENCODING, "UTF-8"));

        int statvfs(String path, LibC.Statvfs answer);
    }

    private static Space statvfs(String mountPoint) throws IOException {
        LibC.Statvfs answer = new LibC.Statvfs();
        if (Statvfs.INSTANCE.statvfs(mountPoint, answer) != 0) {
            throw new IOException("statvfs fails");
        }
        double block = unsigned(answer.f_frsize);
        return new Space(
                unsigned(answer.f_blocks) * block,
                unsigned(answer.f_bfree) * block,
                unsigned(answer.f_bavail) * block,
                unsigned(answer.f_files),
                unsigned(answer.f_ffree));
    }

    private static double unsigned(NativeLong value) {
        long bits = value.longValue();
        return bits >= 0 ? (double) bits : Math.scalb(1.0, 64) + bits;
    }

    private static Space fileStore(String mountPoint) throws IOException {
        FileStore store = Files.getFileStore(Path.of(mountPoint));
        return new Space(
                (double) store.getTotalSpace(),
                (double) store.getUnallocatedSpace(),
                (double) store.getUsableSpace(),
                -1,
                -1);
    }
}
