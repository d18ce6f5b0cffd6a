package io.tocsin.check.host;

import io.tocsin.check.host.HostSample.MountUse;
import io.tocsin.check.host.filesystem.Mount;
import io.tocsin.check.host.filesystem.Space;
import io.tocsin.check.host.filesystem.SpaceReader;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * File systems, of {@code mountinfo} as the host's first process sees it.
 *
 * Each is queried on a thread of its own: one that hangs, such as a network file system whose server is gone, is not queried
 * again until it answers, shows {@code node_filesystem_device_error}, and blocks nothing else.
 */
final class FileSystemPart implements HostPart {

    /** The time limit for all of them together. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final HostFiles files;
    private final HostProperties.Exclusion mountsExcluded;
    private final HostProperties.Exclusion typesExcluded;
    private final ExecutorService threads;
    private final Map<String, Future<Space>> asked = new ConcurrentHashMap<>();
    private @Nullable SpaceReader reader;

    FileSystemPart(HostFiles files, HostProperties properties, ExecutorService threads) {
        this.files = files;
        this.mountsExcluded = HostProperties.exclusion(properties.mountsExclude());
        this.typesExcluded = HostProperties.exclusion(properties.fsTypesExclude());
        this.threads = threads;
    }

    /** With a reader of its own. */
    FileSystemPart(HostFiles files, HostProperties properties, ExecutorService threads, SpaceReader reader) {
        this(files, properties, threads);
        this.reader = reader;
    }

    @Override
    public String name() {
        return "filesystem";
    }

    @Override
    public void look(HostSample.Builder sample) throws IOException {
        SpaceReader spaces = reader == null ? SpaceReader.best() : reader;
        reader = spaces;
        // A later mount hides an earlier one at the same mount point.
        Map<String, Mount> mounts = new LinkedHashMap<>();
        files.hostViewLines("mountinfo").stream()
                .flatMap(line -> Mount.parse(line).stream())
                .filter(mount -> !mountsExcluded.leavesOut(mount.mountPoint()))
                .forEach(mount -> mounts.put(mount.mountPoint(), mount));
        mounts.values().removeIf(mount -> typesExcluded.leavesOut(mount.fsType()));
        asked.entrySet().removeIf(before -> before.getValue().isDone() && !mounts.containsKey(before.getKey()));
        for (String mountPoint : mounts.keySet()) {
            asked.computeIfAbsent(mountPoint, added -> threads.submit(() -> spaces.of(place(added))));
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (Mount mount : mounts.values()) {
            add(sample, mount, end);
        }
    }

    /** Where this process finds the host's mount point. */
    private String place(String mountPoint) {
        return files.foreign() ? files.root() + mountPoint : mountPoint;
    }

    private void add(HostSample.Builder sample, Mount mount, long end) {
        Future<Space> answer = asked.get(mount.mountPoint());
        try {
            Space space =
                    answer == null ? null : answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            asked.remove(mount.mountPoint());
            if (space != null) {
                add(sample, mount, space);
            }
        } catch (TimeoutException e) {
            // It remains among the pending ones, so that it is not queried again before it answers.
            addError(sample, mount, "timeout");
        } catch (ExecutionException e) {
            asked.remove(mount.mountPoint());
            addError(sample, mount, "error");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Adds the figures of a file system that answers. */
    static void add(HostSample.Builder sample, Mount mount, Space space) {
        String[] labels = mount.labels("");
        sample.add(Figure.gauge("node_filesystem_size_bytes", "Size of the file system", space.size(), labels));
        sample.add(Figure.gauge("node_filesystem_free_bytes", "Free, with what is root's", space.free(), labels));
        sample.add(Figure.gauge("node_filesystem_avail_bytes", "Free for ordinary users", space.available(), labels));
        if (space.files() >= 0) {
            sample.add(Figure.gauge("node_filesystem_files", "Files that it can hold", space.files(), labels));
            sample.add(Figure.gauge("node_filesystem_files_free", "Files that are free", space.filesFree(), labels));
        }
        sample.add(readOnly(mount, labels));
        sample.add(Figure.gauge("node_filesystem_device_error", "Whether it gives no figures", 0, labels));
        if (space.size() > 0) {
            sample.add(new MountUse(mount.mountPoint(), mount.readOnly(), space.usedPercent()));
        }
    }

    private static void addError(HostSample.Builder sample, Mount mount, String error) {
        String[] labels = mount.labels(error);
        sample.add(readOnly(mount, labels));
        sample.add(Figure.gauge("node_filesystem_device_error", "Whether it gives no figures", 1, labels));
    }

    private static Figure readOnly(Mount mount, String[] labels) {
        return Figure.gauge("node_filesystem_readonly", "Whether it is read-only", mount.readOnly() ? 1 : 0, labels);
    }
}
