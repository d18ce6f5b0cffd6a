package io.tocsin.check.host.filesystem;

import java.util.List;
import java.util.Optional;

/**
 * One line of a {@code mountinfo} file (proc_pid_mountinfo(5)).
 *
 * @param device what is mounted
 * @param mountPoint where, from the host's root
 * @param fsType the type of the file system
 * @param readOnly whether the mount or the file system itself is read-only
 */
public record Mount(String device, String mountPoint, String fsType, boolean readOnly) {

    private static final int MOUNT_POINT = 4;
    private static final int OPTIONS = 5;

    /** The mount of a line; empty when the line is none. */
    public static Optional<Mount> parse(String line) {
        String[] fields = line.split(" ", -1);
        int dash = List.of(fields)
                .subList(Math.min(fields.length, OPTIONS + 1), fields.length)
                .indexOf("-");
        int rest = OPTIONS + 1 + dash + 1;
        if (dash < 0 || fields.length < rest + 2) {
            return Optional.empty();
        }
        boolean readOnly = readOnly(fields[OPTIONS]) || (fields.length > rest + 2 && readOnly(fields[rest + 2]));
        return Optional.of(
                new Mount(unescaped(fields[rest + 1]), unescaped(fields[MOUNT_POINT]), fields[rest], readOnly));
    }

    private static boolean readOnly(String options) {
        return List.of(options.split(",", -1)).contains("ro");
    }

    /** Space, tab, line feed and backslash are written as octal. */
    private static String unescaped(String field) {
        return field.replace("\\040", " ")
                .replace("\\011", "\t")
                .replace("\\012", "\n")
                .replace("\\134", "\\");
    }

    /** The labels of all its metrics. */
    public String[] labels(String error) {
        return new String[] {"device", device, "mountpoint", mountPoint, "fstype", fsType, "device_error", error};
    }
}
