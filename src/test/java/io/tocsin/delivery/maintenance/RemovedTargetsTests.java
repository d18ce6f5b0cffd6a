package io.tocsin.delivery.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.TocsinApplication;
import io.tocsin.delivery.Notifications;
import io.tocsin.delivery.Outbox;
import io.tocsin.delivery.queue.DeliveryQueue;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

@ExtendWith(OutputCaptureExtension.class)
class RemovedTargetsTests {

    @TempDir
    Path folder;

    private ConfigurableApplicationContext start() {
        return SpringApplication.run(
                TocsinApplication.class,
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--tocsin.delivery.store.path=" + folder.resolve("outbox.db"));
    }

    @Test
    void what_waits_for_a_target_that_is_gone_is_told_and_counted_and_parked_in_time(CapturedOutput output)
            throws Exception {
        try (ConfigurableApplicationContext before = start()) {
            before.getBean(DeliveryQueue.class).register(List.of("oncall", "idle"));
            before.getBean(Outbox.class).append(Notifications.notification("a", Instant.now(), "oncall"));
        }
        try (ConfigurableApplicationContext after = start()) {
            assertThat(output).contains("1 deliveries wait for the target oncall, which is no longer configured");
            assertThat(pending(after)).isEqualTo(1);
            assertThat(after.getBean(MeterRegistry.class)
                            .find("tocsin.outbox.pending")
                            .tag("target", "idle")
                            .gauge())
                    .isNull();

            Housekeeping housekeeping = after.getBean(Housekeeping.class);
            housekeeping.purge();
            assertThat(pending(after)).isEqualTo(1);
            age(Duration.ofDays(2));
            housekeeping.purge();
            assertThat(pending(after)).isZero();
            assertThat(after.getBean(OutboxMonitor.class).status().parked()).isEqualTo(1);
        }
    }

    private void age(Duration age) throws Exception {
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("outbox.db"));
                Statement statement = other.createStatement()) {
            statement.execute("UPDATE delivery SET created_at = created_at - " + age.toMillis());
        }
    }

    private static double pending(ConfigurableApplicationContext service) {
        service.getBean(OutboxMonitor.class).look();
        return service.getBean(MeterRegistry.class)
                .get("tocsin.outbox.pending")
                .tag("target", "oncall")
                .gauge()
                .value();
    }
}
