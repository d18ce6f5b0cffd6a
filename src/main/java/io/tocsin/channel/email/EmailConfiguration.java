package io.tocsin.channel.email;

import io.tocsin.channel.ChannelType;
import io.tocsin.channel.RenderFailures;
import io.tocsin.channel.Target;
import io.tocsin.channel.TargetSource;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Makes the targets that are reached by email. */
@Configuration(proxyBeanMethods = false)
class EmailConfiguration {

    /** Enforces time limits; its work is only to close sockets. */
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
            RenderFailures renderFailures,
            ObjectProvider<Clock> clock) {
        if (properties.email().isEmpty()) {
            return List::of;
        }
        JavaMailSenderImpl sender = sender(senders.getIfAvailable(), properties);
        SmtpClient client = new SmtpClient(sender, emailTimer);
        Clock now = clock.getIfAvailable(Clock::systemUTC);
        List<Target> targets = properties.email().entrySet().stream()
                .map(entry -> target(entry, sender, client, renderFailures, now))
                .toList();
        return () -> targets;
    }

    private static JavaMailSenderImpl sender(@Nullable JavaMailSender sender, EmailProperties properties) {
        if (sender instanceof JavaMailSenderImpl configured) {
            return configured;
        }
        throw new IllegalStateException("tocsin.channel.email has targets ("
                + String.join(", ", properties.email().keySet())
                + ") but there is no mail server: set spring.mail.host, and spring.mail.port, username and password as it"
                + " needs them, or remove the targets");
    }

    private static Target target(
            Map.Entry<String, EmailTarget> entry,
            JavaMailSenderImpl sender,
            SmtpClient client,
            RenderFailures renderFailures,
            Clock clock) {
        EmailTarget target = entry.getValue();
        SmtpFailures failures = SmtpFailures.hiding(secrets(sender, target));
        return new Target(
                entry.getKey(),
                ChannelType.EMAIL,
                target.rateLimit(),
                target.sendResolved(),
                new EmailNotifier(target, client, failures, renderFailures, clock));
    }

    static List<String> secrets(JavaMailSenderImpl sender, EmailTarget target) {
        return Stream.of(
                        Stream.of(sender.getHost(), sender.getUsername(), sender.getPassword()),
                        Stream.of(target.sender().getAddress()),
                        target.to().stream())
                .flatMap(texts -> texts)
                .filter(text -> text != null)
                .toList();
    }
}
