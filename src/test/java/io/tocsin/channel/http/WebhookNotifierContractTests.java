package io.tocsin.channel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.channel.FailureReason;
import io.tocsin.channel.LogCapture;
import io.tocsin.channel.Message;
import io.tocsin.channel.Notifier;
import io.tocsin.channel.NotifierContractTests;
import io.tocsin.channel.Samples;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.SendResult.Delivered;
import io.tocsin.channel.SendResult.Rejected;
import io.tocsin.channel.SendResult.Retryable;
import io.tocsin.standin.MailStandIn;
import io.tocsin.standin.ReceivedMessage;
import io.tocsin.standin.StandInAnswer;
import io.tocsin.standin.WebhookStandIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every channel that posts to a webhook. */
public abstract class WebhookNotifierContractTests extends NotifierContractTests {

    protected abstract WebhookStandIn standIn();

    /** Sends to the URL, within {@link #LIMIT}. */
    protected abstract Notifier notifierTo(URI url);

    private static boolean warm;

    /** The first message of a process takes far longer than the limit is meant for. */
    @BeforeEach
    void warmUp() {
        if (!warm) {
            notifier().send(sample());
            recover();
            warm = true;
        }
    }

    /** An answer by which the provider refuses the form of a message. */
    protected abstract StandInAnswer refusal();

    /** The body by which the provider says that it took the message. */
    protected abstract String success();

    /** Other bodies by which the provider, or what takes its place, says that it took the message. */
    protected List<String> otherSuccesses() {
        return List.of();
    }

    /** Errors that no table lists. */
    protected List<StandInAnswer> unknownErrors() {
        return List.of();
    }

    @Override
    protected Notifier notifier() {
        return notifierTo(standIn().webhookUrl());
    }

    @Override
    protected Notifier notifierToNobody() {
        URI url = standIn().webhookUrl();
        return notifierTo(URI.create(url.toString().replace(":" + url.getPort(), ":" + closedPort())));
    }

    private static int closedPort() {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return taken.getLocalPort();
        } catch (IOException noSocket) {
            throw new UncheckedIOException(noSocket);
        }
    }

    @Override
    protected List<String> received() {
        return standIn().received().stream().map(ReceivedMessage::body).toList();
    }

    @Override
    protected void neverAnswer() {
        standIn().answerNext(1, StandInAnswer.never());
    }

    @Override
    protected void answerSlowly() {
        standIn()
                .answerNext(
                        1, StandInAnswer.of(200, success() + " ".repeat(500)).dripping(Duration.ofMillis(50)));
    }

    @Override
    protected void answerGarbage() {
        standIn().answerNext(1, StandInAnswer.of(200, "<html>Sign in to Wi-Fi</html>\u0000\u001b[31m"));
    }

    @Override
    protected void recover() {
        standIn().reset();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void a_redirect_is_neither_followed_nor_a_success(int status) {
        standIn()
                .answerNext(
                        1,
                        StandInAnswer.of(status, success())
                                .header("Location", standIn().webhookUrl().toString()));

        SendResult result = notifier().send(sample());

        assertThat(result).isInstanceOf(Retryable.class);
        assertThat(reason(result)).isEqualTo(FailureReason.CONFIGURATION);
        assertThat(standIn().requests()).isEqualTo(1);
        assertThat(received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 202, 204, 400, 404, 500, 503})
    void the_words_of_success_count_only_with_status_200(int status) {
        standIn().answerNext(2, StandInAnswer.of(status, status == 204 ? "" : success()));

        assertThat(notifier().send(sample())).isNotEqualTo(SendResult.delivered());
    }

    @Test
    void success_is_read_however_it_is_written() {
        List<String> bodies = new ArrayList<>(otherSuccesses());
        bodies.add("\uFEFF" + success());
        bodies.add("\r\n " + success() + "\n");
        for (String body : bodies) {
            recover();
            standIn().answerNext(1, StandInAnswer.of(200, body));
            assertThat(notifier().send(sample())).as(body).isEqualTo(SendResult.delivered());
            assertThat(standIn().requests()).isEqualTo(1);
        }
    }

    @Test
    void what_is_neither_success_nor_error_may_have_arrived_and_is_not_posted_again_for_long() {
        for (String body : List.of("", "thanks", "{\"message\":\"queued\"}")) {
            recover();
            standIn().answerNext(1, StandInAnswer.of(200, body));

            SendResult result = notifier().send(sample());

            assertThat(reason(result)).as(body).isEqualTo(FailureReason.UNCLEAR_ANSWER);
            assertThat(FailureReason.UNCLEAR_ANSWER.isUnexplained()).isTrue();
            assertThat(standIn().requests()).isEqualTo(1);
        }
    }

    @Test
    void an_error_that_nobody_knows_is_answered_with_the_plain_form_once() {
        for (StandInAnswer unknown : unknownErrors()) {
            recover();
            standIn().answerNext(1, unknown);
            assertThat(notifier().send(sample())).as(unknown.body()).isEqualTo(new Delivered(2));

            recover();
            standIn().answerNext(2, unknown);
            SendResult again = notifier().send(sample());
            assertThat(again).as(unknown.body()).isInstanceOf(Retryable.class);
            assertThat(reason(again)).isEqualTo(FailureReason.UNKNOWN_ERROR);
            assertThat(again.posts()).isEqualTo(2);
            assertThat(standIn().requests()).isEqualTo(2);
        }
    }

    @Test
    void a_post_is_not_repeated_when_the_connection_breaks() {
        standIn().answerNext(1, StandInAnswer.hangUp());

        SendResult result = notifier().send(sample());

        assertThat(reason(result)).isEqualTo(FailureReason.CONNECTION);
        assertThat(standIn().requests()).isEqualTo(1);
        assertThat(received()).isEmpty();
    }

    @Test
    protected void nothing_is_sent_to_a_server_whose_certificate_is_not_trusted() {
        try (LogCapture log = new LogCapture();
                MailStandIn stranger = MailStandIn.start(MailStandIn.Security.TLS)) {
            URI url = URI.create("https://127.0.0.1:" + stranger.port()
                    + standIn().webhookUrl().getPath());

            assertThat(notifierTo(url).send(sample()))
                    .isEqualTo(SendResult.retryable(
                            FailureReason.CONNECTION, "no secure connection: the TLS handshake failed"));
            assertThat(log.lines()).noneMatch(line -> line.contains(url.getPath()));
        }
    }

    @Test
    void a_dripping_connection_is_really_given_up() {
        answerSlowly();

        assertThat(reason(notifier().send(sample()))).isEqualTo(FailureReason.TIMEOUT);

        await().atMost(Duration.ofSeconds(10)).until(() -> standIn().brokenAnswers() == 1);
    }

    @Test
    void an_endless_answer_is_not_read_to_its_end() {
        standIn().answerNext(1, StandInAnswer.of(200, success() + " ".repeat(8 << 20)));

        SendResult result = notifier().send(sample());

        assertThat(result).isInstanceOf(SendResult.class).isNotNull();
        assertThat(reason(result)).isNotEqualTo(FailureReason.TIMEOUT);
    }

    @Test
    void no_message_is_ever_refused_in_its_full_form() {
        List<Message> messages = Stream.concat(
                        Stream.of(Samples.huge(), Samples.hostile(), Samples.message(List.of(), 0)),
                        LongStream.range(0, 200).mapToObj(Samples::random))
                .toList();
        for (Message message : messages) {
            recover();
            assertThat(notifier().send(message)).isEqualTo(SendResult.delivered());
            assertThat(standIn().requests()).as(message.deliveryId()).isEqualTo(1);
        }
    }

    @Test
    protected void a_refused_message_is_sent_once_more_in_its_plain_form() {
        standIn().answerNext(1, refusal());

        assertThat(notifier().send(sample())).isEqualTo(new Delivered(2));

        assertThat(standIn().requests()).isEqualTo(2);
        assertThat(received())
                .singleElement()
                .asString()
                .contains("[FIRING] 2 alerts", "oncall-42")
                .doesNotContain("http");
    }

    @Test
    void a_message_whose_plain_form_is_refused_as_well_is_rejected() {
        standIn().answerNext(3, refusal());

        SendResult result = notifier().send(sample());

        assertThat(result).isInstanceOf(Rejected.class);
        assertThat(standIn().requests()).isEqualTo(2);
        assertThat(result.posts()).isEqualTo(2);
    }

    @Test
    void a_refused_message_does_not_block_the_target_when_its_plain_form_fails_a_check_that_the_full_one_passed() {
        standIn().answerNext(1, refusal());
        standIn().answerNext(1, StandInAnswer.of(403, "no key word"));

        SendResult result = notifier().send(sample());

        assertThat(result).isInstanceOf(Rejected.class);
        assertThat(result.posts()).isEqualTo(2);
    }

    @Test
    void a_server_that_asks_for_patience_gets_it() {
        standIn().answerNext(1, StandInAnswer.of(503, "busy").header("Retry-After", "17"));

        assertThat(notifier().send(sample()))
                .isEqualTo(SendResult.retryable(FailureReason.SERVER_ERROR, Duration.ofSeconds(17), "HTTP 503: busy"));
    }

    @Test
    void an_interrupted_sender_stops_waiting_and_stays_interrupted() throws InterruptedException {
        neverAnswer();
        AtomicReference<SendResult> result = new AtomicReference<>();
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        Thread sender = new Thread(() -> {
            result.set(notifier().send(sample()));
            interrupted.set(Thread.currentThread().isInterrupted());
        });
        sender.start();
        await().until(() -> standIn().requests() == 1);
        sender.interrupt();
        sender.join(10_000);

        assertThat(reason(result.get())).isEqualTo(FailureReason.TIMEOUT);
        assertThat(interrupted.get()).isTrue();
    }

    @Test
    protected void a_message_that_cannot_be_rendered_goes_out_in_the_plain_form() {
        Alert broken = new Alert(
                AlertStatus.FIRING, Map.of("alertname", "Broken"), Map.of(), null, null, null, null, null, "");

        assertThat(notifier().send(Samples.message(broken))).isEqualTo(SendResult.delivered());

        assertThat(received()).singleElement().asString().contains("FIRING Broken", "oncall-42");
    }
}
