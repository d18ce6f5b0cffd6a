package io.tocsin.channel.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.alert.Notification;
import io.tocsin.channel.Digest;
import io.tocsin.channel.DigestLine;
import io.tocsin.channel.Digests;
import io.tocsin.channel.FailureReason;
import io.tocsin.channel.Message;
import io.tocsin.channel.Samples;
import io.tocsin.channel.SendResult.Delivered;
import io.tocsin.channel.SendResult.Rejected;
import io.tocsin.channel.SendResult.Retryable;
import io.tocsin.channel.template.MessageTemplates;
import io.tocsin.channel.template.TestTemplates;
import io.tocsin.channel.template.model.TemplatePart;
import io.tocsin.standin.MailStandIn;
import io.tocsin.standin.MailStandIn.Fault;
import io.tocsin.standin.MailStandIn.Security;
import io.tocsin.standin.MailStandIn.Stage;
import io.tocsin.standin.ReceivedMail;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class EmailNotifierTests {

    private static final String ANN = "ann@example.com";
    private static final String BOB = "bob@example.com";
    private static final String EVE = "eve@example.org";
    private static final Message MESSAGE = Samples.message(Samples.firing("10.0.0.1:9100", "critical"));

    private final MailStandIn server = MailStandIn.start(Security.NONE);
    private final EmailFixture fixture = EmailFixture.plain(server);

    @AfterEach
    void stop() {
        assertThat(server.complaints()).isEmpty();
        fixture.close();
        server.close();
    }

    private List<String> receivers() {
        return server.mails().stream()
                .map(mail -> String.join(",", mail.recipients()))
                .toList();
    }

    @Test
    void people_and_teams_receive_at_their_mail_beside_the_addresses() {
        assertThat(EmailFixture.target(List.of("zhang"), "ops@example.com")
                        .details()
                        .recipients())
                .containsExactly("ops@example.com", "zhang@example.com");
        assertThatThrownBy(() -> EmailFixture.target(List.of("db"), "ops@example.com"))
                .hasMessage(
                        "tocsin.channel.email.ops-mail.people: names 'db' without a mail under tocsin.people.persons");
    }

    @Test
    void each_recipient_gets_a_mail_of_its_own_over_one_connection() {
        assertThat(fixture.notifier(ANN, BOB, EVE).send(MESSAGE)).isEqualTo(new Delivered());
        assertThat(receivers()).containsExactly(ANN, BOB, EVE);
        assertThat(server.mails()).extracting(mail -> mail.header("To")).containsExactly(ANN, BOB, EVE);
        assertThat(server.mails()).extracting(ReceivedMail::from).containsOnly("tocsin@example.com");
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void a_bad_mailbox_stops_nobody_else_and_is_told_without_its_name(CapturedOutput output) {
        server.refuse(BOB, 550, "5.1.1 no such user");
        assertThat(fixture.notifier(ANN, BOB, EVE).send(MESSAGE)).isEqualTo(new Delivered());
        assertThat(receivers()).containsExactly(ANN, EVE);
        assertThat(output.getAll()).contains("b***@example.com").doesNotContain(BOB);
    }

    @Test
    void nobody_who_accepts_makes_it_rejected() {
        server.refuse(ANN, 550, "5.1.1 no such user");
        server.refuse(BOB, 553, "5.1.3 bad address of bob@example.com");
        assertThat(fixture.notifier(ANN, BOB).send(MESSAGE)).isInstanceOfSatisfying(Rejected.class, result -> {
            assertThat(result.reason()).isEqualTo(FailureReason.RECIPIENT_REFUSED);
            assertThat(result.detail()).isEqualTo("RCPT: 550 5.1.1 no such user");
        });
    }

    @Test
    void another_attempt_writes_only_to_those_who_do_not_have_it() {
        server.refuse(BOB, 450, "4.2.0 greylisted");
        server.refuse(EVE, 550, "5.1.1 no such user");
        EmailNotifier notifier = fixture.notifier(ANN, BOB, EVE);
        assertThat(notifier.send(MESSAGE))
                .isInstanceOfSatisfying(
                        Retryable.class,
                        result -> assertThat(result.reason()).isEqualTo(FailureReason.RECIPIENT_REFUSED));
        assertThat(notifier.send(MESSAGE)).isInstanceOf(Retryable.class);
        assertThat(receivers()).containsExactly(ANN);
        server.recover();
        assertThat(notifier.send(MESSAGE)).isEqualTo(new Delivered());
        assertThat(receivers()).containsExactly(ANN, BOB);
    }

    @Test
    void what_one_delivery_remembers_is_no_matter_for_the_next() {
        server.refuse(BOB, 450, "greylisted");
        EmailNotifier notifier = fixture.notifier(ANN, BOB);
        notifier.send(MESSAGE);
        server.recover();
        Message next = new Message("oncall-43", 8, Samples.RECEIVED, MESSAGE.content());
        assertThat(notifier.send(next)).isEqualTo(new Delivered());
        assertThat(receivers()).containsExactly(ANN, ANN, BOB);
    }

    @Test
    void a_connection_that_breaks_between_recipients_is_made_anew() {
        server.fail(Stage.MAIL, new Fault.Answer(421, "too many for one connection"), 1);
        EmailNotifier notifier = fixture.notifier(ANN, BOB);
        assertThat(notifier.send(MESSAGE)).isInstanceOf(Retryable.class);
        assertThat(receivers()).containsExactly(BOB);
        assertThat(notifier.send(MESSAGE)).isEqualTo(new Delivered());
        assertThat(receivers()).containsExactly(BOB, ANN);
        assertThat(server.connections()).isEqualTo(3);
    }

    @Test
    void who_has_it_when_time_is_up_is_not_written_to_again() {
        EmailNotifier notifier = fixture.notifier(EmailFixture.target(Duration.ofSeconds(1), ANN, BOB, EVE));
        server.refuse(ANN, 450, "later");
        notifier.send(MESSAGE);
        server.recover();
        server.clear();
        server.fail(Stage.RCPT, new Fault.Drip(Duration.ofMillis(30)));
        assertThat(notifier.send(MESSAGE))
                .isInstanceOfSatisfying(
                        Retryable.class, result -> assertThat(result.reason()).isEqualTo(FailureReason.TIMEOUT));
        server.recover();
        assertThat(notifier.send(MESSAGE)).isEqualTo(new Delivered());
        assertThat(receivers()).containsExactly(ANN);
    }

    @Test
    void content_that_is_refused_goes_out_in_the_plain_form(CapturedOutput output) {
        server.fail(Stage.CONTENT, new Fault.Answer(554, "5.7.1 looks like spam"), 1);
        assertThat(fixture.notifier(ANN).send(MESSAGE)).isEqualTo(new Delivered());
        ReceivedMail mail = server.mails().get(0);
        assertThat(mail.html()).isEmpty();
        assertThat(mail.text()).contains("HighCPU 10.0.0.1:9100 CPU > 90%").contains("oncall-42");
        assertThat(output.getAll()).contains("oncall-42: the email form is refused (message_refused)");
        assertThat(renderFailures()).isEqualTo(1);
    }

    private static Digest digest(String identity) {
        DigestLine line = DigestLine.of(Samples.firing("10.0.0.1:9100", "critical"));
        return new Digest("oncall-42", 7, identity, Samples.RECEIVED, Samples.RECEIVED, 3, List.of(line), 0);
    }

    @Test
    void the_plain_form_of_a_digest_names_the_delivery_under_which_the_ledger_has_it() {
        server.fail(Stage.CONTENT, new Fault.Answer(554, "5.7.1 looks like spam"), 1);
        Digests digests = fixture.notifier(ANN).digests().orElseThrow();
        assertThat(digests.send(digest("oncall-42.0badcafe"))).isEqualTo(new Delivered());
        assertThat(server.mails().get(0).text()).contains("oncall-42").doesNotContain("0badcafe");
        assertThat(server.mails().get(0).header("Message-ID"))
                .isEqualTo("<tocsin.7.oncall-42.0badcafe." + Samples.RECEIVED.toEpochMilli() + ".0@example.com>");
    }

    @Test
    void another_digest_with_the_same_first_delivery_goes_to_those_too_who_have_that_one() {
        server.fail(Stage.CONTENT, new Fault.Answer(451, "4.3.0 later"), 1);
        Digests digests = fixture.notifier(ANN, BOB).digests().orElseThrow();
        assertThat(digests.send(digest("oncall-42.0badcafe"))).isInstanceOf(Retryable.class);
        assertThat(digests.send(digest("oncall-42.deadbeef"))).isEqualTo(new Delivered());
        assertThat(receivers()).containsExactly(BOB, ANN, BOB);
    }

    @Test
    void what_cannot_be_rendered_goes_out_in_the_plain_form() {
        Map<String, String> broken = new HashMap<>(Map.of("alertname", "HighCPU", "instance", "a1")) {
            @Override
            public void forEach(BiConsumer<? super String, ? super String> action) {
                throw new IllegalStateException("broken on purpose");
            }
        };
        Alert alert = Samples.alert(AlertStatus.FIRING, broken, Map.of("summary", "CPU is high"));
        assertThat(fixture.notifier(ANN).send(Samples.message(alert))).isEqualTo(new Delivered());
        ReceivedMail mail = server.mails().get(0);
        assertThat(mail.subject()).isEqualTo("[FIRING] 1 alerts");
        assertThat(mail.text()).contains("HighCPU a1 CPU is high");
        assertThat(renderFailures()).isEqualTo(1);
    }

    private double renderFailures() {
        return fixture.meters
                .counter("tocsin.render.failures", "channel", "email")
                .count();
    }

    @ParameterizedTest
    @EnumSource(
            value = TemplatePart.class,
            names = {"EMAIL_SUBJECT", "EMAIL_TEXT", "EMAIL_HTML"})
    void a_template_that_fails_does_not_lose_the_alert(TemplatePart part) {
        MessageTemplates templates = TestTemplates.with(
                part,
                "${delivery} <#list full + lines as alert>${alert.name} </#list>${more}"
                        + "<#if about == 'Boom'>${full[0].annotations.absent}</#if>");
        Alert boom = Samples.alert(AlertStatus.FIRING, Map.of("alertname", "Boom"), Map.of());
        Message message = new Message(
                "oncall-42",
                7,
                Samples.RECEIVED,
                new Notification("k", "r", Map.of(), Map.of(), Map.of(), List.of(boom), 0, null));

        assertThat(fixture.notifier(EmailFixture.target(ANN), templates).send(message))
                .isEqualTo(new Delivered());

        assertThat(server.mails()).singleElement().satisfies(mail -> {
            assertThat(mail.html()).isEmpty();
            assertThat(mail.text().strip()).isEqualToNormalizingNewlines("[FIRING] 1 alerts\nFIRING Boom\noncall-42");
        });
        assertThat(renderFailures()).isEqualTo(1);
    }

    @Test
    void a_refused_content_is_counted_once_however_many_recipients_there_are() {
        server.fail(Stage.CONTENT, new Fault.Answer(554, "5.7.1 looks like spam"), 2);

        assertThat(fixture.notifier(ANN).send(MESSAGE)).isInstanceOf(Rejected.class);
        server.recover();
        server.fail(Stage.CONTENT, new Fault.Answer(554, "5.7.1 looks like spam"), 1);
        assertThat(fixture.notifier(ANN, BOB).send(new Message("oncall-43", 8, Samples.RECEIVED, MESSAGE.content())))
                .isEqualTo(new Delivered());

        assertThat(renderFailures()).isEqualTo(2);
    }

    @Test
    void a_fault_of_ours_is_a_result() {
        Notification nonsense = new Notification("", "", Map.of(), Map.of(), Map.of(), null, 0, null);
        assertThat(fixture.notifier(ANN).send(new Message("oncall-1", 1, Samples.RECEIVED, nonsense)))
                .isInstanceOfSatisfying(
                        Retryable.class, result -> assertThat(result.reason()).isEqualTo(FailureReason.INTERNAL_ERROR));
    }

    @Test
    void an_address_in_the_log_is_masked() {
        assertThat(EmailNotifier.masked("ops@example.com")).isEqualTo("o***@example.com");
    }
}
