package io.tocsin.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class AuditLogTests {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Caller ALICE = new Caller("alice", "192.0.2.1");

    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    private final MemoryStore store = new MemoryStore();
    private final AuditLog audit = new AuditLog(
            new StaticListableBeanFactory(Map.of("store", store)).getBeanProvider(AuditStore.class),
            new AuditProperties(Duration.ofDays(90)),
            now::get);

    @AfterEach
    void stop() {
        audit.stop();
    }

    /** Keeps entries in memory, unless it fails. */
    private static final class MemoryStore implements AuditStore {

        private final List<AuditEntry> kept = new CopyOnWriteArrayList<>();
        private final AtomicInteger refusals = new AtomicInteger();

        @Override
        public void append(List<AuditEntry> entries) {
            if (refusals.getAndDecrement() > 0) {
                throw new IllegalStateException("the store is down");
            }
            kept.addAll(entries);
        }

        @Override
        public List<AuditEntry> latest(int most) {
            return kept;
        }

        @Override
        public void purge(Instant before, Instant failedBefore) {
            kept.removeIf(entry -> entry.at().isBefore(before));
        }
    }

    @Test
    void a_store_that_is_down_holds_nobody_up_and_gets_everything_later(CapturedOutput output) {
        store.refusals.set(3);
        audit.start();
        audit.note("sign-in", "form", "ok", ALICE);
        audit.note("test", "ops-slack", "ops-slack-1", ALICE);
        assertThat(output).contains("sign-in \"form\" outcome=ok by=\"alice\" from=\"192.0.2.1\"");
        await().atMost(Duration.ofSeconds(60)).until(() -> store.kept.size() == 2);
        assertThat(store.kept).extracting(AuditEntry::action).containsExactly("sign-in", "test");
        assertThat(output).containsOnlyOnce("The store does not accept the audit log");
    }

    @Test
    void what_was_noted_last_is_kept_at_the_end_of_the_process() {
        audit.start();
        audit.note("sign-out", "this session", "ok", ALICE);
        audit.stop();
        assertThat(store.kept).hasSize(1);
    }

    @Test
    void the_same_again_is_noted_once_an_hour() {
        audit.start();
        for (int n = 0; n < 3; n++) {
            audit.noteOnce("log-search", "/logs", "200", ALICE);
            audit.noteOnce("log-search", "/logs", "200", new Caller("bob", "192.0.2.1"));
        }
        now.set(NOW.plus(Duration.ofHours(1)));
        audit.noteOnce("log-search", "/logs", "200", ALICE);
        audit.stop();
        assertThat(store.kept).extracting(AuditEntry::name).containsExactly("alice", "bob", "alice");
    }

    @Test
    void nothing_from_outside_breaks_the_line_or_poses_as_another_field(CapturedOutput output) {
        audit.note("test", "x\n\u001b[31m\u202e", "ok", new Caller("a\" from=1", "10.9.9.9 by=\"bob\"".repeat(100)));
        assertThat(output.getOut())
                .contains("test \"x  [31m \" outcome=ok by=\"a\\\" from=1\" from=\"unparseable\"")
                .doesNotContain("\u001b", "\u202e");
        AuditEntry entry = new AuditEntry(NOW, "🔔".repeat(100), "", "", "y".repeat(201), "");
        assertThat(entry.name()).isEqualTo("🔔".repeat(63) + "…");
        assertThat(entry.subject()).hasSize(200).endsWith("…");
    }
}
