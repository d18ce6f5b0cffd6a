package io.tocsin.logs.client;

import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * {@code spring.elasticsearch}: the cluster that holds the logs, under the names that Spring Boot gives these settings.
 *
 * @param uris its nodes, http or https; no logs are queried while there is none
 * @param username the user name for HTTP basic
 * @param password the password for HTTP basic
 * @param apiKey an API key in its encoded form, instead of a username
 * @param connectionTimeout for opening a connection
 * @param socketTimeout for waiting for data, also bounded by {@code tocsin.logs.timeout}
 * @param pathPrefix in front of every path, for a cluster behind a proxy
 * @param restclient settings of the client
 */
@Validated
@ConfigurationProperties("spring.elasticsearch")
public record ElasticsearchProperties(
        @DefaultValue List<String> uris,
        @Nullable String username,
        @Nullable String password,
        @Nullable String apiKey,
        @DefaultValue("1s") @DurationMin(millis = 50) Duration connectionTimeout,
        @DefaultValue("30s") @DurationMin(millis = 50) Duration socketTimeout,
        @Nullable String pathPrefix,
        @DefaultValue Restclient restclient) {

    /**
     * Settings of the client.
     *
     * @param ssl TLS
     */
    public record Restclient(@DefaultValue Ssl ssl) {}

    /**
     * TLS.
     *
     * @param bundle the SSL bundle with the certificate authority to trust; the system's authorities when unset
     */
    public record Ssl(@Nullable String bundle) {}

    @Override
    public String toString() {
        return "ElasticsearchProperties[" + uris.size() + " uris]";
    }
}
