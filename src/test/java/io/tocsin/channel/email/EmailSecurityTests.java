package io.tocsin.channel.email;

import static io.tocsin.channel.FailureReason.CONFIGURATION;
import static io.tocsin.channel.FailureReason.CONNECTION;
import static io.tocsin.channel.FailureReason.CREDENTIALS;
import static io.tocsin.channel.FailureReason.SERVER_ERROR;
import static io.tocsin.channel.FailureReason.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tocsin.ConfigurationException;
import io.tocsin.channel.FailureReason;
import io.tocsin.channel.Message;
import io.tocsin.channel.Samples;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.SendResult.Delivered;
import io.tocsin.channel.SendResult.Retryable;
import io.tocsin.channel.Target;
import io.tocsin.channel.TargetSource;
import io.tocsin.channel.config.People;
import io.tocsin.channel.config.TestPeople;
import io.tocsin.channel.render.RenderFailures;
import io.tocsin.channel.template.MessageTemplates;
import io.tocsin.standin.MailStandIn;
import io.tocsin.standin.MailStandIn.Fault;
import io.tocsin.standin.MailStandIn.Security;
import io.tocsin.standin.MailStandIn.Stage;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.mail.autoconfigure.MailSenderAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** From Boot's configuration to the server: TLS and the password, both as they are out of the box. */
@ExtendWith(OutputCaptureExtension.class)
class EmailSecurityTests {

    private static final Message MESSAGE = Samples.message(Samples.firing("10.0.0.1:9100", "critical"));

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(EmailProperties.class)
    @Import({EmailConfiguration.class, RenderFailures.class})
    static class Context {
        @Bean
        People people() {
            return TestPeople.zhangAndLi();
        }

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }

        @Bean
        MessageTemplates templates() {
            return MessageTemplates.builtIn();
        }

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }
    }

    private static ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(MailSenderAutoConfiguration.class, SslAutoConfiguration.class))
                .withUserConfiguration(Context.class)
                .withPropertyValues(
                        "spring.ssl.bundle.pem.standin.truststore.certificate=" + MailStandIn.certificate(),
                        "tocsin.channel.email.ops-mail.to=ops@example.com",
                        "tocsin.channel.email.ops-mail.from=tocsin@example.com",
                        "tocsin.channel.email.ops-mail.timeout=3s");
    }

    private static SendResult send(MailStandIn server, String... properties) {
        AtomicReference<SendResult> result = new AtomicReference<>();
        runner().withPropertyValues(Stream.concat(
                                Stream.of(
                                        "spring.mail.host=127.0.0.1",
                                        "spring.mail.port=" + server.port(),
                                        "spring.mail.username=" + MailStandIn.USERNAME,
                                        "spring.mail.password=" + MailStandIn.PASSWORD,
                                        "spring.mail.ssl.bundle=standin"),
                                Stream.of(properties))
                        .toArray(String[]::new))
                .run(context -> {
                    List<Target> targets = context.getBean(TargetSource.class).targets();
                    result.set(targets.get(0).notifier().send(MESSAGE));
                });
        return result.get();
    }

    private static FailureReason reasonOf(SendResult result) {
        return ((Retryable) result).reason();
    }

    @Test
    void mail_goes_over_starttls_with_the_password_and_nothing_else_configured() {
        try (MailStandIn server = MailStandIn.start(Security.STARTTLS)) {
            assertThat(send(server)).isEqualTo(new Delivered());
            assertThat(server.mails()).hasSize(1);
            assertThat(server.mails().get(0).overTls()).isTrue();
        }
    }

    @Test
    void mail_goes_over_implicit_tls_with_smtp_and_with_smtps() {
        try (MailStandIn server = MailStandIn.start(Security.TLS)) {
            assertThat(send(server, "spring.mail.ssl.enabled=true")).isEqualTo(new Delivered());
            assertThat(send(server, "spring.mail.protocol=smtps")).isEqualTo(new Delivered());
            assertThat(server.mails()).hasSize(2).allMatch(mail -> mail.overTls());
        }
    }

    @Test
    void implicit_tls_is_bounded_by_the_overall_time_limit_too() {
        try (MailStandIn server = MailStandIn.start(Security.TLS)) {
            server.fail(Stage.MAIL, new Fault.Drip(Duration.ofMillis(40)));
            long start = System.nanoTime();
            assertThat(reasonOf(send(server, "spring.mail.ssl.enabled=true"))).isEqualTo(TIMEOUT);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void without_starttls_nothing_is_sent() {
        try (MailStandIn server = MailStandIn.start(Security.AUTH_ONLY)) {
            assertThat(send(server)).isInstanceOfSatisfying(Retryable.class, result -> {
                assertThat(result.reason()).isEqualTo(CONFIGURATION);
                assertThat(result.detail()).contains("STARTTLS");
            });
            assertThat(server.mails()).isEmpty();
        }
    }

    @Test
    void the_operator_can_do_without_starttls() {
        try (MailStandIn server = MailStandIn.start(Security.AUTH_ONLY)) {
            assertThat(send(server, "spring.mail.properties.mail.smtp.starttls.required=false"))
                    .isEqualTo(new Delivered());
            assertThat(send(server, "spring.mail.properties.mail.smtp.starttls.enable=false"))
                    .isEqualTo(new Delivered());
        }
    }

    @Test
    void a_certificate_that_nobody_vouches_for_is_not_accepted() {
        try (MailStandIn server = MailStandIn.start(Security.STARTTLS)) {
            assertThat(send(server, "spring.mail.ssl.bundle=")).isInstanceOfSatisfying(Retryable.class, result -> {
                assertThat(result.reason()).isEqualTo(CONFIGURATION);
                assertThat(result.detail()).contains("certificate is not trusted");
            });
            assertThat(server.mails()).isEmpty();
        }
    }

    @Test
    void a_wrong_password_is_for_the_operator_and_is_never_told(CapturedOutput output) {
        try (MailStandIn server = MailStandIn.start(Security.STARTTLS)) {
            SendResult result = send(server, "spring.mail.password=Wr0ng-secret");
            assertThat(reasonOf(result)).isEqualTo(CREDENTIALS);
            assertThat(result.toString()).doesNotContain("Wr0ng-secret").doesNotContain(MailStandIn.USERNAME + " ");
            assertThat(output.getAll()).doesNotContain("Wr0ng-secret");
        }
    }

    @Test
    void a_server_that_repeats_what_it_got_makes_no_secret_known(CapturedOutput output) {
        try (MailStandIn server = MailStandIn.start(Security.STARTTLS)) {
            for (Stage stage : List.of(Stage.AUTH, Stage.MAIL, Stage.RCPT, Stage.CONTENT)) {
                server.recover();
                server.fail(
                        stage,
                        new Fault.Answer(
                                554, "you said " + MailStandIn.PASSWORD + " for ops@example.com, see https://x/y?z"));
                String told = send(server).toString();
                assertThat(told)
                        .contains("554")
                        .doesNotContain(MailStandIn.PASSWORD)
                        .doesNotContain("example.com")
                        .doesNotContain("https://");
            }
            assertThat(output.getAll()).doesNotContain(MailStandIn.PASSWORD).doesNotContain("ops@example.com");
        }
    }

    @Test
    void signing_in_may_fail_for_now() {
        try (MailStandIn server = MailStandIn.start(Security.STARTTLS)) {
            server.fail(Stage.AUTH, new Fault.Answer(454, "try later"), 1);
            assertThat(reasonOf(send(server))).isEqualTo(SERVER_ERROR);
            server.fail(Stage.AUTH, new Fault.Drop(), 1);
            assertThat(reasonOf(send(server))).isEqualTo(CONNECTION);
            server.fail(Stage.AUTH, new Fault.Hang(), 1);
            assertThat(reasonOf(send(server, "spring.mail.properties.mail.smtp.timeout=200")))
                    .isEqualTo(TIMEOUT);
        }
    }

    @Test
    void securing_may_fail_for_now_or_until_an_operator_looks() {
        try (MailStandIn server = MailStandIn.start(Security.STARTTLS)) {
            server.fail(Stage.STARTTLS, new Fault.Answer(454, "no TLS now"), 1);
            assertThat(reasonOf(send(server))).isEqualTo(SERVER_ERROR);
            server.fail(Stage.STARTTLS, new Fault.Answer(502, "no TLS ever"), 1);
            assertThat(reasonOf(send(server))).isEqualTo(CONFIGURATION);
            server.fail(Stage.STARTTLS, new Fault.Drop(), 1);
            assertThat(reasonOf(send(server))).isEqualTo(CONNECTION);
        }
    }

    @Test
    void a_password_is_asked_for_when_there_is_only_a_user_name() {
        try (MailStandIn server = MailStandIn.start(Security.STARTTLS)) {
            assertThat(reasonOf(send(server, "spring.mail.password="))).isEqualTo(CREDENTIALS);
        }
    }

    @Test
    void targets_without_a_mail_server_stop_the_start() {
        runner().run(context -> assertThat(context)
                .hasFailed()
                .getFailure()
                .rootCause()
                .isInstanceOfSatisfying(ConfigurationException.class, refused -> {
                    assertThat(refused).hasMessageContaining("ops-mail");
                    assertThat(refused.action()).contains("spring.mail.host");
                }));
    }

    @Test
    void a_mail_server_without_targets_is_fine() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(MailSenderAutoConfiguration.class, SslAutoConfiguration.class))
                .withUserConfiguration(Context.class)
                .withPropertyValues("spring.mail.host=mail.example.com")
                .run(context -> assertThat(context.getBean(TargetSource.class).targets())
                        .isEmpty());
    }

    @Test
    void a_target_reads_all_its_properties() {
        runner().withPropertyValues(
                        "spring.mail.host=mail.example.com",
                        "tocsin.channel.email.ops-mail.to=ops@example.com, Night Shift <night@example.com>",
                        "tocsin.channel.email.ops-mail.locale=zh-CN",
                        "tocsin.channel.email.ops-mail.time-zone=Asia/Shanghai",
                        "tocsin.channel.email.ops-mail.rate-limit=30/m",
                        "tocsin.channel.email.ops-mail.send-resolved=false")
                .run(context -> {
                    Target target =
                            context.getBean(TargetSource.class).targets().get(0);
                    assertThat(target.name()).isEqualTo("ops-mail");
                    assertThat(target.sendResolved()).isFalse();
                    assertThat(target.rateLimit()).hasToString("30/60s");
                });
    }

    @Test
    void a_wrong_target_stops_the_start_and_says_why() {
        for (String wrong : List.of(
                "to=ops at example.com",
                "to=a@x.com\r\nBcc: evil@x.com",
                "to=",
                "from=",
                "from=nobody",
                "from=运维@例子.中国",
                "locale=fr",
                "time-zone=Mars/Base",
                "timeout=0s",
                "timeout=1h",
                "rate-limit=fast")) {
            runner().withPropertyValues("spring.mail.host=mail.example.com", "tocsin.channel.email.ops-mail." + wrong)
                    .run(context -> assertThat(context)
                            .as(wrong)
                            .hasFailed()
                            .getFailure()
                            .hasStackTraceContaining("tocsin.channel.email.ops-mail." + wrong.split("=", 2)[0]));
        }
    }
}
