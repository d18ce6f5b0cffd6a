package io.tocsin.delivery.jdbc;

import io.tocsin.delivery.AppendResult;
import io.tocsin.delivery.Outbox;
import io.tocsin.delivery.StoreLimit;
import io.tocsin.delivery.history.Ledger;
import io.tocsin.delivery.jdbc.store.GroupCommit;
import io.tocsin.delivery.jdbc.store.Store;
import io.tocsin.delivery.jdbc.store.StoreSize;
import io.tocsin.delivery.maintenance.OutboxStore;
import io.tocsin.delivery.queue.DeliveryQueue;
import io.tocsin.delivery.queue.DigestQueue;
import io.tocsin.delivery.resend.Resends;
import io.tocsin.delivery.worker.WorkerWakeups;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

/** All of the outbox on an open store, as one replica has it. */
record Replica(
        Store database,
        GroupCommit<WrittenNotification, Optional<AppendResult>> commits,
        StoreWriter writer,
        Outbox outbox,
        DeliveryQueue queue,
        DigestQueue digests,
        OutboxStore store,
        Ledger ledger,
        Resends resends)
        implements AutoCloseable {

    /** The least that may be configured. */
    static final StoreLimit LIMIT = new StoreLimit(DataSize.ofMegabytes(10), DataSize.ofMegabytes(1));

    static Replica on(Store database, InstantSource clock, long maxPending) {
        return on(database, clock, maxPending, LIMIT);
    }

    static Replica on(Store database, InstantSource clock, long maxPending, StoreLimit limit) {
        return on(database, clock, maxPending, limit, database::verifyInPlace);
    }

    static Replica on(Store database, InstantSource clock, long maxPending, StoreLimit limit, Runnable beforeCommit) {
        JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());
        JsonMapper json = JsonMapper.builder().build();
        var transaction = new TransactionTemplate(new JdbcTransactionManager(database.dataSource()));
        AppendBatch appender = new AppendBatch(jdbc, maxPending);
        var commits = new GroupCommit<>("writer", transaction, beforeCommit, appender, clock, 512);
        var records = database.alone()
                ? commits
                : new GroupCommit<>("records", transaction, beforeCommit, appender, clock, 512);
        StoreWriter writer = new StoreWriter(commits, records, Duration.ofSeconds(30));
        StoreSize size = new StoreSize(database, limit);
        String owner = UUID.randomUUID().toString();
        return new Replica(
                database,
                commits,
                writer,
                new JdbcOutbox(database, writer, json, new WorkerWakeups(), size),
                new JdbcDeliveryQueue(jdbc, writer, json, owner, database.alone()),
                new JdbcDigestQueue(jdbc, writer, json),
                new JdbcOutboxStore(database, writer, size),
                new Ledger(JdbcClient.create(jdbc), json),
                new JdbcResends(jdbc, writer, new WorkerWakeups(), maxPending));
    }

    @Override
    public void close() {
        commits.close();
        writer.records().close();
        database.close();
    }
}
