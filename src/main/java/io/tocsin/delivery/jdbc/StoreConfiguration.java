package io.tocsin.delivery.jdbc;

import io.tocsin.delivery.AppendResult;
import io.tocsin.delivery.DeliveryProperties;
import io.tocsin.delivery.DeliveryQueue;
import io.tocsin.delivery.NewNotification;
import io.tocsin.delivery.Outbox;
import io.tocsin.delivery.OutboxStore;
import io.tocsin.delivery.WorkSignals;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Opens the configured store and puts the outbox on it. */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

    /** Longer than any healthy commit, shorter than Alertmanager's patience. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    @Bean
    Store outboxDatabase(DeliveryProperties properties) {
        String url = properties.store().url();
        return url == null || url.isBlank()
                ? SqliteStore.open(properties.store().path())
                : MySqlStore.open(properties.store(), url);
    }

    /**
     * @param largestBatch writes per commit; only the benchmark lowers it, to measure what sharing a commit is worth
     */
    @Bean
    GroupCommit<NewNotification, Optional<AppendResult>> groupCommit(
            Store store,
            JsonMapper json,
            DeliveryProperties properties,
            InstantSource clock,
            @Value("${tocsin.delivery.store.largest-batch:512}") int largestBatch) {
        JdbcTemplate jdbc = new JdbcTemplate(store.dataSource());
        AppendBatch appender = new AppendBatch(jdbc, json, properties.maxPending());
        TransactionTemplate transaction = new TransactionTemplate(new DataSourceTransactionManager(store.dataSource()));
        return new GroupCommit<>(transaction, store.beforeCommit(), appender, clock, largestBatch);
    }

    @Bean
    StoreWriter storeWriter(GroupCommit<NewNotification, Optional<AppendResult>> groupCommit) {
        return new StoreWriter(groupCommit, PATIENCE);
    }

    @Bean
    Outbox outbox(StoreWriter writer, WorkSignals signals) {
        return new JdbcOutbox(writer, signals);
    }

    @Bean
    DeliveryQueue deliveryQueue(Store store, StoreWriter writer, JsonMapper json) {
        String owner = UUID.randomUUID().toString();
        return new JdbcDeliveryQueue(new JdbcTemplate(store.dataSource()), writer, json, owner, store.alone());
    }

    @Bean
    OutboxStore outboxStore(Store store, StoreWriter writer) {
        return new JdbcOutboxStore(new JdbcTemplate(store.dataSource()), writer, store.kind());
    }
}
