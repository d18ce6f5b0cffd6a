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

/** Asks how full a file system is; hangs as long as that does. */
public interface SpaceReader {

    /**
     * The room below a mount point.
     *
     * @throws IOException when it cannot be told
     */
    Space of(String mountPoint) throws IOException;

    /**
     * The C library where it can be called, for only that knows the number of files, or else Java's own way. The former takes a
     * temporary directory that programs may be run from, which a hardened container has not.
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

    /** statvfs(3). Names are bytes to the kernel: the locale of this process has no say in them. */
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
