package io.tocsin.delivery.jdbc;

import io.tocsin.delivery.HeartbeatStore;
import io.tocsin.delivery.fallback.FallbackStore;
import io.tocsin.delivery.jdbc.store.Store;
import io.tocsin.delivery.selfalert.SelfAlertStore;
import io.tocsin.delivery.worker.WorkerWakeups;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Creates the stores of self-alerts on the open store. */
@Configuration(proxyBeanMethods = false)
class SelfAlertStores {

    @Bean
    FallbackStore fallbackStore(Store store, StoreWriter writer, JsonMapper json, WorkerWakeups signals) {
        return new JdbcFallbackStore(new JdbcTemplate(store.dataSource()), writer, json, signals);
    }

    @Bean
    SelfAlertStore ownAlertStore(Store store, StoreWriter writer, JsonMapper json, WorkerWakeups signals) {
        return new JdbcSelfAlertStore(new JdbcTemplate(store.dataSource()), writer, json, signals);
    }

    @Bean
    HeartbeatStore heartbeatStore(Store store, StoreWriter writer) {
        return new JdbcHeartbeatStore(new JdbcTemplate(store.dataSource()), writer);
    }
}
