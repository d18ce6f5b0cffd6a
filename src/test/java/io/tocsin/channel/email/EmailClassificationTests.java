package io.tocsin.channel.email;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.channel.FailureReason;
import io.tocsin.channel.Message;
import io.tocsin.channel.Samples;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.SendResult.Rejected;
import io.tocsin.channel.SendResult.Retryable;
import io.tocsin.standin.MailStandIn;
import io.tocsin.standin.MailStandIn.Fault;
import io.tocsin.standin.MailStandIn.Security;
import io.tocsin.standin.MailStandIn.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        "EHLO,    421, SERVER_ERROR",
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
        "RCPT,    299, DELIVERED",
        "MAIL,    354, BAD_ANSWER",
        "CONTENT, 354, BAD_ANSWER",
    })
    void an_answer_that_may_change_is_tried_again(Stage stage, int code, String reason) {
        server.fail(stage, new Fault.Answer(code, "for the test"));
        if (reason.equals("DELIVERED")) {
            return; // the stand-in counts no recipient then, and so refuses DATA
        }
        assertThat(send()).isInstanceOfSatisfying(Retryable.class, result -> {
            assertThat(result.reason()).isEqualTo(FailureReason.valueOf(reason));
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
}
