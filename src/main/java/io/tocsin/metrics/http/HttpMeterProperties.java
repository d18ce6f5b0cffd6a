package io.tocsin.metrics.http;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The meters of HTTP requests.
 *
 * @param serverRequests Whether requests are counted under Spring Boot's names as well, http_server_requests_seconds, for
 *     dashboards of Spring Boot applications.
 */
@ConfigurationProperties("tocsin.metrics.http")
record HttpMeterProperties(@DefaultValue("false") boolean serverRequests) {}
