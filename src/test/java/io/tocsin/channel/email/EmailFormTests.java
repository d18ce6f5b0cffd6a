package io.tocsin.channel.email;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.Notification;
import io.tocsin.channel.Digest;
import io.tocsin.channel.DigestLine;
import io.tocsin.channel.Message;
import io.tocsin.channel.MessageStyle;
import io.tocsin.channel.Samples;
import io.tocsin.channel.render.MessageView;
import io.tocsin.standin.MailStandIn;
import io.tocsin.standin.MailStandIn.Security;
import io.tocsin.standin.ReceivedMail;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What arrives, as the server got it. */
class EmailFormTests {

    private static MailStandIn server;
    private static EmailFixture fixture;

    @BeforeAll
    static void start() {
        server = MailStandIn.start(Security.NONE);
        fixture = EmailFixture.plain(server);
    }

    @AfterAll
    static void stop() {
        fixture.close();
        server.close();
    }

    private static ReceivedMail send(Message message, MessageStyle style) {
        EmailTarget target =
                EmailFixture.target("告警 <tocsin@example.com>", style, Duration.ofSeconds(10), "ops@example.com");
        server.clear();
        fixture.notifier(target).send(message);
        assertThat(server.mails()).hasSize(1);
        assertThat(server.complaints()).isEmpty();
        return server.mails().get(0);
    }

    private static ReceivedMail send(Message message) {
        return send(message, Samples.ENGLISH);
    }

    @Test
    void a_mail_is_text_first_and_html_last() throws Exception {
        ReceivedMail mail = send(Samples.message(
                Samples.firing("10.0.0.1:9100", "critical"), Samples.resolved("10.0.0.2:9100", "warning")));
        MimeMultipart parts = (MimeMultipart) mail.message().getContent();
        assertThat(parts.getContentType()).startsWith("multipart/alternative");
        assertThat(parts.getCount()).isEqualTo(2);
        assertThat(parts.getBodyPart(0).getContentType().toLowerCase(Locale.ROOT))
                .contains("text/plain", "utf-8");
        assertThat(parts.getBodyPart(1).getContentType().toLowerCase(Locale.ROOT))
                .contains("text/html", "utf-8");
        assertThat(mail.text())
                .contains("CPU > 90% on 10.0.0.1:9100", "Load is high & rising", "10.0.0.2:9100")
                .contains("Runbook: https://runbooks.example.com/high-cpu");
        assertThat(mail.html())
                .contains("CPU &gt; 90% on 10.0.0.1:9100", "Load is high &amp; rising", "10.0.0.2:9100")
                .contains("<a href=\"https://runbooks.example.com/high-cpu\"")
                .contains("<a href=\"http://prometheus.example.com:9090/graph?g0.expr=cpu+%3E+90&amp;g0.tab=1\"")
                .contains("bgcolor=\"#D93025\"", "bgcolor=\"#188038\"")
                .contains("Delivery oncall-42");
    }

    @Test
    void headers_tell_a_machine_what_this_is() {
        ReceivedMail mail = send(Samples.message(Samples.firing("a1", "critical")));
        assertThat(mail.header("Message-ID")).isEqualTo("<tocsin.7.oncall-42.1795341000000.0@example.com>");
        assertThat(mail.header("Auto-Submitted")).isEqualTo("auto-generated");
        assertThat(mail.header("X-Auto-Response-Suppress")).isEqualTo("All");
        assertThat(mail.header("Date")).startsWith("Sun, 22 Nov 2026 09:50:00");
        assertThat(mail.header("From")).isEqualTo("=?UTF-8?B?5ZGK6K2m?= <tocsin@example.com>");
        assertThat(mail.header("MIME-Version")).isEqualTo("1.0");
    }

    @Test
    void the_mails_of_a_group_make_one_thread() {
        ReceivedMail fired = send(Samples.message(Samples.firing("a1", "critical")));
        ReceivedMail ended = send(Samples.message(Samples.resolved("a1", "warning"), Samples.resolved("a2", "info")));
        assertThat(fired.header("References"))
                .matches("<tocsin\\.group\\.[0-9a-f]{32}@example\\.com>")
                .isEqualTo(fired.header("In-Reply-To"))
                .isEqualTo(ended.header("References"))
                .isEqualTo(ended.header("In-Reply-To"));
        assertThat(fired.subject()).isEqualTo("[FIRING:1 critical] HighCPU");
        assertThat(ended.subject()).isEqualTo("[RESOLVED:2 warning] HighCPU");
    }

    @Test
    void another_group_is_another_thread() {
        Message message = Samples.message(Samples.firing("a1", "critical"));
        Notification content = message.content();
        Notification other = new Notification(
                "{}:{alertname=\"Other\"}",
                content.receiver(),
                content.groupLabels(),
                content.commonLabels(),
                content.commonAnnotations(),
                content.alerts(),
                0,
                null);
        assertThat(send(new Message("oncall-44", 9, Samples.RECEIVED, other)).header("References"))
                .isNotEqualTo(send(message).header("References"));
    }

    @Test
    void a_repeated_attempt_is_the_same_message() {
        Message message = Samples.message(Samples.firing("a1", "critical"));
        assertThat(send(message).header("Message-ID")).isEqualTo(send(message).header("Message-ID"));
    }

    @Test
    void the_same_number_in_a_store_that_was_begun_anew_is_another_message_of_the_same_thread() {
        Message message = Samples.message(Samples.firing("a1", "critical"));
        Message later = new Message(
                message.deliveryId(),
                message.notificationId(),
                message.receivedAt().plusMillis(1),
                message.content());
        ReceivedMail before = send(message);
        ReceivedMail after = send(later);
        assertThat(after.header("Message-ID")).isNotEqualTo(before.header("Message-ID"));
        assertThat(after.header("References")).isEqualTo(before.header("References"));
    }

    @Test
    void a_digest_that_is_put_together_again_is_the_same_message() {
        assertThat(send(digest(Samples.RECEIVED.plusSeconds(90)))).isEqualTo(send(digest(Samples.RECEIVED)));
        assertThat(send(digest(Samples.RECEIVED)))
                .isEqualTo("<tocsin.7.oncall-42.0badcafe.1795341000000.0@example.com>");
    }

    private static Digest digest(Instant at) {
        DigestLine line = DigestLine.of(Samples.firing("a1", "critical"));
        return new Digest("oncall-42", 7, "oncall-42.0badcafe", at, Samples.RECEIVED, 1, List.of(line), 0);
    }

    private static String send(Digest digest) {
        server.clear();
        fixture.notifier("ops@example.com").digests().orElseThrow().send(digest);
        return server.mails().get(0).header("Message-ID");
    }

    @Test
    void hostile_text_begins_no_header_and_no_element() throws Exception {
        Message hostile = Samples.hostile();
        ReceivedMail mail =
                send(new Message("on\r\nBcc: evil@example.com", 8, hostile.receivedAt(), hostile.content()));
        assertThat(Collections.list(mail.message().getAllHeaders()))
                .extracting(header -> header.getName())
                .containsExactlyInAnyOrder(
                        "Date",
                        "From",
                        "To",
                        "Message-ID",
                        "In-Reply-To",
                        "References",
                        "Subject",
                        "Auto-Submitted",
                        "X-Auto-Response-Suppress",
                        "MIME-Version",
                        "Content-Type");
        assertThat(mail.recipients()).containsExactly("ops@example.com");
        assertThat(mail.subject()).doesNotContain("\r", "\n", "\u0000", "\u202E");
        assertThat(mail.html())
                .doesNotContain("<font", "<x>", "<!channel>", "javascript:", "</b> **bold**")
                .contains("&lt;font color=red&gt;");
    }

    @Test
    void a_huge_message_stays_within_what_mail_clients_show() {
        ReceivedMail mail = send(Samples.huge());
        assertThat(mail.html().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(102_000);
        assertThat(mail.html()).contains("告警🚀", "12 more alerts were left out by the sender");
        assertThat(mail.raw().lines()).allMatch(line -> line.length() <= 998);
    }

    @Test
    void a_chinese_reader_reads_chinese() {
        ReceivedMail mail = send(Samples.message(Samples.firing("a1", "critical")), Samples.CHINESE);
        assertThat(mail.subject()).isEqualTo("[告警:1 critical] HighCPU");
        assertThat(mail.html()).contains("lang=\"zh-CN\"", "开始时间", "2026-11-22 17:44:38 UTC+08:00", "处理手册");
        assertThat(mail.text()).contains("实例: a1");
    }

    @Test
    void html_asks_for_nothing_from_elsewhere() {
        MessageView view = MessageView.of(Samples.message(Samples.firing("a1", "critical")), Samples.ENGLISH);
        String html = EmailForm.of(view, EmailFixture.BUILT_IN).html();
        assertThat(html).doesNotContain("<img", "<script", "<link", "src=", "url(");
    }
}
