package io.tocsin.channel.email;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.channel.ChannelType;
import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.Samples;
import io.tocsin.channel.config.People;
import io.tocsin.channel.config.TargetSettings;
import io.tocsin.channel.config.TestPeople;
import io.tocsin.channel.render.RenderFailures;
import io.tocsin.channel.template.MessageTemplates;
import io.tocsin.standin.MailStandIn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** A notifier that talks to a stand-in. */
final class EmailFixture implements AutoCloseable {

    static final MessageTemplates BUILT_IN = MessageTemplates.builtIn();
    static final Map<String, String> NO_TLS = Map.of("mail.smtp.starttls.enable", "false");

    final MeterRegistry meters = new SimpleMeterRegistry();
    final JavaMailSenderImpl sender = new JavaMailSenderImpl();
    /** What time it is for the notifiers. */
    Instant now = Samples.RECEIVED;

    private final ScheduledThreadPoolExecutor timer = new EmailConfiguration().emailTimer();

    EmailFixture(int port, Map<String, String> properties) {
        sender.setHost("127.0.0.1");
        sender.setPort(port);
        Properties java = new Properties();
        java.putAll(properties);
        sender.setJavaMailProperties(java);
    }

    /** For a stand-in without TLS and password. */
    static EmailFixture plain(MailStandIn server) {
        return new EmailFixture(server.port(), NO_TLS);
    }

    EmailFixture signIn(String username, String password) {
        sender.setUsername(username);
        sender.setPassword(password);
        return this;
    }

    static EmailTarget target(String... to) {
        return target(Duration.ofSeconds(10), to);
    }

    static EmailTarget target(Duration timeout, String... to) {
        return target("Tocsin <tocsin@example.com>", Samples.ENGLISH, timeout, to);
    }

    static EmailTarget target(String from, MessageStyle style, Duration timeout, String... to) {
        return EmailTarget.of(
                TargetSettings.of(ChannelType.EMAIL, "ops-mail"),
                new EmailProperties.Target(
                        List.of(to), List.of(), from, style.locale(), style.timeZone(), "none", true, timeout),
                People.NONE);
    }

    /** With people beside the addresses. */
    static EmailTarget target(List<String> people, String... to) {
        return EmailTarget.of(
                TargetSettings.of(ChannelType.EMAIL, "ops-mail"),
                new EmailProperties.Target(
                        List.of(to),
                        people,
                        "tocsin@example.com",
                        Locale.ENGLISH,
                        null,
                        "none",
                        true,
                        Duration.ofSeconds(9)),
                TestPeople.zhangAndLi());
    }

    EmailNotifier notifier(EmailTarget target) {
        return notifier(target, BUILT_IN);
    }

    EmailNotifier notifier(EmailTarget target, MessageTemplates templates) {
        return new EmailNotifier(
                target,
                new SmtpSender(sender, timer),
                SmtpFailures.hiding(EmailConfiguration.secrets(sender, target)),
                templates,
                new RenderFailures(meters),
                () -> now);
    }

    EmailNotifier notifier(String... to) {
        return notifier(target(to));
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
