package io.tocsin.channel.slack;

import io.tocsin.channel.ChannelType;
import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.Notifier;
import io.tocsin.channel.Target;
import io.tocsin.channel.TargetDetails;
import io.tocsin.channel.TargetSource;
import io.tocsin.channel.ThreadStore;
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
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Contributes the configured Slack targets. */
@Configuration(proxyBeanMethods = false)
class SlackConfiguration {

    private static final String WHERE_TO_FIND =
            "set it to the address that your Slack app shows under 'Incoming Webhooks', https://hooks.slack.com/services/...";
    private static final String INSTEAD = ", or set token and channel in its place";
    private static final String WHERE_IS_THE_TOKEN =
            "set it to the 'Bot User OAuth Token' that your Slack app shows under 'OAuth & Permissions', xoxb-...";
    private static final String WHERE_IS_THE_API = "omit it for Slack itself, or set it to the address of a proxy";
    private static final String SLACK = "https://slack.com/api";
    private static final String WEBHOOK_LIMIT = "5/5s";
    /** A message may need a post (one per second and channel) and an update (50 per minute). */
    private static final String APP_LIMIT = "4/5s";

    @Bean
    TargetSource slackTargets(
            SlackProperties properties,
            ChannelConnections connections,
            MessageTemplates templates,
            RenderFailures renderFailures,
            People people,
            ThreadStore threads) {
        List<Target> targets = properties.slack().entrySet().stream()
                .map(entry -> target(
                        entry.getKey(),
                        entry.getValue(),
                        connections.of(ChannelType.SLACK, entry.getKey(), entry.getValue()),
                        templates,
                        renderFailures,
                        people,
                        threads))
                .toList();
        SharedAddresses.warn(ChannelType.SLACK, webhooks(properties));
        return () -> targets;
    }

    private static Map<String, String> webhooks(SlackProperties properties) {
        Map<String, String> webhooks = new HashMap<>();
        properties
                .slack()
                .forEach((name, target) -> webhooks.put(
                        name,
                        Objects.requireNonNullElse(target.webhookUrl(), "").strip()));
        return webhooks;
    }

    static Target target(
            String name,
            SlackProperties.Target target,
            ChannelHttp http,
            MessageTemplates templates,
            RenderFailures renderFailures,
            People people,
            ThreadStore threads) {
        TargetSettings settings = TargetSettings.of(ChannelType.SLACK, name);
        if (target.isApp() && target.isWebhook()) {
            throw settings.wrong(
                    "webhook-url",
                    "is set, and token, channel or api-url as well: keep the webhook-url for an incoming webhook,"
                            + " or token and channel for threads, not both");
        }
        SlackMentions mentions = new SlackMentions(people.resolve(target.mentions(), settings), settings);
        MessageStyle style = settings.style(target.locale(), target.timeZone());
        SlackRenderer renderer = new SlackRenderer(style, mentions, templates);
        SlackDigestForm digestForm = new SlackDigestForm(style, mentions);
        Notifier notifier = target.isApp()
                ? app(name, settings, target, renderer, digestForm, http, renderFailures, threads)
                : webhook(settings, target, renderer, digestForm, http, renderFailures);
        String rateLimit = Objects.requireNonNullElse(target.rateLimit(), target.isApp() ? APP_LIMIT : WEBHOOK_LIMIT);
        return new Target(
                name,
                ChannelType.SLACK,
                settings.rateLimit(rateLimit),
                target.sendResolved(),
                notifier,
                TargetDetails.chat(style, url(settings, target), target.channel(), mentions.shown()));
    }

    private static URI url(TargetSettings settings, SlackProperties.Target target) {
        return target.isApp()
                ? settings.httpUrl("api-url", Objects.requireNonNullElse(target.apiUrl(), SLACK), WHERE_IS_THE_API)
                : settings.webhookUrl(target.webhookUrl(), WHERE_TO_FIND + INSTEAD);
    }

    private static Notifier webhook(
            TargetSettings settings,
            SlackProperties.Target target,
            SlackRenderer renderer,
            SlackDigestForm digestForm,
            ChannelHttp http,
            RenderFailures renderFailures) {
        URI url = url(settings, target);
        Duration timeout = settings.timeout(target.timeout());
        return new WebhookNotifier(
                new SlackProtocol(url),
                new WebhookBodies(renderer::render, renderer::renderPlain, digestForm, SlackMentions::withoutPeople),
                http,
                renderFailures,
                Redaction.of(url, List.of()),
                timeout);
    }

    private static Notifier app(
            String name,
            TargetSettings settings,
            SlackProperties.Target target,
            SlackRenderer renderer,
            SlackDigestForm digestForm,
            ChannelHttp http,
            RenderFailures renderFailures,
            ThreadStore threads) {
        String token = settings.secret("token", target.token(), WHERE_IS_THE_TOKEN);
        String channel = Objects.requireNonNullElse(target.channel(), "").strip();
        if (channel.isEmpty()) {
            throw settings.wrong("channel", "is not set: name the channel, best by its id, such as C0123456789");
        }
        URI url = url(settings, target);
        SlackApi api = new SlackApi(url, token, http);
        return new SlackAppNotifier(
                new SlackMessages(api, channel, renderer, digestForm, renderFailures),
                new SlackThreads(name, channel, threads),
                Redaction.of(url, List.of(token)),
                settings.timeout(target.timeout()));
    }
}
