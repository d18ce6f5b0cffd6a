package io.tocsin.channel.email;

import static io.tocsin.channel.FailureReason.BAD_ANSWER;
import static io.tocsin.channel.FailureReason.CONFIGURATION;
import static io.tocsin.channel.FailureReason.CONNECTION;
import static io.tocsin.channel.FailureReason.CREDENTIALS;
import static io.tocsin.channel.FailureReason.MESSAGE_REFUSED;
import static io.tocsin.channel.FailureReason.MESSAGE_TOO_LARGE;
import static io.tocsin.channel.FailureReason.RECIPIENT_REFUSED;
import static io.tocsin.channel.FailureReason.SERVER_ERROR;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.channel.FailureReason;
import io.tocsin.channel.Notifier;
import io.tocsin.channel.NotifierContractTests;
import io.tocsin.standin.MailStandIn;
import io.tocsin.standin.MailStandIn.Fault;
import io.tocsin.standin.MailStandIn.Security;
import io.tocsin.standin.MailStandIn.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** The contract of all channels, over STARTTLS and with a password. */
class EmailContractTests extends NotifierContractTests {

    private static final Map<String, String> TRUST = Map.of("mail.smtp.ssl.trust", "127.0.0.1");

    private static MailStandIn server;
    private static EmailFixture fixture;
    private static EmailFixture toNobody;

    @BeforeAll
    static void start() throws IOException {
        server = MailStandIn.start(Security.STARTTLS);
        fixture = new EmailFixture(server.port(), TRUST).signIn(MailStandIn.USERNAME, MailStandIn.PASSWORD);
        toNobody = new EmailFixture(closedPort(), TRUST).signIn(MailStandIn.USERNAME, MailStandIn.PASSWORD);
        // The first TLS handshake of a process is far slower than those that the limit is meant for.
        fixture.notifier("warm-up@example.com").send(sample());
        server.clear();
    }

    @AfterAll
    static void stop() {
        fixture.close();
        toNobody.close();
        server.close();
    }

    @AfterEach
    void tidy() {
        assertThat(server.complaints()).isEmpty();
        recover();
    }

    private static int closedPort() {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return taken.getLocalPort();
        } catch (IOException noSocket) {
            throw new UncheckedIOException(noSocket);
        }
    }

    @Override
    protected Notifier notifier() {
        return fixture.notifier(EmailFixture.target(LIMIT, "ops@example.com"));
    }

    @Override
    protected Notifier notifierToNobody() {
        return toNobody.notifier(EmailFixture.target(LIMIT, "ops@example.com"));
    }

    @Override
    protected List<String> received() {
        return server.mails().stream()
                .map(mail -> mail.subject() + mail.header("Message-ID") + mail.text() + mail.html())
                .toList();
    }

    @Override
    protected List<Failure> failures() {
        return List.of(
                retryable(Stage.CONNECT, 421, SERVER_ERROR),
                retryable(Stage.CONNECT, 554, CONFIGURATION),
                retryable(Stage.STARTTLS, 454, SERVER_ERROR),
                retryable(Stage.STARTTLS, 502, CONFIGURATION),
                retryable(Stage.AUTH, 421, SERVER_ERROR),
                retryable(Stage.AUTH, 454, SERVER_ERROR),
                retryable(Stage.AUTH, 534, CREDENTIALS),
                retryable(Stage.AUTH, 535, CREDENTIALS),
                retryable(Stage.MAIL, 354, BAD_ANSWER),
                retryable(Stage.MAIL, 421, SERVER_ERROR),
                retryable(Stage.MAIL, 451, SERVER_ERROR),
                retryable(Stage.MAIL, 530, CREDENTIALS),
                retryable(Stage.MAIL, 550, CONFIGURATION),
                retryable(Stage.MAIL, 554, CONFIGURATION),
                retryable(Stage.RCPT, 421, SERVER_ERROR),
                retryable(Stage.RCPT, 450, RECIPIENT_REFUSED),
                retryable(Stage.RCPT, 451, RECIPIENT_REFUSED),
                retryable(Stage.RCPT, 452, RECIPIENT_REFUSED),
                retryable(Stage.RCPT, 530, CREDENTIALS),
                retryable(Stage.RCPT, 552, RECIPIENT_REFUSED),
                rejected(Stage.RCPT, 501, RECIPIENT_REFUSED),
                rejected(Stage.RCPT, 550, RECIPIENT_REFUSED),
                rejected(Stage.RCPT, 551, RECIPIENT_REFUSED),
                rejected(Stage.RCPT, 553, RECIPIENT_REFUSED),
                rejected(Stage.RCPT, 554, RECIPIENT_REFUSED),
                retryable(Stage.DATA, 421, SERVER_ERROR),
                retryable(Stage.DATA, 451, SERVER_ERROR),
                rejected(Stage.DATA, 554, MESSAGE_REFUSED),
                retryable(Stage.CONTENT, 354, BAD_ANSWER),
                retryable(Stage.CONTENT, 421, SERVER_ERROR),
                retryable(Stage.CONTENT, 450, SERVER_ERROR),
                retryable(Stage.CONTENT, 452, SERVER_ERROR),
                rejected(Stage.CONTENT, 550, MESSAGE_REFUSED),
                rejected(Stage.CONTENT, 552, MESSAGE_TOO_LARGE),
                rejected(Stage.CONTENT, 554, MESSAGE_REFUSED),
                broken(Stage.CONNECT),
                broken(Stage.EHLO),
                broken(Stage.STARTTLS),
                broken(Stage.AUTH),
                broken(Stage.MAIL),
                broken(Stage.RCPT),
                broken(Stage.DATA),
                broken(Stage.CONTENT));
    }

    private static Failure retryable(Stage stage, int code, FailureReason reason) {
        return Failure.retryable(stage + " " + code, reason, () -> server.fail(stage, echo(code)));
    }

    private static Failure rejected(Stage stage, int code, FailureReason reason) {
        return Failure.rejected(stage + " " + code, reason, () -> server.fail(stage, echo(code)));
    }

    private static Failure broken(Stage stage) {
        return Failure.retryable(
                stage + " breaks the connection", CONNECTION, () -> server.fail(stage, new Fault.Drop()));
    }

    /** Some servers repeat what they refuse. */
    private static Fault echo(int code) {
        return new Fault.Answer(
                code, "you said " + MailStandIn.PASSWORD + " to ops@example.com, see http://127.0.0.1/help?q=1");
    }

    @Override
    protected void neverAnswer() {
        server.fail(Stage.CONTENT, new Fault.Hang());
    }

    @Override
    protected void answerSlowly() {
        server.fail(Stage.MAIL, new Fault.Drip(Duration.ofMillis(50)));
    }

    @Override
    protected void answerGarbage() {
        server.fail(Stage.MAIL, new Fault.Answer(99, "<html>Sign in to Wi-Fi</html>"));
    }

    @Override
    protected void recover() {
        server.recover();
        server.clear();
    }

    @Override
    protected Collection<String> secrets() {
        byte[] plain = ("\0" + MailStandIn.USERNAME + "\0" + MailStandIn.PASSWORD).getBytes(StandardCharsets.UTF_8);
        return List.of(
                MailStandIn.PASSWORD,
                Base64.getEncoder().encodeToString(plain),
                Base64.getEncoder().encodeToString(MailStandIn.PASSWORD.getBytes(StandardCharsets.UTF_8)),
                "ops@example.com");
    }
}
