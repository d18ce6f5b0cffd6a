package io.tocsin.logs.client;

import io.tocsin.ConfigurationException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cluster's addresses and credentials; from the settings, which may contain credentials in an address. */
record Nodes(List<URI> addresses, @Nullable String authorization) {

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
