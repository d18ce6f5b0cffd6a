package io.tocsin.check.host;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the host is monitored. The defaults of exclusions are those of node_exporter.
 *
 * @param metrics whether the {@code node_*} families are exposed; false where a node_exporter runs
 * @param sustainedFor how long a figure must have been at or above its threshold before the host is DOWN; 0s at once
 * @param cpuPercent CPU usage, over the last minute, from which on the host is DOWN; 0 to 100, 100 is never
 * @param memoryPercent memory usage from which on the host is DOWN; 0 to 100, 100 is never
 * @param diskPercent file system usage from which on the host is DOWN; 0 to 100, 100 is never
 * @param healthMountsExclude a regular expression of mount points that the health ignores, in addition to read-only ones
 * @param mountsExclude a regular expression of mount points that are excluded everywhere
 * @param fsTypesExclude a regular expression of file system types that are excluded everywhere
 * @param disksExclude a regular expression of disks, by device name, that are excluded
 * @param networksExclude a regular expression of network devices that are excluded; empty excludes none
 * @param procPath where the host's {@code /proc} is; when unset {@code /host/proc} if that is there
 * @param sysPath where the host's {@code /sys} is; when unset {@code /host/sys} if that is there
 * @param rootPath where the host's {@code /} is; when unset {@code /host/root} if that is there
 */
@ConfigurationProperties("tocsin.check.host")
record HostProperties(
        @DefaultValue("true") boolean metrics,
        @DefaultValue("1m") Duration sustainedFor,
        @DefaultValue("95") double cpuPercent,
        @DefaultValue("95") double memoryPercent,
        @DefaultValue("95") double diskPercent,
        @DefaultValue("") String healthMountsExclude,

        @DefaultValue("^/(dev|proc|run/credentials/.+|sys|var/lib/docker/.+|var/lib/containers/storage/.+)($|/)")
        String mountsExclude,

        @DefaultValue(
                "^(autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|fusectl|hugetlbfs|iso9660|mqueue|nsfs|"
                        + "overlay|proc|procfs|pstore|rpc_pipefs|securityfs|selinuxfs|squashfs|erofs|sysfs|tracefs)$")
        String fsTypesExclude,

        @DefaultValue("^(z?ram|loop|fd|(h|s|v|xv)d[a-z]|nvme\\d+n\\d+p)\\d+$")
        String disksExclude,

        @DefaultValue("") String networksExclude,
        @Nullable Path procPath,
        @Nullable Path sysPath,
        @Nullable Path rootPath) {

    HostProperties {
        if (sustainedFor.isNegative()) {
            throw new IllegalArgumentException("tocsin.check.host.sustained-for must be 0s or above, such as 1m");
        }
        percent("cpu-percent", cpuPercent);
        percent("memory-percent", memoryPercent);
        percent("disk-percent", diskPercent);
        List.of(healthMountsExclude, mountsExclude, fsTypesExclude, disksExclude, networksExclude)
                .forEach(HostProperties::pattern);
    }

    private static void percent(String property, double value) {
        if (!(value > 0 && value <= 100)) {
            throw new IllegalArgumentException("tocsin.check.host." + property + " must be above 0 and at most 100");
        }
    }

    private static void pattern(String expression) {
        try {
            Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "tocsin.check.host: \"" + expression + "\" is no regular expression: " + e.getDescription(), e);
        }
    }

    /** The exclusion of an expression; an empty one excludes nothing. */
    static Exclusion exclusion(String expression) {
        if (expression.isEmpty()) {
            return name -> false;
        }
        Pattern pattern = Pattern.compile(expression);
        return name -> pattern.matcher(name).find();
    }

    /** Whether a name is excluded. */
    interface Exclusion {
        boolean leavesOut(String name);
    }
}
