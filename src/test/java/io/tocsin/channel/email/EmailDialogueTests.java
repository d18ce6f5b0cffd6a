package io.tocsin.channel.email;

import static io.tocsin.channel.FailureReason.BAD_ANSWER;
import static io.tocsin.channel.FailureReason.TIMEOUT;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.channel.FailureReason;
import io.tocsin.channel.Message;
import io.tocsin.channel.Samples;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.SendResult.Delivered;
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
import org.junit.jupiter.params.provider.EnumSource;

class EmailDialogueTests {

    private static final String TO = "ops@example.com";
    private static final Message MESSAGE = Samples.message(Samples.firing("10.0.0.1:9100", "critical"));

    private final MailStandIn server = MailStandIn.start(Security.NONE);

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Stage.class,
            names = {"CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "CONTENT"})
    void silence_is_ended_by_the_read_time_limit(Stage stage) {
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
                .isBetween(Duration.ofMillis(950), Duration.ofSeconds(5));
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
