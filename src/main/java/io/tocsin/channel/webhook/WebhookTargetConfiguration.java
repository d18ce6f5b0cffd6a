package io.tocsin.channel.webhook;

import io.tocsin.channel.ChannelType;
import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.Target;
import io.tocsin.channel.TargetDetails;
import io.tocsin.channel.TargetSource;
import io.tocsin.channel.config.SharedAddresses;
import io.tocsin.channel.config.TargetSettings;
import io.tocsin.channel.http.ChannelConnections;
import io.tocsin.channel.http.Redaction;
import io.tocsin.channel.http.WebhookBodies;
import io.tocsin.channel.http.WebhookNotifier;
import io.tocsin.channel.render.RenderFailures;
import io.tocsin.channel.render.RenderLimit;
import io.tocsin.channel.template.BodyTemplate;
import io.tocsin.channel.webhook.WebhookProperties.Rule;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonPointer;

/** Contributes the configured webhook targets. */
@Configuration(proxyBeanMethods = false)
class WebhookTargetConfiguration {

    /** Name and value. */
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+:[\\x20-\\x7E\\t]*");
    /** Headers of a connection or of the client (RFC 9110, section 7.6.1), and those that Tocsin sets itself. */
    private static final Pattern RESERVED = Pattern.compile(
            "connection|content-length|expect|host|keep-alive|proxy-connection|te|trailer|transfer-encoding|upgrade"
                    + "|idempotency-key|x-tocsin-.*",
            Pattern.CASE_INSENSITIVE);

    private static final Rule REFUSED = new Rule(List.of(400, 422), JsonPointer.empty(), List.of());

    /** The parts that all targets have in common. */
    @Component
    record Means(
            ChannelConnections connections, RenderLimit time, RenderFailures renderFailures, InstantSource clock) {}

    @Bean
    TargetSource webhookTargets(WebhookProperties properties, Means means) {
        SharedAddresses.refuse(ChannelType.WEBHOOK, "url", properties.webhook(), WebhookProperties.Target::address);
        List<Target> targets = properties.webhook().entrySet().stream()
                .map(target -> target(target.getKey(), target.getValue(), means))
                .toList();
        return () -> targets;
    }

    static Target target(String name, WebhookProperties.Target set, Means means) {
        return new Building(name, set, TargetSettings.of(ChannelType.WEBHOOK, name), means).target();
    }

    /** One target that is being made from its settings. */
    private record Building(String name, WebhookProperties.Target set, TargetSettings settings, Means means) {

        Target target() {
            URI url = settings.httpUrl("url", set.url(), "set it to the address that the receiver names");
            MessageStyle style = settings.style(set.locale(), set.timeZone());
            Placeholders placeholders = new Placeholders(template(), set.secrets(), settings);
            Map<String, String> headers = headers();
            String hmacSecret = set.hmacSecret().strip();
            ConfiguredWebhook protocol = new ConfiguredWebhook(
                    set.method(),
                    url,
                    headers,
                    hmacSecret,
                    means.clock(),
                    placeholders,
                    checked("throttled-when", set.throttledWhen()),
                    checked("refused-when", Objects.requireNonNullElse(set.refusedWhen(), REFUSED)),
                    checked("success", set.success()),
                    set.retryAfter());
            List<String> secrets = Stream.of(
                            headers.values(), set.secrets().values(), List.of(hmacSecret, set.password()))
                    .flatMap(Collection::stream)
                    .flatMap(value -> Stream.of(value, value.substring(value.lastIndexOf(' ') + 1))) // The token alone.
                    .toList();
            WebhookNotifier notifier = new WebhookNotifier(
                    protocol,
                    bodies(placeholders, style),
                    means.connections().of(ChannelType.WEBHOOK, name, set),
                    means.renderFailures(),
                    Redaction.of(url, secrets),
                    settings.timeout(set.timeout()));
            return new Target(
                    name,
                    ChannelType.WEBHOOK,
                    settings.rateLimit(set.rateLimit()),
                    set.sendResolved(),
                    notifier,
                    TargetDetails.chat(style, url, null, List.of()));
        }

        private Rule checked(String setting, Rule rule) {
            if (rule.pointer().matches() != rule.equals().isEmpty()) {
                throw settings.wrong(setting, "needs both pointer (such as /code) and equals, or neither");
            }
            return rule;
        }

        /** The template's text; empty when there is none. */
        private String template() {
            try {
                return set.body() == null ? "" : set.body().getContentAsString(StandardCharsets.UTF_8);
            } catch (IOException unreadable) {
                throw settings.wrong(
                        "body", "cannot be read: name a file, such as file:/etc/tocsin/ticket.ftl, or a recipe");
            }
        }

        private WebhookBodies bodies(Placeholders placeholders, MessageStyle style) {
            long size = set.maxSize().toBytes();
            if (size < 1_024 || size > 1_048_576) {
                throw settings.wrong("max-size", "must be 1KB to 1MB");
            }
            String source = placeholders.template();
            BodyTemplate template = source.isBlank()
                    ? null
                    : settings.read("body", () -> new BodyTemplate(source, (int) size, means.time()));
            WebhookBody body = new WebhookBody(name, style, (int) size, template, means.time());
            return new WebhookBodies(body::render, body::renderPlain, set.digests() ? body : null, placeholders::hide);
        }

        private Map<String, String> headers() {
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            set.headers().forEach((name, value) -> {
                boolean usable = HEADER.matcher(name + ":" + value.strip()).matches();
                if (!usable || RESERVED.matcher(name).matches()) {
                    throw settings.wrong(
                            "headers", "'" + name + "' may not be set, or has a value that is not one line of ASCII");
                }
                headers.put(name, value.strip());
            });
            String token = set.bearerToken();
            String user = set.username();
            if (Stream.of(headers.get("Authorization"), token, user)
                            .filter(Objects::nonNull)
                            .count()
                    > 1) {
                throw settings.wrong(
                        "bearer-token", "is one of bearer-token, username and the header Authorization: keep one");
            }
            if (token != null) {
                String secret = settings.secret("bearer-token", token, "set it to the token, or remove it");
                headers.put("Authorization", "Bearer " + secret);
            } else if (user != null) {
                String password = set.password().strip();
                String pair = settings.read("username", () -> HttpHeaders.encodeBasicAuth(user, password, null));
                headers.put("Authorization", "Basic " + pair);
            }
            return headers;
        }
    }
}
