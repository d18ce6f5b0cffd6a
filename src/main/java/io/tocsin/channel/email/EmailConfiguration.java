package io.tocsin.channel.email;

import io.tocsin.ConfigurationException;
import io.tocsin.KeptOnReload;
import io.tocsin.channel.ChannelType;
import io.tocsin.channel.Target;
import io.tocsin.channel.TargetSource;
import io.tocsin.channel.config.People;
import io.tocsin.channel.config.TargetSettings;
import io.tocsin.channel.render.RenderFailures;
import io.tocsin.channel.template.MessageTemplates;
import jakarta.mail.internet.InternetAddress;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Creates the email targets. */
@Configuration(proxyBeanMethods = false)
class EmailConfiguration {

    /** Enforces time limits; its work is only to interrupt threads and to close sockets. */
    @KeptOnReload
    @Bean(destroyMethod = "shutdownNow")
    ScheduledThreadPoolExecutor emailTimer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "email-timer");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    @Bean
    TargetSource emailTargets(
            EmailProperties properties,
            ObjectProvider<JavaMailSender> senders,
            ScheduledThreadPoolExecutor emailTimer,
            MessageTemplates templates,
            RenderFailures renderFailures,
            People people,
            Clock clock) {
        if (properties.email().isEmpty()) {
            return List::of;
        }
        SmtpSender sender = new SmtpSender(configured(senders.getIfAvailable(), properties), emailTimer);
        List<Target> targets = properties.email().entrySet().stream()
                .map(entry -> target(entry, sender, templates, renderFailures, people, clock))
                .toList();
        return () -> targets;
    }

    private static JavaMailSenderImpl configured(@Nullable JavaMailSender sender, EmailProperties properties) {
        if (sender instanceof JavaMailSenderImpl configured) {
            return configured;
        }
        throw new ConfigurationException(
                "tocsin.channel.email has targets ("
                        + String.join(", ", properties.email().keySet()) + ") but no mail server is configured",
                "Set spring.mail.host, and spring.mail.port, spring.mail.username and spring.mail.password as the server"
                        + " needs them, or remove the targets.");
    }

    private static Target target(
            Map.Entry<String, EmailProperties.Target> entry,
            SmtpSender sender,
            MessageTemplates templates,
            RenderFailures renderFailures,
            People people,
            Clock clock) {
        TargetSettings settings = TargetSettings.of(ChannelType.EMAIL, entry.getKey());
        EmailTarget target = EmailTarget.of(settings, entry.getValue(), people);
        EmailNotifier notifier = new EmailNotifier(
                target, sender, SmtpFailures.hiding(secrets(sender, target)), templates, renderFailures, clock);
        return new Target(
                entry.getKey(),
                ChannelType.EMAIL,
                settings.rateLimit(entry.getValue().rateLimit()),
                entry.getValue().sendResolved(),
                notifier,
                target.details());
    }

    /** What must not appear in the detail of a failure. */
    static List<String> secrets(JavaMailSenderImpl sender, EmailTarget target) {
        return Stream.of(
                        Stream.of(sender.getHost(), sender.getUsername(), sender.getPassword()),
                        Stream.of(target.sender().getAddress()),
                        target.recipients().stream().map(InternetAddress::getAddress))
                .flatMap(texts -> texts)
                .filter(Objects::nonNull)
                .toList();
    }
}
