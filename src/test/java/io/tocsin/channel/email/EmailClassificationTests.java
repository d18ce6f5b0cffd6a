package io.tocsin.channel.email;

import static io.tocsin.channel.FailureReason.BAD_ANSWER;
import static io.tocsin.channel.FailureReason.CONNECTION;
import static io.tocsin.channel.FailureReason.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.channel.FailureReason;
import io.tocsin.channel.Message;
import io.tocsin.channel.Samples;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.SendResult.Delivered;
import io.tocsin.channel.SendResult.Rejected;
import io.tocsin.channel.SendResult.Retryable;
import io.tocsin.standin.MailStandIn;
import io.tocsin.standin.MailStandIn.Fault;
import io.tocsin.standin.MailStandIn.Security;
import io.tocsin.standin.MailStandIn.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EmailClassificationTests {

    private static final String TO = "ops@example.com";
    private static final Message MESSAGE = Samples.message(Samples.firing("10.0.0.1:9100", "critical"));

    private final MailStandIn server = MailStandIn.start(Security.NONE);

    @AfterEach
    void stop() {
        server.close();
    }

    private SendResult send() {
        try (EmailFixture fixture = EmailFixture.plain(server)) {
            return fixture.notifier(TO).send(MESSAGE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CONNECT, 421, SERVER_ERROR",
        "CONNECT, 554, CONFIGURATION",
        "MAIL,    421, SERVER_ERROR",
        "MAIL,    451, SERVER_ERROR",
        "MAIL,    530, CREDENTIALS",
        "MAIL,    550, CONFIGURATION",
        "MAIL,    554, CONFIGURATION",
        "RCPT,    421, SERVER_ERROR",
        "RCPT,    450, SERVER_ERROR",
        "RCPT,    451, SERVER_ERROR",
        "RCPT,    452, SERVER_ERROR",
        "RCPT,    552, SERVER_ERROR",
        "RCPT,    530, CREDENTIALS",
        "DATA,    421, SERVER_ERROR",
        "DATA,    451, SERVER_ERROR",
        "CONTENT, 421, SERVER_ERROR",
        "CONTENT, 450, SERVER_ERROR",
        "CONTENT, 452, SERVER_ERROR",
        "MAIL,    354, BAD_ANSWER",
        "CONTENT, 354, BAD_ANSWER",
    })
    void an_answer_that_may_change_is_tried_again(Stage stage, int code, FailureReason reason) {
        server.fail(stage, new Fault.Answer(code, "for the test"));
        assertThat(send()).isInstanceOfSatisfying(Retryable.class, result -> {
            assertThat(result.reason()).isEqualTo(reason);
            assertThat(result.detail()).contains("for the test");
        });
        assertThat(server.mails()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "RCPT, 550, RECIPIENT_REFUSED",
        "RCPT, 551, RECIPIENT_REFUSED",
        "RCPT, 553, RECIPIENT_REFUSED",
        "RCPT, 554, RECIPIENT_REFUSED",
        "DATA, 554, MESSAGE_REFUSED",
        "CONTENT, 550, MESSAGE_REFUSED",
        "CONTENT, 554, MESSAGE_REFUSED",
        "CONTENT, 552, MESSAGE_TOO_LARGE",
    })
    void an_answer_that_will_not_change_is_final(Stage stage, int code, FailureReason reason) {
        server.fail(stage, new Fault.Answer(code, "for the test"));
        assertThat(send()).isInstanceOfSatisfying(Rejected.class, result -> {
            assertThat(result.reason()).isEqualTo(reason);
            assertThat(result.detail()).contains(code + " for the test");
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = Stage.class,
            names = {"STARTTLS", "AUTH", "QUIT"},
            mode = EnumSource.Mode.EXCLUDE)
    void a_connection_that_breaks_is_tried_again(Stage stage) {
        server.fail(stage, new Fault.Drop());
        assertThat(reasonOf(send())).isEqualTo(CONNECTION);
    }

    @ParameterizedTest
    @EnumSource(
            value = Stage.class,
            names = {"STARTTLS", "AUTH", "QUIT"},
            mode = EnumSource.Mode.EXCLUDE)
    void silence_is_tried_again_after_the_read_time_limit(Stage stage) {
        server.fail(stage, new Fault.Hang());
        try (EmailFixture fixture = new EmailFixture(server.port(), with(Map.of("mail.smtp.timeout", "150")))) {
            assertThat(reasonOf(fixture.notifier(TO).send(MESSAGE))).isEqualTo(TIMEOUT);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Stage.class,
            names = {"CONNECT", "RCPT", "CONTENT"})
    void a_server_that_drips_is_cut_off_at_the_overall_time_limit(Stage stage) {
        server.fail(stage, new Fault.Drip(Duration.ofMillis(40)));
        long start = System.nanoTime();
        try (EmailFixture fixture = EmailFixture.plain(server)) {
            SendResult result = fixture.notifier(EmailFixture.target(Duration.ofSeconds(1), TO))
                    .send(MESSAGE);
            assertThat(reasonOf(result)).isEqualTo(TIMEOUT);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(990), Duration.ofMillis(2500));
    }

    @Test
    void a_server_that_fails_after_it_took_the_mail_has_the_mail() {
        Map<String, String> waiting = with(Map.of("mail.smtp.quitwait", "true", "mail.smtp.timeout", "300"));
        for (Fault fault : new Fault[] {new Fault.Drop(), new Fault.Hang(), new Fault.Answer(421, "no goodbye")}) {
            server.fail(Stage.QUIT, fault);
            try (EmailFixture fixture = new EmailFixture(server.port(), waiting)) {
                assertThat(fixture.notifier(TO).send(MESSAGE)).isEqualTo(new Delivered());
            }
        }
        assertThat(server.mails()).hasSize(3);
    }

    @Test
    void nobody_who_listens_is_a_matter_of_the_connection() {
        int port = server.port();
        server.close();
        try (EmailFixture fixture = new EmailFixture(port, EmailFixture.NO_TLS)) {
            assertThat(reasonOf(fixture.notifier(TO).send(MESSAGE))).isEqualTo(CONNECTION);
        }
    }

    @Test
    void a_server_of_another_protocol_gives_a_bad_answer() throws IOException {
        try (ServerSocket http = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                EmailFixture fixture = new EmailFixture(http.getLocalPort(), EmailFixture.NO_TLS)) {
            Thread web = new Thread(() -> answerAsHttp(http));
            web.start();
            assertThat(reasonOf(fixture.notifier(TO).send(MESSAGE))).isEqualTo(BAD_ANSWER);
        }
    }

    private static void answerAsHttp(ServerSocket http) {
        try (Socket client = http.accept()) {
            client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FailureReason reasonOf(SendResult result) {
        return ((Retryable) result).reason();
    }

    private static Map<String, String> with(Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(EmailFixture.NO_TLS);
        all.putAll(properties);
        return all;
    }
}
