package io.tocsin.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.Alert;
import io.tocsin.alert.AlertStatus;
import io.tocsin.channel.SendResult.Rejected;
import io.tocsin.channel.SendResult.Retryable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What holds for every channel. A channel's own test inherits it and says how its provider, played by a stand-in, is
 * made to fail.
 */
public abstract class NotifierContractTests extends ShownAlertsContractTests {

    /** The time limit that the notifiers under test are given. */
    protected static final Duration LIMIT = Duration.ofSeconds(1);

    /** How much longer than its limit a send may take on a busy machine. */
    private static final Duration GRACE = Duration.ofSeconds(4);

    /**
     * One way in which a provider fails, and what must come of it.
     *
     * @param name what the provider says
     * @param arrange makes the next send fail so
     * @param kind {@link Retryable} or {@link Rejected}
     * @param reason the reason it must tell
     */
    protected record Failure(String name, Runnable arrange, Class<? extends SendResult> kind, FailureReason reason) {

        public static Failure retryable(String name, FailureReason reason, Runnable arrange) {
            return new Failure(name, arrange, Retryable.class, reason);
        }

        public static Failure rejected(String name, FailureReason reason, Runnable arrange) {
            return new Failure(name, arrange, Rejected.class, reason);
        }
    }

    /** Sends to a port on which nobody listens. */
    protected abstract Notifier notifierToNobody();

    /** The status table: every row of what the provider is known to say. */
    protected abstract List<Failure> failures();

    /** Makes the stand-in take the next message and never answer. */
    protected abstract void neverAnswer();

    /** Makes the stand-in answer so slowly, byte after byte, that no single read takes long but the whole does. */
    protected abstract void answerSlowly();

    /** Makes the stand-in answer something that is not its protocol. */
    protected abstract void answerGarbage();

    /** What must never be told: tokens, passwords, secrets, paths of webhook URLs. */
    protected abstract Collection<String> secrets();

    @Test
    void a_message_arrives_once_and_names_its_delivery() {
        assertThat(notifier().send(sample())).isEqualTo(SendResult.delivered());

        assertThat(received()).singleElement().asString().contains("oncall-42", "HighCPU", "10.0.0.1:9100");
    }

    @TestFactory
    Stream<DynamicTest> whatever_the_alerts_are_they_arrive() {
        return Stream.of(
                        Samples.hostile(),
                        Samples.huge(),
                        Samples.message(Samples.resolved("a", "critical")),
                        Samples.message(List.of(), 0))
                .map(message ->
                        DynamicTest.dynamicTest(message.content().alerts().size() + " alerts", () -> {
                            recover();
                            assertThat(notifier().send(message)).isEqualTo(SendResult.delivered());
                            assertThat(received()).singleElement().asString().contains(message.deliveryId());
                        }));
    }

    @Test
    void random_messages_arrive() {
        for (int seed = 0; seed < 50; seed++) {
            recover();
            Message message = Samples.random(seed);
            assertThat(notifier().send(message)).as("seed %d", seed).isEqualTo(SendResult.delivered());
            assertThat(received()).singleElement().asString().contains(message.deliveryId());
        }
    }

    @TestFactory
    Stream<DynamicTest> each_failure_is_told_for_what_it_is_and_the_next_send_succeeds() {
        return failures().stream()
                .map(failure -> DynamicTest.dynamicTest(failure.name(), () -> {
                    recover();
                    failure.arrange().run();
                    assertThat(notifier().send(sample()))
                            .isInstanceOf(failure.kind())
                            .extracting(NotifierContractTests::reason)
                            .isEqualTo(failure.reason());
                    assertThat(received()).isEmpty();
                    recover();
                    assertThat(notifier().send(sample())).isEqualTo(SendResult.delivered());
                }));
    }

    @Test
    void a_provider_that_never_answers_is_given_up_at_the_limit() {
        neverAnswer();
        expectTimeout();
    }

    @Test
    void a_provider_that_answers_drop_by_drop_is_given_up_at_the_limit() {
        answerSlowly();
        expectTimeout();
    }

    private void expectTimeout() {
        long start = System.nanoTime();
        SendResult result = notifier().send(sample());
        Duration taken = Duration.ofNanos(System.nanoTime() - start);

        assertThat(reason(result)).isEqualTo(FailureReason.TIMEOUT);
        assertThat(result).isInstanceOf(Retryable.class);
        assertThat(taken).isBetween(LIMIT.minusMillis(50), LIMIT.plus(GRACE));
    }

    @Test
    void an_answer_that_is_not_the_providers_is_never_a_success() {
        answerGarbage();

        assertThat(notifier().send(sample())).isInstanceOf(Retryable.class);
    }

    @Test
    void a_refused_connection_is_worth_another_attempt() {
        SendResult result = notifierToNobody().send(sample());

        assertThat(result).isInstanceOf(Retryable.class);
        assertThat(reason(result)).isEqualTo(FailureReason.CONNECTION);
    }

    @Test
    void no_secret_reaches_a_result_or_the_log_whatever_happens() {
        List<String> told = new ArrayList<>();
        try (LogCapture log = new LogCapture()) {
            told.add(notifier().send(sample()).toString());
            told.add(notifier().send(Samples.hostile()).toString());
            told.add(notifierToNobody().send(sample()).toString());
            told.add(notifier().toString());
            for (Runnable arrange : Stream.concat(
                            failures().stream().map(Failure::arrange),
                            Stream.of(this::neverAnswer, this::answerSlowly, this::answerGarbage))
                    .toList()) {
                recover();
                arrange.run();
                told.add(notifier().send(sample()).toString());
            }
            log.lines().stream().filter(line -> !isOfStandIn(line)).forEach(told::add);
        }
        assertThat(secrets())
                .isNotEmpty()
                .allSatisfy(secret -> assertThat(told).noneMatch(text -> text.contains(secret)));
        assertThat(told).allSatisfy(text -> assertThat(text).doesNotContain("http://", "127.0.0.1"));
    }

    @Test
    void a_preview_shows_what_is_sent_sends_nothing_and_tells_no_secret() {
        for (Message message : List.of(sample(), Samples.hostile(), Samples.huge())) {
            RenderedMessage preview = notifier().preview(message);
            assertThat(preview.problem()).isNull();
            assertThat(received()).isEmpty();
            assertThat(preview.parts()).isNotEmpty();
            assertThat(preview.parts().toString()).contains(message.deliveryId());
            assertThat(secrets()).noneMatch(secret -> preview.toString().contains(secret));
        }
    }

    @Test
    void a_preview_of_what_cannot_be_rendered_is_the_plain_form_and_says_so() {
        Alert broken = new Alert(
                AlertStatus.FIRING, Map.of("alertname", "Broken"), Map.of(), null, null, null, null, null, "");
        RenderedMessage preview = notifier().preview(Samples.message(broken));

        assertThat(preview.problem()).contains("NullPointerException at ");
        assertThat(preview.parts()).singleElement().asString().contains("FIRING", "Broken", "oncall-42");
    }

    @Test
    void details_are_short() {
        for (Failure failure : failures()) {
            recover();
            failure.arrange().run();
            assertThat(detail(notifier().send(sample()))).hasSizeBetween(1, 200).doesNotContainPattern("\\p{Cc}");
        }
    }

    /** Whether the stand-in wrote the line; what it knows is no leak. */
    protected boolean isOfStandIn(String line) {
        return line.startsWith("org.subethamail.");
    }

    protected static String detail(SendResult result) {
        if (result instanceof Rejected rejected) {
            return rejected.detail();
        }
        return result instanceof Retryable retryable ? retryable.detail() : "";
    }
}
