package io.tocsin.channel.feishu;

import io.tocsin.alert.Text;
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
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Contributes the configured Feishu and Lark targets. */
@Configuration(proxyBeanMethods = false)
class FeishuConfiguration {

    private static final String WHERE_TO_FIND = "set it to the address that the group's custom bot shows, "
            + "https://open.feishu.cn/open-apis/bot/v2/hook/... or https://open.larksuite.com/...";
    private static final int LONGEST_KEYWORD = 100;

    @Bean
    TargetSource feishuTargets(
            FeishuProperties properties,
            ChannelConnections connections,
            MessageTemplates templates,
            RenderFailures renderFailures,
            People people,
            InstantSource clock) {
        SharedAddresses.refuse(
                ChannelType.FEISHU, "webhook-url", properties.feishu(), FeishuProperties.Target::webhookUrl);
        List<Target> targets = properties.feishu().entrySet().stream()
                .map(entry -> target(
                        entry.getKey(),
                        entry.getValue(),
                        connections.of(ChannelType.FEISHU, entry.getKey(), entry.getValue()),
                        templates,
                        renderFailures,
                        people,
                        clock))
                .toList();
        return () -> targets;
    }

    static Target target(
            String name,
            FeishuProperties.Target target,
            ChannelHttp http,
            MessageTemplates templates,
            RenderFailures renderFailures,
            People people,
            InstantSource clock) {
        TargetSettings settings = TargetSettings.of(ChannelType.FEISHU, name);
        URI url = settings.webhookUrl(target.webhookUrl(), WHERE_TO_FIND);
        String secret = Objects.requireNonNullElse(target.secret(), "").strip();
        FeishuMentions mentions = new FeishuMentions(people.resolve(target.mentions(), settings), settings);
        MessageStyle style = settings.style(target.locale(), target.timeZone());
        FeishuCard form = new FeishuCard(keyword(target.keyword(), settings));
        FeishuRenderer renderer = new FeishuRenderer(style, mentions, templates, form);
        WebhookNotifier notifier = new WebhookNotifier(
                new FeishuProtocol(url, secret, clock),
                new WebhookBodies(
                        renderer::render,
                        renderer::renderPlain,
                        new FeishuDigestForm(style, mentions, form),
                        FeishuMentions::withoutPeople),
                http,
                renderFailures,
                Redaction.of(url, mentions.secrets(secret)),
                settings.timeout(target.timeout()));
        return new Target(
                name,
                ChannelType.FEISHU,
                settings.rateLimit(target.rateLimit()),
                target.sendResolved(),
                notifier,
                TargetDetails.chat(style, url, null, mentions.shown()));
    }

    /** Mark-up characters would not appear in the message as the robot expects them. */
    private static String keyword(@Nullable String text, TargetSettings settings) {
        String keyword = Objects.requireNonNullElse(text, "").strip();
        if (!keyword.equals(Text.line(keyword, LONGEST_KEYWORD)) || keyword.matches(".*[<>*`~\\[\\]].*")) {
            throw settings.wrong(
                    "keyword", "must be one line of at most " + LONGEST_KEYWORD + " characters without < > * ` ~ [ ]");
        }
        return keyword;
    }
}
