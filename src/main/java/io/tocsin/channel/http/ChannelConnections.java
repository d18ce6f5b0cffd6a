package io.tocsin.channel.http;

import io.tocsin.Reloadable;
import io.tocsin.channel.ChannelType;
import io.tocsin.channel.config.TargetSettings;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriUtils;

/** The HTTP clients of targets, one for each proxy and SSL bundle. */
@Component
public final class ChannelConnections implements Reloadable<ChannelConnections> {

    private static final String NONE = "none";
    private static final String PROXY_FORM =
            "write it as http://proxy.example.com:3128, with user:password@ before the host"
                    + " if the proxy asks for them, or as none";

    private final ConnectionSettings common;
    private final SslBundles bundles;
    private final Map<Key, ChannelHttp> clients = new ConcurrentHashMap<>();
    private volatile ChannelHttp shared;

    private record Key(String bundle, String proxy) {}

    /**
     * @throws io.tocsin.ConfigurationException when the common settings are invalid
     */
    ChannelConnections(ConnectionProperties common, SslBundles bundles) {
        this.common = common;
        this.bundles = bundles;
        this.shared = of(new TargetSettings("tocsin.channel"), common);
    }

    /** As all targets connect that have no settings of their own; asked for each request, since a reload changes it. */
    public ChannelHttp common() {
        return shared;
    }

    /** The targets of a reload have connections of their own; this is for what is not a target. */
    @Override
    public void replaceBy(ChannelConnections other) {
        shared = other.shared;
    }

    /**
     * As this target connects.
     *
     * @throws io.tocsin.ConfigurationException when its settings are invalid
     */
    public ChannelHttp of(ChannelType channel, String target, ConnectionSettings own) {
        return of(TargetSettings.of(channel, target), own);
    }

    private ChannelHttp of(TargetSettings settings, ConnectionSettings own) {
        Key key = new Key(firstSet(own.sslBundle(), common.sslBundle()), firstSet(own.proxy(), common.proxy()));
        return clients.computeIfAbsent(key, unknown -> client(settings, key));
    }

    private static String firstSet(@Nullable String own, @Nullable String common) {
        String text = own == null || own.isBlank() ? Objects.requireNonNullElse(common, "") : own;
        return text.strip();
    }

    private ChannelHttp client(TargetSettings settings, Key key) {
        HttpClient.Builder client = ChannelHttp.builder();
        if (!key.bundle().isEmpty() && !key.bundle().equals(NONE)) {
            addCertificates(client, settings, key.bundle());
        }
        String authorization = null;
        if (key.proxy().equals(NONE)) {
            client.proxy(HttpClient.Builder.NO_PROXY);
        } else if (!key.proxy().isEmpty()) {
            URI proxy = proxy(settings, key.proxy());
            client.proxy(ProxySelector.of(InetSocketAddress.createUnresolved(proxy.getHost(), proxy.getPort())));
            authorization = authorization(settings, proxy.getRawUserInfo());
        }
        return new ChannelHttp(client.build(), authorization);
    }

    private void addCertificates(HttpClient.Builder client, TargetSettings settings, String name) {
        try {
            SslBundle bundle = bundles.getBundle(name);
            client.sslContext(bundle.createSslContext());
            client.sslParameters(new SSLParameters(
                    bundle.getOptions().getCiphers(), bundle.getOptions().getEnabledProtocols()));
        } catch (NoSuchSslBundleException unknown) {
            throw settings.wrong("ssl-bundle", "'" + name + "' is not configured: add spring.ssl.bundle.pem." + name);
        } catch (RuntimeException unusable) {
            // Its message may show a key that stands in the configuration itself.
            throw settings.wrong(
                    "ssl-bundle",
                    "'" + name
                            + "' cannot be loaded: correct its files, formats and passwords under spring.ssl.bundle");
        }
    }

    private static URI proxy(TargetSettings settings, String text) {
        URI url = settings.httpUrl("proxy", text, PROXY_FORM);
        boolean bare = (url.getRawPath() + Objects.requireNonNullElse(url.getRawQuery(), "")).matches("/?");
        if (!"http".equals(url.getScheme()) || url.getPort() < 0 || !bare) {
            throw settings.wrong("proxy", PROXY_FORM);
        }
        return url;
    }

    /** Sent with the first request, so that no provider's 401 is taken for a question of the client. */
    private static @Nullable String authorization(TargetSettings settings, @Nullable String userInfo) {
        if (userInfo == null) {
            return null;
        }
        String[] parts = userInfo.split(":", 2);
        if (parts.length < 2) {
            throw settings.wrong("proxy", PROXY_FORM);
        }
        String user = UriUtils.decode(parts[0], StandardCharsets.UTF_8);
        String password = UriUtils.decode(parts[1], StandardCharsets.UTF_8);
        return settings.read(
                "proxy", () -> "Basic " + HttpHeaders.encodeBasicAuth(user, password, StandardCharsets.UTF_8));
    }
}
