package io.tocsin.check.mysql;

import io.tocsin.check.CheckProperties;
import io.tocsin.check.MonitoredComponent;
import io.tocsin.check.Sampler;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Monitors the database of {@code spring.datasource}; its pool settings there have no effect here. */
@Configuration(proxyBeanMethods = false)
class MySqlConfiguration {

    private static final Logger log = LoggerFactory.getLogger(MySqlConfiguration.class);

    MySqlConfiguration(Environment environment) {
        if (OnMySqlWatched.watched(environment)) {
            log.info("MySQL is monitored");
        } else if (OnMySqlWatched.configured(environment)) {
            log.info("MySQL is not monitored: tocsin.check.mysql.enabled is false");
        } else {
            log.info("MySQL is not monitored: set spring.datasource.url to monitor one");
        }
    }

    @Bean
    MonitoredComponent<MySqlFigures> mySqlWatched(
            ObjectProvider<Sampler<MySqlFigures>> sampler, Environment environment) {
        boolean switchedOff = OnMySqlWatched.configured(environment);
        String setting = switchedOff ? "tocsin.check.mysql.enabled" : "spring.datasource.url";
        return new MonitoredComponent<>("database", 2, sampler.getIfAvailable(), setting, MySqlSummary::summarize);
    }

    @Configuration(proxyBeanMethods = false)
    @Conditional(OnMySqlWatched.class)
    @EnableConfigurationProperties(DataSourceProperties.class)
    static class Watched {

        @Bean
        MySqlConnection watchedDatabase(DataSourceProperties database, CheckProperties properties) {
            return new MySqlConnection(
                    String.valueOf(database.getUrl()),
                    database.getUsername(),
                    database.getPassword(),
                    properties.timeout());
        }

        @Bean
        Sampler<MySqlFigures> mySqlSampler(
                MySqlConnection watchedDatabase, CheckProperties properties, InstantSource clock) {
            return new Sampler<>(new MySqlCheck(watchedDatabase), properties, clock);
        }

        @Bean
        MySqlHealthIndicator databaseHealthIndicator(Sampler<MySqlFigures> mySqlSampler) {
            return new MySqlHealthIndicator(mySqlSampler);
        }

        @Bean
        @ConditionalOnBooleanProperty(name = "tocsin.check.mysql.metrics", matchIfMissing = true)
        MySqlCollector mySqlCollector(Sampler<MySqlFigures> mySqlSampler) {
            return new MySqlCollector(mySqlSampler);
        }
    }
}
