package io.tocsin.channel.sms;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.channel.Notifier;
import io.tocsin.channel.config.People;
import io.tocsin.channel.http.ChannelHttp;
import io.tocsin.channel.render.RenderFailures;
import io.tocsin.channel.render.RenderLimit;
import io.tocsin.standin.AliyunSmsStandIn;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Targets that are reached through the stand-in. */
final class SmsFixture {

    private static final ChannelHttp HTTP = new ChannelHttp();

    private SmsFixture() {}

    static Notifier notifier(URI endpoint, Duration limit, InstantSource clock, String... numbers) {
        SmsProperties.Target target = new SmsProperties.Target(
                AliyunSmsStandIn.KEY_ID,
                AliyunSmsStandIn.KEY_SECRET,
                AliyunSmsStandIn.SIGN_NAME,
                AliyunSmsStandIn.TEMPLATE,
                Map.of(),
                35,
                List.of(numbers),
                List.of(),
                endpoint.toString(),
                Locale.ENGLISH,
                ZoneId.of("UTC"),
                "none",
                true,
                limit,
                null,
                null);
        return SmsConfiguration.target(
                        "oncall-sms",
                        target,
                        HTTP,
                        new RenderLimit(),
                        new RenderFailures(new SimpleMeterRegistry()),
                        People.NONE,
                        clock)
                .notifier();
    }
}
