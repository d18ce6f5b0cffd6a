package io.tocsin.standin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.standin.MailStandIn.Security;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The mail server refuses content that RFC 5321 and RFC 5322 do not allow, as the large providers do. */
class MailStandInContentTests {

    private static final String DATE = "Date: Sun, 22 Nov 2026 10:00:00 +0000\r\n";
    private static final String FROM = "From: tocsin@example.com\r\n";

    private final MailStandIn server = MailStandIn.start(Security.NONE);

    @AfterEach
    void stop() {
        server.close();
    }

    private String answer(String content) throws IOException {
        try (SmtpTalk talk = SmtpTalk.greeted(server)) {
            String answer = talk.mail(content);
            assertThat(talk.say("NOOP")).as("the session goes on").startsWith("250 ");
            return answer;
        }
    }

    private String answer(String parameters, String content) throws IOException {
        try (SmtpTalk talk = SmtpTalk.greeted(server)) {
            assertThat(talk.say("MAIL FROM:<tocsin@example.com> " + parameters)).startsWith("250 ");
            talk.say("RCPT TO:<ops@example.com>");
            talk.say("DATA");
            talk.write(content);
            return talk.say(".");
        }
    }

    @Test
    void a_line_has_at_most_998_octets() throws IOException {
        assertThat(answer(DATE + FROM + "\r\n" + "x".repeat(998) + "\r\n")).startsWith("250 ");
        assertThat(answer(DATE + FROM + "\r\n" + "x".repeat(999) + "\r\n")).startsWith("554 5.6.0 line too long");
        assertThat(answer(DATE + FROM + "X-Long: " + "x".repeat(991) + "\r\n\r\nbody\r\n"))
                .startsWith("554 5.6.0 line too long");
        assertThat(server.mails()).hasSize(1);
        assertThat(server.complaints()).hasSize(2).containsOnly("5.6.0 line too long");
    }

    @ParameterizedTest
    @ValueSource(strings = {"one\ntwo", "one\rtwo", "one\n.\ntwo", "one\0two"})
    void lines_end_with_carriage_return_and_line_feed_and_nothing_else(String text) throws IOException {
        assertThat(answer(DATE + FROM + "\r\n" + text + "\r\n")).startsWith("554 5.6.0 bare");
        assertThat(server.mails()).isEmpty();
    }

    @Test
    void octets_above_127_must_be_announced() throws IOException {
        String inBody = DATE + FROM + "\r\n\u00e7\u00a3\r\n";
        String inHeader = DATE + FROM + "Subject: \u00e7\u00a3\r\n\r\nbody\r\n";

        assertThat(answer(inBody)).startsWith("554 5.6.3");
        assertThat(answer("BODY=7BIT", inBody)).startsWith("554 5.6.3");
        assertThat(answer("body=8bitmime", inBody)).startsWith("250 ");
        assertThat(answer(inHeader)).startsWith("554 5.6.7");
        assertThat(answer("BODY=8BITMIME", inHeader)).startsWith("554 5.6.7");
        assertThat(answer("BODY=8BITMIME SMTPUTF8", inHeader)).startsWith("250 ");
        assertThat(answer(inBody)).as("an announcement holds for one mail").startsWith("554 ");
    }

    @Test
    void a_mail_has_one_date_and_one_sender() throws IOException {
        assertThat(answer(FROM + "\r\nbody\r\n")).startsWith("554 5.6.0 header");
        assertThat(answer(DATE + "\r\nbody\r\n")).startsWith("554 5.6.0 header");
        assertThat(answer(DATE + FROM + "FROM: eve@example.com\r\n\r\nbody\r\n"))
                .startsWith("554 5.6.0 header");
        assertThat(answer("body\r\n")).startsWith("554 5.6.0 header");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Subject", "To", "Bcc", "Message-ID", "In-Reply-To", "References", "Content-Type"})
    void a_field_that_stands_for_the_whole_mail_does_not_stand_twice(String name) throws IOException {
        String once = DATE + FROM + name + ": <a@example.com>\r\n";

        assertThat(answer(once + "\r\nbody\r\n")).startsWith("250 ");
        assertThat(answer(once + name + ": <b@example.com>\r\n\r\nbody\r\n")).startsWith("554 5.6.0 header");
    }

    @Test
    void a_header_is_made_of_fields_and_their_folded_lines() throws IOException {
        assertThat(answer(DATE + FROM + "Subject: a\r\n From: b\r\n\r\nbody\r\n"))
                .startsWith("250 ");
        assertThat(answer(DATE + FROM + "Subject: a\r\nno field\r\n\r\nbody\r\n"))
                .startsWith("554 5.6.0 header");
    }
}
