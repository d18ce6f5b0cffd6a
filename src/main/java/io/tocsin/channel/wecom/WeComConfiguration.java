package io.tocsin.channel.wecom;

import io.tocsin.channel.ChannelType;
import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.Target;
import io.tocsin.channel.TargetDetails;
import io.tocsin.channel.TargetSource;
import io.tocsin.channel.config.People;
import io.tocsin.channel.config.Recipients;
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
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Contributes the configured WeCom targets. */
@Configuration(proxyBeanMethods = false)
class WeComConfiguration {

    private static final String WHERE_TO_FIND = "set it to the address that the group's robot shows, "
            + "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=...";
    /** With the longest time limit of a target still below that of an attempt. */
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);

    @Bean
    TargetSource weComTargets(
            WeComProperties properties,
            ChannelConnections connections,
            MessageTemplates templates,
            RenderFailures renderFailures,
            People people,
            InstantSource clock) {
        SharedAddresses.refuse(
                ChannelType.WECOM, "webhook-url", properties.wecom(), WeComProperties.Target::webhookUrl);
        List<Target> targets = properties.wecom().entrySet().stream()
                .map(entry -> target(
                        entry.getKey(),
                        entry.getValue(),
                        connections.of(ChannelType.WECOM, entry.getKey(), entry.getValue()),
                        templates,
                        renderFailures,
                        people,
                        clock))
                .toList();
        return () -> targets;
    }

    static Target target(
            String name,
            WeComProperties.Target target,
            ChannelHttp http,
            MessageTemplates templates,
            RenderFailures renderFailures,
            People people,
            InstantSource clock) {
        TargetSettings settings = TargetSettings.of(ChannelType.WECOM, name);
        URI url = settings.webhookUrl(target.webhookUrl(), WHERE_TO_FIND);
        WeComMentions mentions = new WeComMentions(people.resolve(target.mentions(), settings), settings);
        MessageStyle style = settings.style(target.locale(), target.timeZone());
        WeComRenderer renderer = new WeComRenderer(style, mentions, templates);
        WeComProtocol protocol = new WeComProtocol(url);
        Redaction redaction = Redaction.of(url, mentions.everyone());
        WebhookNotifier messages = new WebhookNotifier(
                protocol,
                new WebhookBodies(
                        renderer::render,
                        renderer::renderPlain,
                        new WeComDigestForm(style, mentions),
                        mentions::withoutPeople),
                http,
                renderFailures,
                redaction,
                settings.timeout(target.timeout()));
        WebhookNotifier calls = new WebhookNotifier(
                protocol,
                new WebhookBodies(renderer::renderCall, renderer::renderCall, null, mentions::withoutPeople),
                http,
                renderFailures,
                redaction,
                CALL_TIMEOUT);
        return new Target(
                name,
                ChannelType.WECOM,
                settings.rateLimit(target.rateLimit()),
                target.sendResolved(),
                new WeComNotifier(messages, calls, mentions, new Recipients(WeComNotifier.PARTS, clock)),
                TargetDetails.chat(style, url, null, mentions.shown()));
    }
}
