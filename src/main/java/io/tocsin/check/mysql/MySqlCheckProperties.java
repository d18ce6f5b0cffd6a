package io.tocsin.check.mysql;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code tocsin.check.mysql}: the MySQL or MariaDB of {@code spring.datasource}, watched when a url is set there.
 *
 * @param enabled false leaves a configured database unwatched
 * @param metrics false keeps the {@code mysql_*} families away, for a site where mysqld_exporter already gives them
 */
@ConfigurationProperties("tocsin.check.mysql")
record MySqlCheckProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("true") boolean metrics) {}
