package io.tocsin.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.standin.MailStandIn.Fault;
import io.tocsin.standin.MailStandIn.Security;
import io.tocsin.standin.MailStandIn.Stage;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The mail server misbehaves where it is told to, as long as it is told to, and then goes on as if nothing had been. */
@Timeout(60)
class MailStandInFaultTests {

    private static final String CONTENT =
            "Date: Sun, 22 Nov 2026 10:00:00 +0000\r\nFrom: tocsin@example.com\r\n\r\nbody\r\n";

    /** Says all that comes before the stage. */
    private static void before(SmtpTalk talk, Stage stage) throws Exception {
        for (Stage step : Stage.values()) {
            if (step == stage) {
                return;
            }
            talk.write(words(step));
            assertThat(talk.reply()).as(step.name()).matches("(?s)[23].*");
            if (step == Stage.STARTTLS) {
                talk.secure();
                talk.write(words(Stage.EHLO));
                assertThat(talk.reply()).startsWith("250-");
            }
        }
    }

    /** Goes through the dialogue up to the stage; the answer there. */
    private static @Nullable String answerAt(SmtpTalk talk, Stage stage) throws Exception {
        before(talk, stage);
        talk.write(words(stage));
        return talk.reply();
    }

    private static String words(Stage stage) {
        return switch (stage) {
            case CONNECT -> "";
            case EHLO -> "EHLO client.example.com\r\n";
            case STARTTLS, DATA, QUIT -> stage.name() + "\r\n";
            case AUTH -> SmtpTalk.plain(MailStandIn.USERNAME, MailStandIn.PASSWORD) + "\r\n";
            case MAIL -> "MAIL FROM:<tocsin@example.com>\r\n";
            case RCPT -> "RCPT TO:<ops@example.com>\r\n";
            case CONTENT -> CONTENT + ".\r\n";
        };
    }

    private static void expectAMailToBeTaken(MailStandIn server) throws Exception {
        server.clear();
        try (SmtpTalk talk = SmtpTalk.with(server)) {
            assertThat(answerAt(talk, Stage.QUIT)).startsWith("221 ");
        }
        assertThat(server.mails()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void an_answer_is_given_as_often_as_planned_and_no_mail_is_kept_before_the_end(Stage stage) throws Exception {
        try (MailStandIn server = MailStandIn.start(Security.STARTTLS)) {
            server.fail(stage, new Fault.Answer(451, "try later"), 1);
            try (SmtpTalk talk = SmtpTalk.with(server)) {
                assertThat(answerAt(talk, stage)).isEqualTo("451 try later");
            }
            assertThat(server.mails()).hasSize(stage == Stage.QUIT ? 1 : 0);
            expectAMailToBeTaken(server);
        }
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void the_answer_421_ends_the_connection(Stage stage) throws Exception {
        try (MailStandIn server = MailStandIn.start(Security.STARTTLS)) {
            server.fail(stage, new Fault.Answer(421, "shutting down"), 1);
            try (SmtpTalk talk = SmtpTalk.with(server)) {
                assertThat(answerAt(talk, stage)).startsWith("421 ");
                assertThat(talk.reply()).isNull();
            }
            expectAMailToBeTaken(server);
        }
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void a_dropped_connection_ends_without_a_word(Stage stage) throws Exception {
        try (MailStandIn server = MailStandIn.start(Security.STARTTLS)) {
            server.fail(stage, new Fault.Drop(), 1);
            try (SmtpTalk talk = SmtpTalk.with(server)) {
                assertThat(answerAt(talk, stage)).isNull();
            }
            expectAMailToBeTaken(server);
        }
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void what_hangs_says_nothing_until_it_is_recovered(Stage stage) throws Exception {
        try (MailStandIn server = MailStandIn.start(Security.STARTTLS)) {
            server.fail(stage, new Fault.Hang());
            try (SmtpTalk talk = SmtpTalk.with(server)) {
                before(talk, stage);
                talk.write(words(stage));
                await().until(() -> server.stuck() == 1);
                assertThat(talk.isSilentFor(Duration.ofMillis(100))).isTrue();
                server.recover();
                assertThat(talk.reply()).as("it hung up").isNull();
                expectAMailToBeTaken(server);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void a_dripping_answer_comes_byte_by_byte_and_has_no_end_before_recovery(Stage stage) throws Exception {
        try (MailStandIn server = MailStandIn.start(Security.STARTTLS)) {
            server.fail(stage, new Fault.Drip(Duration.ofMillis(1)), 1);
            try (SmtpTalk talk = SmtpTalk.with(server)) {
                before(talk, stage);
                talk.write(words(stage));
                assertThat(talk.read(50)).isEqualTo("250-" + "x".repeat(46));
                server.recover();
                assertThat(talk.read(Integer.MAX_VALUE)).as("until it hung up").matches("x*");
            }
        }
    }

    @Test
    void a_refused_address_is_refused_in_any_case_until_recovery_and_others_are_not() throws IOException {
        try (MailStandIn server = MailStandIn.start(Security.NONE);
                SmtpTalk talk = SmtpTalk.greeted(server)) {
            server.refuse("Gone@example.com", 550, "no such user");
            talk.say("MAIL FROM:<tocsin@example.com>");
            assertThat(talk.say("RCPT TO:<gone@EXAMPLE.com>")).isEqualTo("550 no such user");
            assertThat(talk.say("DATA")).as("nobody is left").startsWith("503 ");
            assertThat(talk.say("RCPT TO:<ops@example.com>")).startsWith("250 ");
            server.recover();
            assertThat(talk.say("RCPT TO:<gone@example.com>")).startsWith("250 ");
        }
    }

    @Test
    void a_refusal_with_421_ends_the_connection_as_well() throws IOException {
        try (MailStandIn server = MailStandIn.start(Security.NONE);
                SmtpTalk talk = SmtpTalk.greeted(server)) {
            server.refuse("busy@example.com", 421, "too busy");
            talk.say("MAIL FROM:<tocsin@example.com>");
            assertThat(talk.say("RCPT TO:<busy@example.com>")).startsWith("421 ");
            assertThat(talk.reply()).isNull();
        }
    }

    @Test
    void a_fault_without_a_number_lasts_until_recovery() throws IOException {
        try (MailStandIn server = MailStandIn.start(Security.NONE);
                SmtpTalk talk = SmtpTalk.greeted(server)) {
            server.fail(Stage.MAIL, new Fault.Answer(451, "try later"));
            for (int n = 0; n < 3; n++) {
                assertThat(talk.say("MAIL FROM:<tocsin@example.com>")).startsWith("451 ");
            }
            server.recover();
            assertThat(talk.say("MAIL FROM:<tocsin@example.com>")).startsWith("250 ");
        }
    }

    @Test
    void closing_ends_what_hangs() throws IOException {
        MailStandIn server = MailStandIn.start(Security.NONE);
        server.fail(Stage.MAIL, new Fault.Hang());
        try (SmtpTalk talk = SmtpTalk.greeted(server)) {
            talk.write("MAIL FROM:<tocsin@example.com>\r\n");
            await().until(() -> server.stuck() == 1);
            server.close();
            assertThat(talk.reply()).isNull();
        }
    }
}
