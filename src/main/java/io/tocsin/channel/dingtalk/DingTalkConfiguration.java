package io.tocsin.channel.dingtalk;

import io.tocsin.channel.ChannelType;
import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.Target;
import io.tocsin.channel.TargetDetails;
import io.tocsin.channel.TargetSource;
import io.tocsin.channel.config.People;
import io.tocsin.channel.config.SharedAddresses;
import io.tocsin.channel.config.TargetSettings;
import io.tocsin.channel.http.ChannelConnections;
import io.tocsin.channel.http.ChannelHttp;
import io.tocsin.channel.http.Redaction;
import io.tocsin.channel.http.WebhookBodies;
import io.tocsin.channel.http.WebhookNotifier;
import io.tocsin.channel.render.RenderFailures;
import io.tocsin.channel.template.MessageTemplates;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Contributes the configured DingTalk targets. */
@Configuration(proxyBeanMethods = false)
class DingTalkConfiguration {

    private static final String WHERE_TO_FIND = "set it to the address that the group's robot shows, "
            + "https://oapi.dingtalk.com/robot/send?access_token=...";

    @Bean
    TargetSource dingTalkTargets(
            DingTalkProperties properties,
            ChannelConnections connections,
            MessageTemplates templates,
            RenderFailures renderFailures,
            People people,
            InstantSource clock) {
        List<Target> targets = properties.dingtalk().entrySet().stream()
                .map(entry -> target(
                        entry.getKey(),
                        entry.getValue(),
                        connections.of(ChannelType.DINGTALK, entry.getKey(), entry.getValue()),
                        templates,
                        renderFailures,
                        people,
                        clock))
                .toList();
        SharedAddresses.warn(ChannelType.DINGTALK, tokens(properties));
        return () -> targets;
    }

    /** Identifies a robot: the query of the address. */
    private static Map<String, String> tokens(DingTalkProperties properties) {
        Map<String, String> tokens = new HashMap<>();
        properties.dingtalk().forEach((name, target) -> {
            String url = Objects.requireNonNullElse(target.webhookUrl(), "").strip();
            tokens.put(name, url.substring(url.indexOf('?') + 1));
        });
        return tokens;
    }

    static Target target(
            String name,
            DingTalkProperties.Target target,
            ChannelHttp http,
            MessageTemplates templates,
            RenderFailures renderFailures,
            People people,
            InstantSource clock) {
        TargetSettings settings = TargetSettings.of(ChannelType.DINGTALK, name);
        URI url = settings.webhookUrl(target.webhookUrl(), WHERE_TO_FIND);
        String secret = Objects.requireNonNullElse(target.secret(), "").strip();
        Mentions mentions = new Mentions(people.resolve(target.mentions(), settings), settings);
        MessageStyle style = settings.style(target.locale(), target.timeZone());
        DingTalkRenderer renderer = new DingTalkRenderer(style, mentions, templates);
        List<String> secrets =
                Stream.concat(Stream.of(secret), mentions.everyone().stream()).toList();
        WebhookNotifier notifier = new WebhookNotifier(
                new DingTalkProtocol(new DingTalkSigner(url, secret, clock)),
                new WebhookBodies(
                        renderer::render,
                        renderer::renderPlain,
                        new DingTalkDigestForm(style, mentions),
                        renderer::withoutPeople),
                http,
                renderFailures,
                Redaction.of(url, secrets),
                settings.timeout(target.timeout()));
        return new Target(
                name,
                ChannelType.DINGTALK,
                settings.rateLimit(target.rateLimit()),
                target.sendResolved(),
                notifier,
                TargetDetails.chat(style, url, null, mentions.shown()));
    }
}
