package io.tocsin.delivery.jdbc;

import io.tocsin.delivery.FallbackStore;
import io.tocsin.delivery.HeartbeatStore;
import io.tocsin.delivery.OwnAlertStore;
import io.tocsin.delivery.WorkSignals;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Puts what Tocsin remembers of itself on the open store. */
@Configuration(proxyBeanMethods = false)
class SelfCareStores {

    @Bean
    FallbackStore fallbackStore(Store store, StoreWriter writer, JsonMapper json, WorkSignals signals) {
        return new JdbcFallbackStore(new JdbcTemplate(store.dataSource()), writer, json, signals);
    }

    @Bean
    OwnAlertStore ownAlertStore(Store store, StoreWriter writer, JsonMapper json, WorkSignals signals) {
        return new JdbcOwnAlertStore(new JdbcTemplate(store.dataSource()), writer, json, signals);
    }

    @Bean
    HeartbeatStore heartbeatStore(Store store, StoreWriter writer) {
        return new JdbcHeartbeatStore(new JdbcTemplate(store.dataSource()), writer);
    }
}
