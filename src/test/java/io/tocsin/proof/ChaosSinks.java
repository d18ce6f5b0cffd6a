package io.tocsin.proof;

import io.tocsin.standin.AliyunSmsStandIn;
import io.tocsin.standin.DingTalkStandIn;
import io.tocsin.standin.FeishuStandIn;
import io.tocsin.standin.HookStandIn;
import io.tocsin.standin.ReceivedMessage;
import io.tocsin.standin.SlackApiStandIn;
import io.tocsin.standin.WeComStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The sinks of {@link Sinks}, a Slack app, Feishu, WeCom, a webhook, and two that are only told what does not arrive elsewhere: a second DingTalk
 * robot in place of the first, and a telephone in place of Slack.
 */
record ChaosSinks(
        Sinks known,
        SlackApiStandIn app,
        DingTalkStandIn standby,
        AliyunSmsStandIn sms,
        FeishuStandIn feishu,
        WeComStandIn weCom,
        HookStandIn hook)
        implements AutoCloseable {

    static final String APP = "ops-app";
    static final String STANDBY = "standby";
    static final String SMS = "ops-phone";
    static final String FEISHU = "fs-oncall";
    static final String WECOM = "wx-oncall";
    static final String WEBHOOK = "ticket";
    static final List<String> TARGETS =
            List.of(Sinks.MAIL, Sinks.SLACK, Sinks.DINGTALK, APP, STANDBY, SMS, FEISHU, WECOM, WEBHOOK);
    /** Where the deliveries of a target go that it does not take. */
    static final Map<String, String> FALLBACKS = Map.of(Sinks.DINGTALK, STANDBY, Sinks.SLACK, SMS);

    /** Fails for each seventh group, and shows the others' alerts. */
    private static final String TEMPLATE = """
            <#list full + lines as alert>
            **${alert.name}** ${alert.summary}<#if alert.summary?matches("proofg\\\\d*7(firing|resolved)z")>${alert.summary?number}</#if>

            </#list>
            ${more}

            ${delivery}
            """;

    static ChaosSinks start() {
        ChaosSinks sinks = new ChaosSinks(
                Sinks.start(),
                new SlackApiStandIn(),
                new DingTalkStandIn(),
                new AliyunSmsStandIn(),
                new FeishuStandIn(),
                new WeComStandIn(),
                new HookStandIn(InstantSource.system()));
        sinks.known.dingTalk().limit(10, Duration.ofSeconds(1), Duration.ofSeconds(5));
        return sinks;
    }

    /** The configuration of a service that sends everything to seven of them, with short time limits. */
    Map<String, String> properties(Path home) throws IOException {
        Path templates = Files.createDirectories(home.resolve("templates/dingtalk"));
        Files.writeString(templates.resolve("message.ftl"), TEMPLATE);
        Map<String, String> properties = new HashMap<>(known.properties());
        properties.put(
                "tocsin.channel.templates.directory", templates.getParent().toString());
        properties.put("tocsin.delivery.store.path", "data/outbox.db");
        properties.put("tocsin.delivery.attempt-timeout", "5s");
        properties.put("tocsin.delivery.max-pending", "1500");
        properties.put("tocsin.channel.email." + Sinks.MAIL + ".timeout", "2s");
        put(properties, "slack." + Sinks.SLACK, Map.of("timeout", "1s", "rate-limit", "5/s"));
        put(properties, "slack." + Sinks.SLACK, Map.of("fallback.target", SMS, "fallback.after", "8s"));
        put(properties, "dingtalk." + Sinks.DINGTALK, Map.of("timeout", "1s", "rate-limit", "8/s"));
        put(properties, "dingtalk." + Sinks.DINGTALK, Map.of("fallback.target", STANDBY, "fallback.after", "8s"));
        put(properties, "dingtalk." + STANDBY, Map.of("timeout", "1s", "secret", DingTalkStandIn.SECRET));
        put(
                properties,
                "dingtalk." + STANDBY,
                Map.of("webhook-url", standby.webhookUrl().toString()));
        put(properties, "slack." + APP, Map.of("token", SlackApiStandIn.TOKEN, "channel", SlackApiStandIn.CHANNEL));
        put(properties, "slack." + APP, Map.of("api-url", app.webhookUrl().toString(), "timeout", "2s"));
        put(properties, "sms." + SMS, Map.of("access-key-id", AliyunSmsStandIn.KEY_ID, "rate-limit", "none"));
        put(properties, "sms." + SMS, Map.of("access-key-secret", AliyunSmsStandIn.KEY_SECRET, "timeout", "2s"));
        put(properties, "sms." + SMS, Map.of("sign-name", AliyunSmsStandIn.SIGN_NAME, "phone-numbers", "13800000000"));
        put(properties, "sms." + SMS, Map.of("template-code", AliyunSmsStandIn.TEMPLATE));
        put(properties, "sms." + SMS, Map.of("endpoint", sms.webhookUrl().toString()));
        put(
                properties,
                "feishu." + FEISHU,
                Map.of("webhook-url", feishu.webhookUrl().toString(), "timeout", "1s"));
        put(properties, "feishu." + FEISHU, Map.of("secret", FeishuStandIn.SECRET, "rate-limit", "5/s"));
        put(
                properties,
                "wecom." + WECOM,
                Map.of("webhook-url", weCom.webhookUrl().toString(), "timeout", "1s"));
        put(properties, "wecom." + WECOM, Map.of("rate-limit", "5/s"));
        put(properties, "webhook." + WEBHOOK, Map.of("url", hook.webhookUrl().toString(), "timeout", "1s"));
        put(properties, "webhook." + WEBHOOK, Map.of("bearer-token", HookStandIn.BEARER, "rate-limit", "5/s"));
        put(properties, "webhook." + WEBHOOK, Map.of("hmac-secret", HookStandIn.HMAC, "success.pointer", "/code"));
        put(properties, "webhook." + WEBHOOK, Map.of("success.equals", "0"));
        properties.merge(
                "tocsin.alert.routes[0].targets",
                String.join(",", APP, FEISHU, WECOM, WEBHOOK),
                (targets, more) -> targets + "," + more);
        return properties;
    }

    private static void put(Map<String, String> properties, String target, Map<String, String> settings) {
        settings.forEach((name, value) -> properties.put("tocsin.channel." + target + "." + name, value));
    }

    /** For each target but the telephone, the markers in each message that its sink accepted, in order. */
    Map<String, List<List<Marker>>> messages() {
        Map<String, List<List<Marker>>> messages = new HashMap<>(known.messages());
        messages.put(STANDBY, markers(standby.received().stream()));
        messages.put(FEISHU, markers(feishu.received().stream()));
        messages.put(WECOM, markers(weCom.received().stream()));
        messages.put(WEBHOOK, markers(hook.received().stream()));
        // An update shows in the first message of a thread what its latest reply tells.
        messages.put(
                APP,
                markers(app.received().stream()
                        .filter(message -> message.uri().getPath().endsWith("chat.postMessage"))));
        return messages;
    }

    private static List<List<Marker>> markers(Stream<ReceivedMessage> messages) {
        return messages.map(ReceivedMessage::body).map(Marker::findAll).toList();
    }

    /** How many messages the target's sink has accepted. */
    int taken(String target) {
        return switch (target) {
            case Sinks.MAIL -> known.mail().mails().size();
            case Sinks.SLACK -> known.slack().received().size();
            case Sinks.DINGTALK -> known.dingTalk().received().size();
            case APP -> app.received().size();
            case STANDBY -> standby.received().size();
            case FEISHU -> feishu.received().size();
            case WECOM -> weCom.received().size();
            case WEBHOOK -> hook.received().size();
            default -> sms.sent().size();
        };
    }

    /** Has all of them work again; what they accepted stays. */
    void recover() {
        known.recover();
        app.recover();
        standby.recover();
        sms.recover();
        feishu.recover();
        weCom.recover();
        hook.recover();
    }

    @Override
    public void close() {
        known.close();
        app.close();
        standby.close();
        sms.close();
        feishu.close();
        weCom.close();
        hook.close();
    }
}
