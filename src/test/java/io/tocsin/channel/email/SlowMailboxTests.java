package io.tocsin.channel.email;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.channel.FailureReason;
import io.tocsin.channel.Message;
import io.tocsin.channel.Samples;
import io.tocsin.channel.SendResult.Delivered;
import io.tocsin.channel.SendResult.Retryable;
import io.tocsin.standin.MailStandIn;
import io.tocsin.standin.MailStandIn.Fault;
import io.tocsin.standin.MailStandIn.Security;
import io.tocsin.standin.MailStandIn.Stage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Mailboxes that are refused for now: over quota, or greylisted. */
@ExtendWith(OutputCaptureExtension.class)
class SlowMailboxTests {

    private static final String ANN = "ann@example.com";
    private static final String BOB = "bob@example.com";
    private static final Message MESSAGE = Samples.message(Samples.firing("10.0.0.1:9100", "critical"));

    private final MailStandIn server = MailStandIn.start(Security.NONE);
    private final EmailFixture fixture = EmailFixture.plain(server);
    private final EmailNotifier notifier = fixture.notifier(ANN, BOB);

    @AfterEach
    void stop() {
        fixture.close();
        server.close();
    }

    private List<String> receivers() {
        return server.mails().stream()
                .map(mail -> String.join(",", mail.recipients()))
                .toList();
    }

    private void later(Duration time) {
        fixture.now = fixture.now.plus(time);
    }

    private void assertWaits() {
        assertThat(notifier.send(MESSAGE)).isInstanceOf(Retryable.class);
    }

    @Test
    void a_full_mailbox_stops_nobody_else_for_longer_than_ten_minutes(CapturedOutput output) {
        server.refuse(BOB, 452, "4.2.2 over quota");
        assertWaits();
        later(Duration.ofMinutes(10).minusMillis(1));
        assertWaits();
        assertThat(output.getAll()).doesNotContain("refuses it for");
        later(Duration.ofMillis(1));
        assertThat(notifier.send(MESSAGE)).isEqualTo(new Delivered());
        assertThat(receivers()).containsExactly(ANN);
        assertThat(output.getAll())
                .contains("Delivery oncall-42: the mail server refuses it for b***@example.com; the others have it")
                .doesNotContain(BOB);
    }

    @Test
    void a_greylisting_that_ends_within_minutes_loses_nothing() {
        server.refuse(BOB, 450, "4.2.0 greylisted");
        assertWaits();
        later(Duration.ofMinutes(9));
        assertWaits();
        server.recover();
        later(Duration.ofMinutes(5));
        assertThat(notifier.send(MESSAGE)).isEqualTo(new Delivered());
        assertThat(receivers()).containsExactly(ANN, BOB);
    }

    @Test
    void while_nobody_has_it_it_is_tried_as_long_as_it_takes() {
        server.refuse(ANN, 450, "greylisted");
        server.refuse(BOB, 452, "over quota");
        for (int hour = 0; hour < 20; hour++) {
            assertThat(notifier.send(MESSAGE))
                    .isInstanceOfSatisfying(
                            Retryable.class,
                            result -> assertThat(result.reason()).isEqualTo(FailureReason.RECIPIENT_REFUSED));
            later(Duration.ofHours(1));
        }
        server.recover();
        assertThat(notifier.send(MESSAGE)).isEqualTo(new Delivered());
        assertThat(receivers()).containsExactly(ANN, BOB);
    }

    @Test
    void who_was_refused_with_all_others_still_has_the_ten_minutes() {
        server.refuse(ANN, 451, "no directory");
        server.refuse(BOB, 451, "no directory");
        assertWaits();
        later(Duration.ofHours(1));
        server.recover();
        server.refuse(BOB, 451, "no directory");
        assertWaits();
        server.recover();
        later(Duration.ofMinutes(5));
        assertThat(notifier.send(MESSAGE)).isEqualTo(new Delivered());
        assertThat(receivers()).containsExactly(ANN, BOB);
    }

    @Test
    void a_server_that_is_out_of_order_for_long_is_no_refused_mailbox() {
        server.refuse(BOB, 450, "greylisted");
        assertWaits();
        server.recover();
        server.fail(Stage.MAIL, new Fault.Answer(451, "out of order"));
        later(Duration.ofHours(1));
        assertWaits();
        server.recover();
        assertThat(notifier.send(MESSAGE)).isEqualTo(new Delivered());
        assertThat(receivers()).containsExactly(ANN, BOB);
    }
}
