package io.tocsin.channel.webhook;

import io.tocsin.channel.ChannelType;
import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.Target;
import io.tocsin.channel.TargetDetails;
import io.tocsin.channel.TargetSource;
import io.tocsin.channel.config.SharedAddresses;
import io.tocsin.channel.config.TargetSettings;
import io.tocsin.channel.http.ChannelHttp;
import io.tocsin.channel.http.Redaction;
import io.tocsin.channel.http.WebhookNotifier;
import io.tocsin.channel.render.RenderFailures;
import io.tocsin.channel.render.RenderLimit;
import io.tocsin.channel.template.BodyTemplate;
import io.tocsin.channel.webhook.WebhookProperties.Format;
import io.tocsin.channel.webhook.WebhookProperties.Rule;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.util.unit.DataSize;

/** Contributes the configured webhook targets. */
@Configuration(proxyBeanMethods = false)
class WebhookTargetConfiguration {

    private static final String WHERE_TO_FIND = "set it to the address that the receiver names";
    /** Headers of a connection or of the client (RFC 9110, section 7.6.1), and those that Tocsin sets itself. */
    private static final Set<String> RESERVED = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "idempotency-key",
            "x-tocsin-timestamp",
            "x-tocsin-signature");

    private static final Rule REFUSED = new Rule(List.of(400, 422), "", List.of());

    /** The parts of one target beside its own settings. */
    record Means(
            ChannelHttp http,
            RenderLimit time,
            RenderFailures renderFailures,
            SslBundles bundles,
            InstantSource clock) {}

    @Bean
    TargetSource webhookTargets(
            WebhookProperties properties,
            ChannelHttp http,
            RenderLimit time,
            RenderFailures renderFailures,
            SslBundles bundles,
            InstantSource clock) {
        Means means = new Means(http, time, renderFailures, bundles, clock);
        Map<String, String> addresses = new HashMap<>();
        properties
                .webhook()
                .forEach((name, target) -> addresses.put(
                        name, Objects.requireNonNullElse(target.url(), "").strip()));
        SharedAddresses.warn(ChannelType.WEBHOOK, addresses);
        List<Target> targets = properties.webhook().entrySet().stream()
                .map(entry -> target(entry.getKey(), entry.getValue(), means))
                .toList();
        return () -> targets;
    }

    static Target target(String name, WebhookProperties.Target target, Means means) {
        TargetSettings settings = TargetSettings.of(ChannelType.WEBHOOK, name);
        URI url = settings.httpUrl("url", target.url(), WHERE_TO_FIND);
        MessageStyle style = settings.style(target.locale(), target.timeZone());
        int maxBytes = maxBytes(target.maxSize(), settings);
        Placeholders placeholders = new Placeholders(template(target.body(), settings), target.secrets(), settings);
        Map<String, String> headers = headers(target, settings);
        String hmacSecret = Objects.requireNonNullElse(target.hmacSecret(), "").strip();
        ConfiguredWebhook protocol = new ConfiguredWebhook(
                target.method(),
                url,
                headers,
                hmacSecret,
                means.clock(),
                body(name, target, placeholders, style, maxBytes, settings, means),
                placeholders,
                target.digests(),
                new AnswerRules(
                        AnswerRules.Match.of(target.throttledWhen(), "throttled-when", settings),
                        AnswerRules.Match.of(
                                Objects.requireNonNullElse(target.refusedWhen(), REFUSED), "refused-when", settings),
                        AnswerRules.Match.of(target.success(), "success", settings)));
        List<String> secrets = new ArrayList<>(headers.values());
        // "Bearer" and a token: an answer may repeat the token alone.
        headers.values().forEach(value -> secrets.addAll(List.of(value.split("\\s+", -1))));
        secrets.add(hmacSecret);
        secrets.addAll(target.secrets().values());
        if (target.basic() != null) {
            secrets.addAll(List.of(target.basic().username(), target.basic().password()));
        }
        WebhookNotifier notifier = new WebhookNotifier(
                protocol,
                http(target, settings, means),
                means.renderFailures(),
                Redaction.of(url, secrets.stream().map(String::strip).toList()),
                settings.timeout(target.timeout()));
        return new Target(
                name,
                ChannelType.WEBHOOK,
                settings.rateLimit(target.rateLimit()),
                target.sendResolved(),
                notifier,
                TargetDetails.chat(style, url, null, List.of()));
    }

    private static int maxBytes(DataSize size, TargetSettings settings) {
        if (size.compareTo(DataSize.ofKilobytes(1)) < 0 || size.compareTo(DataSize.ofMegabytes(1)) > 0) {
            throw settings.wrong("max-size", "must be 1KB to 1MB");
        }
        return (int) size.toBytes();
    }

    /** The template's text; empty when there is none. */
    private static String template(@Nullable Resource body, TargetSettings settings) {
        try {
            return body == null ? "" : body.getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw settings.wrong(
                    "body",
                    "cannot be read: name a file, such as file:/etc/tocsin/ticket.ftl, or a recipe, such as"
                            + " classpath:templates/webhook/teams.ftl");
        }
    }

    private static WebhookBody body(
            String name,
            WebhookProperties.Target target,
            Placeholders placeholders,
            MessageStyle style,
            int maxBytes,
            TargetSettings settings,
            Means means) {
        Format format = Objects.requireNonNullElse(target.format(), Format.TOCSIN);
        BuiltInBody builtIn = new BuiltInBody(format, name, style, maxBytes);
        if (placeholders.template().isBlank()) {
            return builtIn;
        }
        if (target.format() != null) {
            throw settings.wrong("format", "is set, and body as well: keep one of the two");
        }
        BodyTemplate template =
                settings.read("body", () -> new BodyTemplate(placeholders.template(), maxBytes, means.time()));
        return new TemplatedBody(template, means.time(), style, builtIn);
    }

    private static Map<String, String> headers(WebhookProperties.Target target, TargetSettings settings) {
        Map<String, String> headers = new HashMap<>();
        target.headers().forEach((name, value) -> {
            boolean token = name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
            if (!token || RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
                throw settings.wrong("headers", "'" + name + "' is no header that may be set: remove it");
            }
            if (!value.strip().matches("[\\x20-\\x7E\\t]*")) {
                throw settings.wrong("headers", "'" + name + "' has a value that is not one line of ASCII (not shown)");
            }
            headers.put(name, value.strip());
        });
        boolean named = headers.keySet().stream().anyMatch(name -> name.equalsIgnoreCase("Authorization"));
        int ways = (named ? 1 : 0) + (target.basic() == null ? 0 : 1) + (target.bearerToken() == null ? 0 : 1);
        if (ways > 1) {
            throw settings.wrong(
                    "bearer-token", "is one of bearer-token, basic and the header Authorization: keep one");
        }
        if (target.basic() != null) {
            String pair = target.basic().username().strip() + ":"
                    + target.basic().password().strip();
            byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
            headers.put("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
        }
        if (target.bearerToken() != null) {
            String token = settings.secret("bearer-token", target.bearerToken(), "set it to the token, or remove it");
            headers.put("Authorization", "Bearer " + token);
        }
        return headers;
    }

    /** The common client, unless the target has settings of its own. */
    private static ChannelHttp http(WebhookProperties.Target target, TargetSettings settings, Means means) {
        Consumer<HttpClient.Builder> ssl = ssl(target.sslBundle(), settings, means.bundles());
        Consumer<HttpClient.Builder> proxy = proxy(target.proxy(), settings);
        return target.sslBundle() == null && target.proxy() == null
                ? means.http()
                : new ChannelHttp(ssl.andThen(proxy));
    }

    private static Consumer<HttpClient.Builder> ssl(
            @Nullable String name, TargetSettings settings, SslBundles bundles) {
        if (name == null) {
            return client -> {};
        }
        try {
            SslBundle bundle = bundles.getBundle(name);
            return client -> client.sslContext(bundle.createSslContext());
        } catch (NoSuchSslBundleException unknown) {
            throw settings.wrong(
                    "ssl-bundle", "'" + name + "' is not configured: add spring.ssl.bundle.pem." + name + " or .jks");
        }
    }

    private static Consumer<HttpClient.Builder> proxy(@Nullable String text, TargetSettings settings) {
        if (text == null) {
            return client -> {};
        }
        URI url = settings.httpUrl("proxy", text, "write it as http://proxy.example.com:3128");
        if (!"http".equals(url.getScheme()) || url.getPort() < 0 || url.getUserInfo() != null) {
            throw settings.wrong("proxy", "write it as http://proxy.example.com:3128, without a user name");
        }
        return client ->
                client.proxy(ProxySelector.of(InetSocketAddress.createUnresolved(url.getHost(), url.getPort())));
    }
}
