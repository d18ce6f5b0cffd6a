package io.tocsin.delivery.jdbc;

import io.tocsin.audit.AuditEntry;
import io.tocsin.audit.AuditLog;
import io.tocsin.audit.AuditStore;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Keeps the audit log beside the outbox: it is equally durable, and shared by all replicas. */
final class JdbcAuditStore implements AuditStore {

    /** Rows deleted in one transaction; webhooks wait meanwhile. */
    private static final int STEP = 500;

    private final JdbcTemplate jdbc;
    private final StoreWriter writer;

    JdbcAuditStore(JdbcTemplate jdbc, StoreWriter writer) {
        this.jdbc = jdbc;
        this.writer = writer;
    }

    @Override
    public void append(List<AuditEntry> entries) {
        int unusedRows = writer.write(() -> {
            entries.forEach(entry -> jdbc.update(
                    "INSERT INTO audit_entry (noted_at, name, address, action, subject, outcome) VALUES (?, ?, ?, ?, ?, ?)",
                    entry.at().toEpochMilli(),
                    entry.name(),
                    entry.address(),
                    entry.action(),
                    entry.subject(),
                    entry.outcome()));
            return entries.size();
        });
    }

    @Override
    public List<AuditEntry> latest(int most) {
        return jdbc.query(
                "SELECT noted_at, name, address, action, subject, outcome FROM audit_entry"
                        + " ORDER BY noted_at DESC, id DESC LIMIT ?",
                (row, n) -> new AuditEntry(
                        Instant.ofEpochMilli(row.getLong(1)),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6)),
                most);
    }

    @Override
    public void purge(Instant before, Instant failedBefore) {
        List<Long> old;
        do {
            old = jdbc.queryForList(
                    "SELECT id FROM audit_entry WHERE noted_at < ? OR (noted_at < ? AND action = ?) LIMIT ?",
                    Long.class,
                    before.toEpochMilli(),
                    failedBefore.toEpochMilli(),
                    AuditLog.SIGN_IN_FAILED,
                    STEP);
            List<Object[]> ids = old.stream().map(id -> new Object[] {id}).toList();
            if (!ids.isEmpty()) {
                int[] unusedRows = writer.write(() -> jdbc.batchUpdate("DELETE FROM audit_entry WHERE id = ?", ids));
            }
        } while (old.size() == STEP);
    }
}
