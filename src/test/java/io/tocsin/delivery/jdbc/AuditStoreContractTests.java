package io.tocsin.delivery.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.audit.AuditEntry;
import io.tocsin.audit.AuditLog;
import io.tocsin.audit.AuditStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** What every store must keep of the audit log. */
abstract class AuditStoreContractTests extends QueueContractTests {

    private static AuditStore audit(Replica replica) {
        return new JdbcAuditStore(new JdbcTemplate(replica.database().dataSource()), replica.writer());
    }

    private static AuditEntry entry(Instant at, String action, String subject) {
        return new AuditEntry(at, "alice", "2001:db8::1", action, subject, "ok");
    }

    @Test
    void the_latest_entries_of_all_replicas_are_found_newest_first() throws Exception {
        AuditEntry first = entry(NOW, "test", "ops-slack 🔔");
        AuditEntry second = entry(NOW, "resend", "x".repeat(200));
        AuditEntry third = entry(NOW.plusSeconds(1), "sign-in", "form");
        audit(one).append(List.of(third, first));
        audit(second()).append(List.of(second));

        assertThat(audit(one).latest(2)).containsExactly(third, second);
        assertThat(audit(one).latest(10)).containsExactly(third, second, first);
    }

    @Test
    void entries_outlive_a_restart() throws Exception {
        AuditEntry entry = entry(NOW, "test", "ops-slack");
        audit(one).append(List.of(entry));
        one.close();
        replicas.remove(one);

        assertThat(audit(replica()).latest(10)).containsExactly(entry);
    }

    @Test
    void old_entries_are_deleted_and_those_that_anybody_can_cause_earlier() {
        AuditEntry young = entry(NOW, AuditLog.SIGN_IN_FAILED, "form");
        AuditEntry older = entry(NOW.minus(Duration.ofDays(8)), "test", "ops-slack");
        audit(one)
                .append(IntStream.range(0, 1_200)
                        .mapToObj(n -> entry(NOW.minus(Duration.ofDays(8)), AuditLog.SIGN_IN_FAILED, "form"))
                        .toList());
        audit(one).append(List.of(entry(NOW.minus(Duration.ofDays(91)), "test", "ops-mail"), older, young));

        audit(one).purge(NOW.minus(Duration.ofDays(90)), NOW.minus(Duration.ofDays(7)));

        assertThat(audit(one).latest(10)).containsExactly(young, older);
    }
}
