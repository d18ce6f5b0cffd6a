package io.tocsin.check.host;

import java.io.IOException;
import java.util.List;

/** Disks, of {@code /proc/diskstats}; the columns are those of the kernel's Documentation/admin-guide/iostats.rst. */
final class DiskPart implements HostPart {

    private static final int DEVICE = 2;
    private static final int FIRST = 3;

    /** The kernel counts in units of this size, whatever the disk's own sector size. */
    private static final double SECTOR_BYTES = 512;

    private static final double MILLISECOND = 0.001;

    /** In the order of the columns; newer kernels have more. */
    private static final List<Column> COLUMNS = List.of(
            new Column("node_disk_reads_completed", "Reads completed", 1),
            new Column("node_disk_reads_merged", "Reads merged", 1),
            new Column("node_disk_read_bytes", "Bytes read", SECTOR_BYTES),
            new Column("node_disk_read_time_seconds", "Seconds spent by all reads", MILLISECOND),
            new Column("node_disk_writes_completed", "Writes completed", 1),
            new Column("node_disk_writes_merged", "Writes merged", 1),
            new Column("node_disk_written_bytes", "Bytes written", SECTOR_BYTES),
            new Column("node_disk_write_time_seconds", "Seconds spent by all writes", MILLISECOND),
            new Column("node_disk_io_now", "Requests in progress", 0),
            new Column("node_disk_io_time_seconds", "Seconds spent doing requests", MILLISECOND),
            new Column("node_disk_io_time_weighted_seconds", "Seconds spent by all requests, weighted", MILLISECOND),
            new Column("node_disk_discards_completed", "Discards completed", 1),
            new Column("node_disk_discards_merged", "Discards merged", 1),
            new Column("node_disk_discarded_sectors", "Sectors discarded", 1),
            new Column("node_disk_discard_time_seconds", "Seconds spent by all discards", MILLISECOND),
            new Column("node_disk_flush_requests", "Flush requests completed", 1),
            new Column("node_disk_flush_requests_time_seconds", "Seconds spent by all flush requests", MILLISECOND));

    /**
     * @param unit what a value is multiplied by; 0 is a gauge
     */
    private record Column(String family, String help, double unit) {

        Figure figure(String device, double value) {
            return unit == 0
                    ? Figure.gauge(family, help, value, "device", device)
                    : Figure.counter(family, help, value * unit, "device", device);
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
            if (fields.length <= FIRST || excluded.leavesOut(fields[DEVICE])) {
                continue;
            }
            int columns = Math.min(COLUMNS.size(), fields.length - FIRST);
            for (int i = 0; i < columns; i++) {
                sample.add(COLUMNS.get(i).figure(fields[DEVICE], Double.parseDouble(fields[FIRST + i])));
            }
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
