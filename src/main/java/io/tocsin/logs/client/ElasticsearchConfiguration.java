package io.tocsin.logs.client;

import co.elastic.clients.json.jackson.Jackson3JsonpMapper;
import co.elastic.clients.transport.rest5_client.low_level.Rest5Client;
import co.elastic.clients.transport.rest5_client.low_level.Rest5ClientBuilder;
import io.tocsin.ConfigurationException;
import io.tocsin.logs.LogFields;
import io.tocsin.logs.LogsProperties;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import tools.jackson.databind.json.JsonMapper;

/** The client of {@code spring.elasticsearch}; without a cluster there is no client and none of its threads. */
@Configuration(proxyBeanMethods = false)
class ElasticsearchConfiguration {

    private static final Logger log = LoggerFactory.getLogger(ElasticsearchConfiguration.class);
    private static final int THREADS = 2;

    ElasticsearchConfiguration(Environment environment) {
        if (!OnElasticsearch.configured(environment)) {
            log.info("Logs are not queried: set spring.elasticsearch.uris to the Elasticsearch that holds them");
        }
    }

    @Bean
    LogFields logFields(LogsProperties properties) {
        try {
            return LogFields.of(properties);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(String.valueOf(e.getMessage()));
        }
    }

    @Bean
    @Conditional(OnElasticsearch.class)
    LogCluster logCluster(
            ElasticsearchProperties properties,
            LogsProperties logs,
            ObjectProvider<SslBundles> bundles,
            JsonMapper json) {
        return new LogCluster(
                client(properties, bundles),
                properties.socketTimeout(),
                new Jackson3JsonpMapper(json),
                logs.compatibility());
    }

    private static Rest5Client client(ElasticsearchProperties properties, ObjectProvider<SslBundles> bundles) {
        Nodes nodes = Nodes.of(properties);
        Rest5ClientBuilder builder = Rest5Client.builder(nodes.addresses().toArray(URI[]::new))
                .setDefaultHeaders(headers(nodes))
                .setHttpClientConfigCallback(http -> http.disableCookieManagement()
                        // Another server at that address could choose what Tocsin calls.
                        .disableRedirectHandling()
                        .setIOReactorConfig(IOReactorConfig.custom()
                                .setIoThreadCount(THREADS)
                                .setSoTimeout((int) properties.socketTimeout().toMillis(), TimeUnit.MILLISECONDS)
                                .build()))
                .setConnectionConfigCallback(connection -> connection.setConnectTimeout(
                        properties.connectionTimeout().toMillis(), TimeUnit.MILLISECONDS))
                .setRequestConfigCallback(request ->
                        request.setResponseTimeout(properties.socketTimeout().toMillis(), TimeUnit.MILLISECONDS));
        if (properties.pathPrefix() != null && !properties.pathPrefix().isBlank()) {
            builder.setPathPrefix(properties.pathPrefix());
        }
        String bundle = properties.restclient().ssl().bundle();
        if (bundle != null && !bundle.isBlank()) {
            try {
                builder.setSSLContext(bundles.getObject().getBundle(bundle).createSslContext());
            } catch (NoSuchSslBundleException e) {
                throw new ConfigurationException("spring.elasticsearch.restclient.ssl.bundle names \"" + bundle
                        + "\", which is not defined under spring.ssl.bundle.");
            }
        }
        return builder.build();
    }

    private static Header[] headers(Nodes nodes) {
        return nodes.authorization() == null
                ? new Header[0]
                : List.of(new BasicHeader("Authorization", nodes.authorization(), true))
                        .toArray(Header[]::new);
    }

    /** The cluster's addresses and credentials; from the settings, which may contain credentials in an address. */
    private record Nodes(List<URI> addresses, @Nullable String authorization) {

        static Nodes of(ElasticsearchProperties properties) {
            List<URI> given = properties.uris().stream()
                    .filter(uri -> !uri.isBlank())
                    .map(Nodes::parsed)
                    .toList();
            String inAddress = given.stream()
                    .map(URI::getUserInfo)
                    .filter(info -> info != null)
                    .findFirst()
                    .orElse(null);
            return new Nodes(given.stream().map(Nodes::withoutUser).toList(), authorization(properties, inAddress));
        }

        private static @Nullable String authorization(ElasticsearchProperties properties, @Nullable String inAddress) {
            String key = properties.apiKey();
            String user = properties.username();
            if (key != null && !key.isBlank()) {
                if (user != null && !user.isBlank()) {
                    throw new ConfigurationException(
                            "Set spring.elasticsearch.api-key or spring.elasticsearch.username, not both.");
                }
                return "ApiKey " + key.strip();
            }
            if (user != null && !user.isBlank()) {
                String password = properties.password();
                return basic(user + ":" + (password == null ? "" : password));
            }
            return inAddress == null ? null : basic(inAddress);
        }

        private static String basic(String userAndPassword) {
            return "Basic " + Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
        }

        /** The message omits the value, which may contain a password. */
        private static URI parsed(String text) {
            try {
                URI uri = new URI(text.strip());
                String scheme = String.valueOf(uri.getScheme());
                if ((scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null) {
                    return uri;
                }
            } catch (URISyntaxException e) {
                // Reported below.
            }
            throw new ConfigurationException(
                    "A value of spring.elasticsearch.uris is no address such as https://elasticsearch.example.com:9200.");
        }

        private static URI withoutUser(URI uri) {
            int port = uri.getPort() < 0 ? 9200 : uri.getPort();
            return URI.create(uri.getScheme() + "://" + uri.getHost() + ":" + port);
        }
    }
}
