package io.tocsin.delivery.jdbc;

import io.tocsin.delivery.maintenance.ReplicaStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One row for each replica. */
record JdbcReplicaStore(JdbcClient jdbc, StoreWriter writer, boolean alone) implements ReplicaStore {

    private static final Duration GONE = Duration.ofMinutes(5);
    private static final Duration STALE = Duration.ofMinutes(3);

    @Override
    public void report(Replica self) {
        if (alone) {
            return;
        }
        long now = self.seenAt().toEpochMilli();
        int unused = writer.write(() -> {
            jdbc.sql("DELETE FROM replica WHERE id = :id OR seen_at < :gone")
                    .param("id", self.id())
                    .param("gone", now - GONE.toMillis())
                    .update();
            return jdbc.sql("""
                            INSERT INTO replica (id, name, configuration, seen_at)
                            VALUES (:id, :name, :configuration, :seenAt)
                            """)
                    .param("id", self.id())
                    .param("name", self.name())
                    .param("configuration", self.configuration())
                    .param("seenAt", now)
                    .update();
        });
    }

    @Override
    public List<Replica> replicas(Instant now) {
        return jdbc.sql("""
                        SELECT id, name, configuration, seen_at FROM replica WHERE seen_at >= :since ORDER BY name, id
                        """)
                .param("since", now.minus(STALE).toEpochMilli())
                .query((row, n) -> new Replica(
                        row.getString("id"),
                        row.getString("name"),
                        row.getString("configuration"),
                        Instant.ofEpochMilli(row.getLong("seen_at"))))
                .list();
    }
}
