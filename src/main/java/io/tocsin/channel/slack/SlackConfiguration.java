package io.tocsin.channel.slack;

import io.tocsin.channel.ChannelHttp;
import io.tocsin.channel.ChannelType;
import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.Redaction;
import io.tocsin.channel.RenderFailures;
import io.tocsin.channel.Target;
import io.tocsin.channel.TargetSettings;
import io.tocsin.channel.TargetSource;
import io.tocsin.channel.WebhookNotifier;
import java.net.URI;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Contributes the configured Slack targets. */
@Configuration(proxyBeanMethods = false)
class SlackConfiguration {

    private static final String WHERE_TO_FIND =
            "set it to the address that your Slack app shows under 'Incoming Webhooks', https://hooks.slack.com/services/...";

    @Bean
    TargetSource slackTargets(SlackProperties properties, ChannelHttp http, RenderFailures renderFailures) {
        List<Target> targets = properties.slack().entrySet().stream()
                .map(entry -> target(entry.getKey(), entry.getValue(), http, renderFailures))
                .toList();
        return () -> targets;
    }

    static Target target(String name, SlackProperties.Target target, ChannelHttp http, RenderFailures renderFailures) {
        TargetSettings settings = TargetSettings.of(ChannelType.SLACK, name);
        URI url = settings.webhookUrl(target.webhookUrl(), WHERE_TO_FIND);
        MessageStyle style = settings.style(target.locale(), target.timeZone());
        SlackProtocol protocol = new SlackProtocol(url, new SlackRenderer(style), new SlackDigestForm(style));
        WebhookNotifier notifier = new WebhookNotifier(
                protocol, http, renderFailures, Redaction.of(url, List.of()), settings.timeout(target.timeout()));
        return new Target(
                name, ChannelType.SLACK, settings.rateLimit(target.rateLimit()), target.sendResolved(), notifier);
    }
}
