package io.tocsin.standin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.standin.MailStandIn.Security;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The mail server keeps to the dialogue of RFC 5321, with STARTTLS (RFC 3207) and AUTH (RFC 4954) where it has them. */
class MailStandInTests {

    private static final String HEADERS = "Date: Sun, 22 Nov 2026 10:00:00 +0000\r\nFrom: tocsin@example.com\r\n";
    private static final String FROM = "MAIL FROM:<tocsin@example.com>";
    private static final String TO = "RCPT TO:<ops@example.com>";

    private final MailStandIn open = MailStandIn.start(Security.NONE);

    @AfterEach
    void stop() {
        open.close();
    }

    @Test
    void a_dialogue_in_order_is_answered_step_by_step() throws IOException {
        try (SmtpTalk talk = SmtpTalk.with(open)) {
            assertThat(talk.reply()).startsWith("220 ");
            assertThat(talk.say("EHLO client.example.com")).startsWith("250-").contains("8BITMIME");
            assertThat(talk.say(FROM)).startsWith("250 ");
            assertThat(talk.say(TO)).startsWith("250 ");
            assertThat(talk.say("DATA")).startsWith("354 ");
            talk.write(HEADERS + "Subject: a\r\n\r\nbody\r\n");
            assertThat(talk.say(".")).startsWith("250 ");
            assertThat(talk.say("QUIT")).startsWith("221 ");
            assertThat(talk.reply()).as("the connection is closed").isNull();
        }
        assertThat(open.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {FROM, TO, "DATA"})
    void no_step_comes_before_the_client_said_who_it_is(String step) throws IOException {
        try (SmtpTalk talk = SmtpTalk.with(open)) {
            talk.reply();
            assertThat(talk.say(step)).startsWith("503 ");
        }
    }

    @Test
    void each_step_wants_the_one_before_and_a_sender_comes_once() throws IOException {
        try (SmtpTalk talk = SmtpTalk.greeted(open)) {
            assertThat(talk.say(TO)).startsWith("503 ");
            assertThat(talk.say("DATA")).startsWith("503 ");
            assertThat(talk.say(FROM)).startsWith("250 ");
            assertThat(talk.say("DATA")).startsWith("503 ");
            assertThat(talk.say(FROM)).startsWith("503 ");
            assertThat(talk.say("RSET")).startsWith("250 ");
            assertThat(talk.say(TO)).as("after a reset").startsWith("503 ");
            assertThat(talk.say(FROM)).startsWith("250 ");
        }
        assertThat(open.mails()).isEmpty();
    }

    @Test
    void what_is_no_command_or_has_the_wrong_form_is_refused() throws IOException {
        try (SmtpTalk talk = SmtpTalk.greeted(open)) {
            assertThat(talk.say("DANCE")).startsWith("500 ");
            assertThat(talk.say("MAIL tocsin@example.com")).startsWith("501 ");
            assertThat(talk.say("MAIL FROM:<tocsin@example.com> DANCE=1")).startsWith("555 ");
            assertThat(talk.say(FROM)).startsWith("250 ");
            assertThat(talk.say("RCPT ops@example.com")).startsWith("501 ");
            assertThat(talk.say("RCPT TO:ops@example.com")).startsWith("501 ");
        }
    }

    @Test
    void a_mail_that_was_broken_off_is_not_kept_and_the_server_goes_on() throws IOException {
        try (SmtpTalk talk = SmtpTalk.greeted(open)) {
            talk.say(FROM);
            talk.say(TO);
            talk.say("DATA");
            talk.write(HEADERS + "\r\nhalf");
        }
        try (SmtpTalk talk = SmtpTalk.greeted(open)) {
            assertThat(talk.mail(HEADERS + "\r\nwhole\r\n")).startsWith("250 ");
        }
        assertThat(open.mails())
                .singleElement()
                .satisfies(mail -> assertThat(mail.text()).contains("whole"));
    }

    @Test
    void it_keeps_the_envelope_and_the_content_without_the_dots_that_were_stuffed() throws IOException {
        Instant before = Instant.now();
        String content = HEADERS + "Subject: =?UTF-8?B?" + base64("磁盘") + "?=\r\n\r\n..\r\n..two\r\nthree.\r\n";
        try (SmtpTalk talk = SmtpTalk.greeted(open)) {
            talk.say("MAIL FROM:<Bounces@example.com>");
            talk.say("RCPT TO:<a@example.com>");
            talk.say("RCPT TO:<B@example.com>");
            talk.say("DATA");
            talk.write(content);
            assertThat(talk.say(".")).startsWith("250 ");
        }
        assertThat(open.mails()).singleElement().satisfies(mail -> {
            assertThat(mail.from()).isEqualTo("Bounces@example.com");
            assertThat(mail.recipients()).containsExactly("a@example.com", "B@example.com");
            assertThat(mail.raw()).isEqualTo(content.replace("\r\n..", "\r\n."));
            assertThat(mail.subject()).isEqualTo("磁盘");
            assertThat(mail.header("From")).isEqualTo("tocsin@example.com");
            assertThat(mail.header("X-None")).isNull();
            assertThat(mail.receivedAt()).isBetween(before, Instant.now());
            assertThat(mail.overTls()).isFalse();
        });
    }

    @Test
    void both_forms_of_an_alternative_are_decoded() throws IOException {
        try (SmtpTalk talk = SmtpTalk.greeted(open)) {
            talk.mail(HEADERS + """
                    MIME-Version: 1.0
                    Content-Type: multipart/alternative; boundary=cut

                    --cut
                    Content-Type: text/plain; charset=UTF-8
                    Content-Transfer-Encoding: quoted-printable

                    =E7=A3=81 plain
                    --cut
                    Content-Type: text/html; charset=UTF-8
                    Content-Transfer-Encoding: quoted-printable

                    <p>=E7=A3=81</p>
                    --cut--
                    """.replace("\n", "\r\n"));
        }
        assertThat(open.mails()).singleElement().satisfies(mail -> {
            assertThat(mail.text()).isEqualTo("磁 plain");
            assertThat(mail.html()).isEqualTo("<p>磁</p>");
        });
    }

    @Test
    void it_tells_how_many_mails_were_under_way_at_once_and_forgets_on_request() throws IOException {
        try (SmtpTalk first = SmtpTalk.greeted(open);
                SmtpTalk second = SmtpTalk.greeted(open)) {
            first.say(FROM);
            second.say(FROM);
            second.say("RSET");
            assertThat(first.say("RSET")).startsWith("250 ");
            assertThat(first.mail(HEADERS + "\r\na\r\n")).startsWith("250 ");
            assertThat(second.mail(HEADERS + "\r\nb\r\n")).startsWith("250 ");
        }
        assertThat(open.mostAtOnce()).isEqualTo(2);
        assertThat(open.connections()).isEqualTo(2);
        assertThat(open.mails()).extracting(mail -> mail.text().strip()).containsExactly("a", "b");
        open.clear();
        assertThat(open.mails()).isEmpty();
    }

    @Test
    void without_security_neither_tls_nor_a_password_is_offered() throws IOException {
        try (SmtpTalk talk = SmtpTalk.with(open)) {
            talk.reply();
            assertThat(talk.say("EHLO client.example.com")).doesNotContain("STARTTLS", "AUTH");
            assertThat(talk.say("STARTTLS")).startsWith("454 ");
            assertThat(talk.signIn(MailStandIn.USERNAME, MailStandIn.PASSWORD)).startsWith("502 ");
        }
    }

    @Test
    void a_password_that_is_asked_for_must_be_right() throws IOException {
        try (MailStandIn server = MailStandIn.start(Security.AUTH_ONLY);
                SmtpTalk talk = SmtpTalk.with(server)) {
            talk.reply();
            assertThat(talk.say("EHLO client.example.com"))
                    .contains("AUTH", "PLAIN", "LOGIN")
                    .doesNotContain("STARTTLS");
            assertThat(talk.say(FROM)).startsWith("530 ");
            assertThat(talk.say("AUTH DANCE")).startsWith("504 ");
            assertThat(talk.signIn(MailStandIn.USERNAME, "wrong")).startsWith("535 ");
            assertThat(talk.signIn("other", MailStandIn.PASSWORD)).startsWith("535 ");
            assertThat(talk.say(FROM)).startsWith("530 ");
            assertThat(talk.say("AUTH LOGIN")).startsWith("334 ");
            assertThat(talk.say(base64(MailStandIn.USERNAME))).startsWith("334 ");
            assertThat(talk.say(base64(MailStandIn.PASSWORD))).startsWith("235 ");
            assertThat(talk.signIn(MailStandIn.USERNAME, MailStandIn.PASSWORD)).startsWith("503 ");
            assertThat(talk.mail(HEADERS + "\r\na\r\n")).startsWith("250 ");
        }
    }

    @Test
    void nothing_is_told_before_starttls_and_all_begins_anew_after_it() throws Exception {
        try (MailStandIn server = MailStandIn.start(Security.STARTTLS);
                SmtpTalk talk = SmtpTalk.with(server)) {
            talk.reply();
            assertThat(talk.say("EHLO client.example.com")).contains("STARTTLS").doesNotContain("AUTH");
            assertThat(talk.say(FROM)).startsWith("530 ");
            assertThat(talk.signIn(MailStandIn.USERNAME, MailStandIn.PASSWORD)).startsWith("530 ");
            assertThat(talk.say("STARTTLS now")).startsWith("501 ");
            assertThat(talk.say("STARTTLS")).startsWith("220 ");
            talk.secure();
            assertThat(talk.say(FROM)).as("who it is is forgotten").startsWith("5");
            assertThat(talk.say("EHLO client.example.com")).contains("AUTH");
            assertThat(talk.say(FROM)).as("TLS is no password").startsWith("530 ");
            assertThat(talk.signIn(MailStandIn.USERNAME, MailStandIn.PASSWORD)).startsWith("235 ");
            assertThat(talk.say("STARTTLS")).startsWith("454 ");
            assertThat(talk.mail(HEADERS + "\r\na\r\n")).startsWith("250 ");
            assertThat(server.mails())
                    .singleElement()
                    .satisfies(mail -> assertThat(mail.overTls()).isTrue());
        }
    }

    @Test
    void tls_from_the_first_byte_needs_a_password_as_well() throws Exception {
        try (MailStandIn server = MailStandIn.start(Security.TLS)) {
            try (SmtpTalk talk = SmtpTalk.securelyWith(server)) {
                assertThat(talk.reply()).startsWith("220 ");
                assertThat(talk.say("EHLO client.example.com")).contains("AUTH").doesNotContain("STARTTLS");
                assertThat(talk.say(FROM)).startsWith("530 ");
                assertThat(talk.signIn(MailStandIn.USERNAME, MailStandIn.PASSWORD))
                        .startsWith("235 ");
                assertThat(talk.mail(HEADERS + "\r\na\r\n")).startsWith("250 ");
            }
            assertThat(server.mails())
                    .singleElement()
                    .satisfies(mail -> assertThat(mail.overTls()).isTrue());
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
