package io.tocsin.channel.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SmtpSettingsTests {

    private final ScheduledThreadPoolExecutor timer = new EmailConfiguration().emailTimer();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    private Properties settings(String protocol, String username, Map<String, ?> operators) {
        Properties set = new Properties();
        set.putAll(operators);
        return SmtpSettings.of(set, protocol, username, timer);
    }

    @Test
    void tls_is_required_and_every_operation_is_bounded_when_nothing_is_set() {
        assertThat(settings("smtp", null, Map.of()))
                .contains(
                        entry("mail.smtp.starttls.enable", "true"),
                        entry("mail.smtp.starttls.required", "true"),
                        entry("mail.smtp.connectiontimeout", "5000"),
                        entry("mail.smtp.timeout", "15000"),
                        entry("mail.smtp.writetimeout", "15000"),
                        entry("mail.smtp.quitwait", "false"),
                        entry("mail.smtp.usesocketchannels", "true"))
                .doesNotContainKey("mail.smtp.auth");
    }

    @Test
    void a_user_name_means_signing_in() {
        assertThat(settings("smtp", "tocsin", Map.of())).contains(entry("mail.smtp.auth", "true"));
        assertThat(settings("smtp", "tocsin", Map.of("mail.smtp.auth", "false")))
                .contains(entry("mail.smtp.auth", "false"));
        assertThat(settings("smtp", "", Map.of())).doesNotContainKey("mail.smtp.auth");
    }

    @Test
    void what_the_operator_sets_holds() {
        assertThat(settings("smtp", null, Map.of("mail.smtp.timeout", "60000", "mail.smtp.starttls.required", "false")))
                .contains(
                        entry("mail.smtp.timeout", "60000"),
                        entry("mail.smtp.starttls.enable", "true"),
                        entry("mail.smtp.starttls.required", "false"));
        assertThat(settings("smtp", null, Map.of("mail.smtp.starttls.enable", "false")))
                .contains(entry("mail.smtp.starttls.required", "false"));
    }

    @Test
    void implicit_tls_needs_no_starttls() {
        assertThat(settings("smtp", null, Map.of("mail.smtp.ssl.enable", "true")))
                .doesNotContainKey("mail.smtp.starttls.enable");
        assertThat(settings("smtps", null, Map.of()))
                .contains(entry("mail.smtps.timeout", "15000"))
                .doesNotContainKey("mail.smtps.starttls.enable");
    }
}
