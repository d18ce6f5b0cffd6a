package io.tocsin.channel.sms;

import io.tocsin.channel.ChannelType;
import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.Target;
import io.tocsin.channel.TargetDetails;
import io.tocsin.channel.TargetSource;
import io.tocsin.channel.config.People;
import io.tocsin.channel.config.TargetSettings;
import io.tocsin.channel.http.ChannelConnections;
import io.tocsin.channel.http.ChannelHttp;
import io.tocsin.channel.http.Redaction;
import io.tocsin.channel.render.RenderFailures;
import io.tocsin.channel.render.RenderLimit;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Contributes the configured SMS targets. */
@Configuration(proxyBeanMethods = false)
class SmsConfiguration {

    private static final String ENDPOINT = "https://dysmsapi.aliyuncs.com";
    private static final String WHERE_IS_THE_ENDPOINT = "write it without a path, such as " + ENDPOINT;
    private static final String WHERE_IS_THE_KEY =
            "set it to the AccessKey of a RAM user that may call dysms:SendSms and dysms:QuerySendDetails";

    @Bean
    TargetSource smsTargets(
            SmsProperties properties,
            ChannelConnections connections,
            RenderLimit renderLimit,
            RenderFailures renderFailures,
            People people,
            InstantSource clock) {
        List<Target> targets = properties.sms().entrySet().stream()
                .map(entry -> target(
                        entry.getKey(),
                        entry.getValue(),
                        connections.of(ChannelType.SMS, entry.getKey(), entry.getValue()),
                        renderLimit,
                        renderFailures,
                        people,
                        clock))
                .toList();
        return () -> targets;
    }

    static Target target(
            String name,
            SmsProperties.Target target,
            ChannelHttp http,
            RenderLimit renderLimit,
            RenderFailures renderFailures,
            People people,
            InstantSource clock) {
        TargetSettings settings = TargetSettings.of(ChannelType.SMS, name);
        String keyId = settings.secret("access-key-id", target.accessKeyId(), WHERE_IS_THE_KEY);
        String keySecret = settings.secret("access-key-secret", target.accessKeySecret(), WHERE_IS_THE_KEY);
        SmsTarget parsed = SmsTarget.of(settings, target, people);
        AcsSigner signer =
                new AcsSigner(keyId, keySecret, clock, () -> UUID.randomUUID().toString());
        URI endpoint = endpoint(settings, target);
        SmsApi api = new SmsApi(
                endpoint,
                signer,
                http,
                text(settings, "sign-name", target.signName(), "the approved signature, without brackets"),
                text(settings, "template-code", target.templateCode(), "the code of the approved template, SMS_..."));
        List<String> secrets = Stream.concat(
                        Stream.of(keyId, keySecret),
                        parsed.numbers().stream().flatMap(number -> number.forms().stream()))
                .toList();
        SmsNotifier notifier = new SmsNotifier(parsed, api, renderLimit, renderFailures, new Redaction(secrets), clock);
        return new Target(
                name,
                ChannelType.SMS,
                settings.rateLimit(target.rateLimit()),
                target.sendResolved(),
                notifier,
                details(settings.style(target.locale(), target.timeZone()), endpoint, parsed));
    }

    private static TargetDetails details(MessageStyle style, URI endpoint, SmsTarget target) {
        List<String> numbers =
                target.numbers().stream().map(PhoneNumber::masked).toList();
        return new TargetDetails(style, endpoint.getHost(), null, null, numbers, List.of());
    }

    private static URI endpoint(TargetSettings settings, SmsProperties.Target target) {
        String text = Objects.requireNonNullElse(target.endpoint(), ENDPOINT);
        URI endpoint = settings.httpUrl("endpoint", text, WHERE_IS_THE_ENDPOINT);
        boolean bare = (endpoint.getRawPath() + Objects.requireNonNullElse(endpoint.getRawQuery(), "")).matches("/?");
        if (!bare || endpoint.getRawUserInfo() != null) {
            throw settings.wrong("endpoint", "has more than a host and a port: " + WHERE_IS_THE_ENDPOINT);
        }
        return endpoint;
    }

    private static String text(TargetSettings settings, String setting, String text, String what) {
        if (text.isBlank()) {
            throw settings.wrong(setting, "is not set: name " + what);
        }
        return text.strip();
    }
}
