package io.tocsin.check.host;

import java.io.IOException;
import java.util.List;

/** Disks, of {@code /proc/diskstats}, as OSHI does not tell the time of reads from that of writes; the columns are those of the kernel's Documentation/admin-guide/iostats.rst. */
final class DiskPart implements HostPart {

    private static final int DEVICE = 2;
    private static final int FIRST = 3;

    /** The kernel counts in units of this size, whatever the disk's own sector size. */
    private static final double SECTOR_BYTES = 512;

    private static final double MILLISECOND = 0.001;

    private static final List<Column> COLUMNS = List.of(
            new Column(0, "node_disk_reads_completed", "Reads completed", 1),
            new Column(2, "node_disk_read_bytes", "Bytes read", SECTOR_BYTES),
            new Column(3, "node_disk_read_time_seconds", "Seconds spent by all reads", MILLISECOND),
            new Column(4, "node_disk_writes_completed", "Writes completed", 1),
            new Column(6, "node_disk_written_bytes", "Bytes written", SECTOR_BYTES),
            new Column(7, "node_disk_write_time_seconds", "Seconds spent by all writes", MILLISECOND),
            new Column(9, "node_disk_io_time_seconds", "Seconds spent doing requests", MILLISECOND),
            new Column(
                    10, "node_disk_io_time_weighted_seconds", "Seconds spent by all requests, weighted", MILLISECOND));

    /**
     * A counter.
     *
     * @param unit what its value is multiplied by
     */
    private record Column(int index, String family, String help, double unit) {

        Figure figure(String device, String value) {
            return Figure.counter(family, help, Double.parseDouble(value) * unit, "device", device);
        }
    }

    private final HostFiles files;
    private final HostProperties.Exclusion excluded;

    DiskPart(HostFiles files, HostProperties properties) {
        this.files = files;
        this.excluded = HostProperties.exclusion(properties.disksExclude());
    }

    @Override
    public String name() {
        return "diskstats";
    }

    @Override
    public void look(HostSample.Builder sample) throws IOException {
        for (String line : files.procLines("diskstats")) {
            String[] fields = line.strip().split(" +", -1);
            if (fields.length <= DEVICE || excluded.leavesOut(fields[DEVICE])) {
                continue;
            }
            COLUMNS.stream()
                    .filter(column -> FIRST + column.index() < fields.length)
                    .forEach(column -> sample.add(column.figure(fields[DEVICE], fields[FIRST + column.index()])));
        }
    }

    /** Adds the known figures of a disk where there are no columns; the time is in milliseconds. */
    static void addKnown(
            HostSample.Builder sample,
            String device,
            long reads,
            long readBytes,
            long writes,
            long writtenBytes,
            long time) {
        sample.add(Figure.counter("node_disk_reads_completed", "Reads completed", (double) reads, "device", device));
        sample.add(Figure.counter("node_disk_read_bytes", "Bytes read", (double) readBytes, "device", device));
        sample.add(Figure.counter("node_disk_writes_completed", "Writes completed", (double) writes, "device", device));
        sample.add(Figure.counter("node_disk_written_bytes", "Bytes written", (double) writtenBytes, "device", device));
        sample.add(Figure.counter(
                "node_disk_io_time_seconds", "Seconds spent doing requests", time * MILLISECOND, "device", device));
    }
}
