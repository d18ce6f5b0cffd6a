package io.tocsin.delivery.jdbc;

import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.tocsin.KeptOnReload;
import io.tocsin.audit.AuditStore;
import io.tocsin.channel.ThreadStore;
import io.tocsin.delivery.AlertGroupProperties;
import io.tocsin.delivery.AppendResult;
import io.tocsin.delivery.DeliveryProperties;
import io.tocsin.delivery.Outbox;
import io.tocsin.delivery.Periodic;
import io.tocsin.delivery.StoreLimit;
import io.tocsin.delivery.history.AlertGroups;
import io.tocsin.delivery.history.Ledger;
import io.tocsin.delivery.jdbc.store.GroupCommit;
import io.tocsin.delivery.jdbc.store.MySqlStore;
import io.tocsin.delivery.jdbc.store.SqliteCheckpoints;
import io.tocsin.delivery.jdbc.store.SqliteStore;
import io.tocsin.delivery.jdbc.store.Store;
import io.tocsin.delivery.jdbc.store.StoreSize;
import io.tocsin.delivery.maintenance.OutboxStore;
import io.tocsin.delivery.maintenance.ReplicaStore;
import io.tocsin.delivery.queue.DeliveryQueue;
import io.tocsin.delivery.queue.DigestQueue;
import io.tocsin.delivery.resend.RemovedQueues;
import io.tocsin.delivery.resend.Resends;
import io.tocsin.delivery.worker.WorkerWakeups;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Opens the configured store and creates the outbox on it. */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

    /** Longer than any healthy commit, shorter than Alertmanager's time limit. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final Duration CHECKPOINTS = Duration.ofMillis(500);

    @Bean
    Store outboxDatabase(DeliveryProperties properties) {
        String url = properties.store().url();
        return url == null || url.isBlank()
                ? SqliteStore.open(properties.store().path())
                : MySqlStore.open(properties.store(), url);
    }

    /** Boot binds the pools that are beans; this one is not, so that it is not mistaken for the monitored database. */
    @Bean
    MeterBinder outboxPoolMeters(Store store) {
        return registry -> store.dataSource().setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(registry));
    }

    @Bean
    GroupCommit<WrittenNotification, Optional<AppendResult>> groupCommit(
            Store store, DeliveryProperties properties, InstantSource clock) {
        return groupCommit("outbox-writer", store, properties, clock);
    }

    /** On a shared store a second one, because there a record of a delivery need not wait for the appends of all replicas. */
    @Bean
    GroupCommit<WrittenNotification, Optional<AppendResult>> recordCommit(
            Store store,
            DeliveryProperties properties,
            InstantSource clock,
            @Qualifier("groupCommit") GroupCommit<WrittenNotification, Optional<AppendResult>> groupCommit) {
        return store.alone() ? groupCommit : groupCommit("outbox-records", store, properties, clock);
    }

    private static GroupCommit<WrittenNotification, Optional<AppendResult>> groupCommit(
            String name, Store store, DeliveryProperties properties, InstantSource clock) {
        JdbcTemplate jdbc = new JdbcTemplate(store.dataSource());
        AppendBatch appender = new AppendBatch(jdbc, properties.maxPending());
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(store.dataSource()));
        int largestBatch = properties.store().largestBatch();
        return new GroupCommit<>(name, transaction, store::verifyInPlace, appender, clock, largestBatch);
    }

    /** MySQL does this by itself. */
    @Bean
    Periodic checkpoints(
            Store store,
            @Qualifier("groupCommit") GroupCommit<WrittenNotification, Optional<AppendResult>> groupCommit) {
        Runnable work = store.alone()
                ? new SqliteCheckpoints(new JdbcTemplate(store.dataSource()), groupCommit::lastCommit)
                : () -> {};
        return new Periodic("outbox-checkpoints", CHECKPOINTS, work);
    }

    @Bean
    StoreWriter storeWriter(
            @Qualifier("groupCommit") GroupCommit<WrittenNotification, Optional<AppendResult>> groupCommit,
            @Qualifier("recordCommit") GroupCommit<WrittenNotification, Optional<AppendResult>> recordCommit) {
        return new StoreWriter(groupCommit, recordCommit, PATIENCE);
    }

    @Bean
    StoreSize storeSize(Store store, StoreLimit limit) {
        return new StoreSize(store, limit);
    }

    @Bean
    Outbox outbox(Store store, StoreWriter writer, JsonMapper json, WorkerWakeups signals, StoreSize size) {
        return new JdbcOutbox(store, writer, json, signals, size);
    }

    @Bean
    DeliveryQueue deliveryQueue(Store store, StoreWriter writer, JsonMapper json) {
        String owner = UUID.randomUUID().toString();
        return new JdbcDeliveryQueue(new JdbcTemplate(store.dataSource()), writer, json, owner, store.alone());
    }

    @Bean
    DigestQueue digestQueue(Store store, StoreWriter writer, JsonMapper json) {
        return new JdbcDigestQueue(new JdbcTemplate(store.dataSource()), writer, json);
    }

    @Bean
    OutboxStore outboxStore(Store store, StoreWriter writer, StoreSize size) {
        return new JdbcOutboxStore(store, writer, size);
    }

    @Bean
    Ledger ledger(Store store, JsonMapper json) {
        return new Ledger(JdbcClient.create(store.dataSource()), json);
    }

    @Bean
    AlertGroups alertGroups(Store store, JsonMapper json, InstantSource clock, AlertGroupProperties properties) {
        return new AlertGroups(JdbcClient.create(store.dataSource()), json, clock, properties.staleAfter());
    }

    @Bean
    Resends resends(Store store, StoreWriter writer, WorkerWakeups signals, DeliveryProperties properties) {
        return new JdbcResends(new JdbcTemplate(store.dataSource()), writer, signals, properties.maxPending());
    }

    @Bean
    ReplicaStore replicaStore(Store store, StoreWriter writer) {
        return new JdbcReplicaStore(JdbcClient.create(store.dataSource()), writer, store.alone());
    }

    @Bean
    RemovedQueues removedQueues(Store store, StoreWriter writer, WorkerWakeups signals, DeliveryProperties properties) {
        return new JdbcRemovedQueues(new JdbcTemplate(store.dataSource()), writer, signals, properties.maxPending());
    }

    @Bean
    AuditStore auditStore(Store store, StoreWriter writer) {
        return new JdbcAuditStore(new JdbcTemplate(store.dataSource()), writer);
    }

    @KeptOnReload
    @Bean
    ThreadStore threadStore(Store store, StoreWriter writer, InstantSource clock) {
        return new JdbcThreadStore(new JdbcTemplate(store.dataSource()), writer, clock);
    }
}
