package io.tocsin.check.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.check.host.filesystem.Space;
import io.tocsin.check.host.filesystem.SpaceReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSystemPartTests {

    private static final Space SPACE = new Space(1000, 300, 200, 50, 40);
    private static final HostProperties DEFAULTS = HostFixture.properties(Map.of());

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HostFixture host;

    @BeforeEach
    void prepare() {
        host = new HostFixture(folder).proc("1/mountinfo", """
                22 27 0:21 / /proc rw,relatime - proc proc rw
                27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard
                30 27 0:27 / /data ro,relatime - xfs /dev/vdb rw
                31 27 0:28 / /nfs rw,relatime - nfs4 server:/export rw
                32 27 0:29 / /var/lib/docker/overlay2/x/merged rw - ext4 /dev/vdc rw
                33 27 0:30 / /layers rw,relatime - overlay overlay rw
                """);
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private FileSystemPart part(SpaceReader reader) {
        return new FileSystemPart(host.files, DEFAULTS, threads, reader);
    }

    @Test
    void file_systems_are_asked_below_the_hosts_root() throws Exception {
        String root = host.files.root().toString();
        assertThat(HostFixture.lines(part(place -> {
                    if (!place.startsWith(root)) {
                        throw new IOException("another host's");
                    }
                    return SPACE;
                })))
                .contains(
                        "node_filesystem_size_bytes{device=\"/dev/vda\",device_error=\"\",fstype=\"ext4\",mountpoint=\"/\"} 1000.0",
                        "node_filesystem_free_bytes{device=\"/dev/vda\",device_error=\"\",fstype=\"ext4\",mountpoint=\"/\"} 300.0",
                        "node_filesystem_avail_bytes{device=\"/dev/vda\",device_error=\"\",fstype=\"ext4\",mountpoint=\"/\"} 200.0",
                        "node_filesystem_files{device=\"/dev/vda\",device_error=\"\",fstype=\"ext4\",mountpoint=\"/\"} 50.0",
                        "node_filesystem_readonly{device=\"/dev/vdb\",device_error=\"\",fstype=\"xfs\",mountpoint=\"/data\"} 1.0",
                        "node_filesystem_device_error{device=\"server:/export\",device_error=\"\",fstype=\"nfs4\",mountpoint=\"/nfs\"} 0.0")
                .noneMatch(line -> line.contains("proc\"") || line.contains("docker") || line.contains("overlay"));
    }

    @Test
    void one_that_hangs_stops_no_other_and_is_not_asked_again_until_it_answers() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        FileSystemPart part = part(place -> {
            if (place.endsWith("/nfs")) {
                asked.incrementAndGet();
                awaitQuietly(hangs);
            }
            return SPACE;
        });
        for (int i = 0; i < 2; i++) {
            assertThat(HostFixture.lines(part))
                    .contains(
                            "node_filesystem_device_error{device=\"server:/export\",device_error=\"timeout\",fstype=\"nfs4\",mountpoint=\"/nfs\"} 1.0",
                            "node_filesystem_size_bytes{device=\"/dev/vdb\",device_error=\"\",fstype=\"xfs\",mountpoint=\"/data\"} 1000.0")
                    .noneMatch(line -> line.startsWith("node_filesystem_size_bytes{device=\"server"));
        }
        assertThat(asked).hasValue(1);
        hangs.countDown();
        await().untilAsserted(() -> assertThat(HostFixture.lines(part))
                .anyMatch(line -> line.startsWith("node_filesystem_size_bytes{device=\"server")));
    }

    private static void awaitQuietly(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void one_that_fails_says_so() throws Exception {
        assertThat(HostFixture.lines(part(place -> {
                    throw new IOException("stale");
                })))
                .contains(
                        "node_filesystem_device_error{device=\"/dev/vda\",device_error=\"error\",fstype=\"ext4\",mountpoint=\"/\"} 1.0")
                .noneMatch(line -> line.startsWith("node_filesystem_size_bytes"));
    }

    @Test
    void use_is_shown_as_df_shows_it() {
        assertThat(SPACE.usedPercent()).isEqualTo(100 * 700 / 900.0);
        assertThat(new Space(0, 0, 0, 0, 0).usedPercent()).isZero();
    }

    /** As systemd and cron start it. The shell makes the folder, since this JVM may not be able to name it either. */
    @Test
    void a_name_outside_ascii_is_found_without_a_locale() throws Exception {
        run("sh", "-c", "mkdir \"$1/$(printf '\\346\\225\\260')\"", "sh", folder.toString());
        assertThat(run(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Asking.class.getName(),
                        folder.toString()))
                .isEqualTo("found");
    }

    /** Says whether the file system of a folder with a Chinese name has a size. */
    static final class Asking {

        public static void main(String[] arguments) throws IOException {
            System.out.print(SpaceReader.best().of(arguments[0] + "/\u6570").size() > 0 ? "found" : "none");
        }
    }

    private static String run(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().remove("LANG");
        builder.environment().put("LC_ALL", "C");
        return new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void both_ways_of_asking_agree() throws Exception {
        Space space = SpaceReader.best().of(folder.toString());
        assertThat(space.size()).isEqualTo((double) folder.toFile().getTotalSpace());
        assertThat(space.size()).isGreaterThan(space.free());
        assertThat(space.free()).isGreaterThanOrEqualTo(space.available());
    }
}
