package io.tocsin.channel.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tocsin.channel.FailureReason;
import io.tocsin.channel.http.HttpOutcome.Answer;
import io.tocsin.channel.http.HttpOutcome.NoAnswer;
import io.tocsin.standin.SlackStandIn;
import io.tocsin.standin.StandInAnswer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChannelHttpTests {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final byte[] BODY = "{\"text\":\"caf\u00e9 \ud83d\udd14\"}".getBytes(StandardCharsets.UTF_8);

    private final SlackStandIn slack = new SlackStandIn();
    private final ChannelHttp http = new ChannelHttp();

    @AfterEach
    void close() {
        slack.close();
    }

    @Test
    void the_body_and_the_address_arrive_as_they_are() {
        URI url = URI.create(slack.webhookUrl() + "?sign=a%2Bb%253D%2F&x=%20");

        assertThat(http.post(url, BODY, LONG)).isInstanceOf(Answer.class);

        assertThat(slack.received()).singleElement().satisfies(message -> {
            assertThat(message.body()).isEqualTo(new String(BODY, StandardCharsets.UTF_8));
            assertThat(message.uri().getRawQuery()).isEqualTo("sign=a%2Bb%253D%2F&x=%20");
        });
    }

    @Test
    void an_answer_is_read_to_the_limit_of_its_size_and_its_connection_is_closed() {
        slack.answerNext(1, StandInAnswer.of(200, "x".repeat(64 << 20)));

        HttpOutcome outcome = http.get(slack.webhookUrl(), Map.of(), 10, LONG);

        assertThat(outcome).isEqualTo(new Answer(200, null, "x".repeat(10)));
        await().until(() -> slack.brokenAnswers() == 1);
    }

    @Test
    void an_interruption_ends_the_exchange_in_the_middle_of_the_answer() throws InterruptedException {
        slack.answerNext(1, StandInAnswer.of(200, " ".repeat(10_000)).dripping(Duration.ofMillis(50)));
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        AtomicReference<HttpOutcome> outcome = new AtomicReference<>();
        Thread sender = new Thread(() -> {
            outcome.set(http.post(slack.webhookUrl(), BODY, LONG));
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        sender.start();
        await().until(() -> isReading(sender));
        sender.interrupt();
        sender.join(20_000);

        assertThat(outcome.get())
                .isEqualTo(new NoAnswer(FailureReason.TIMEOUT, "interrupted while waiting for the answer", true));
        assertThat(interrupted).isCompletedWithValue(true);
        await().until(() -> slack.brokenAnswers() == 1);
    }

    private static boolean isReading(Thread thread) {
        return Stream.of(thread.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("interruptibly"));
    }
}
