package io.tocsin.check.mysql;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code tocsin.check.mysql}: the MySQL or MariaDB of {@code spring.datasource}, monitored when a url is set there.
 *
 * @param enabled false disables monitoring of a configured database
 * @param metrics false disables the {@code mysql_*} families, for a site where mysqld_exporter already exposes them
 */
@ConfigurationProperties("tocsin.check.mysql")
record MySqlCheckProperties(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("true") boolean metrics) {}
