package io.tocsin.channel.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alert.Alert;
import io.tocsin.channel.InMemoryThreads;
import io.tocsin.channel.Message;
import io.tocsin.channel.Notifier;
import io.tocsin.channel.Samples;
import io.tocsin.channel.SendResult;
import io.tocsin.channel.SendResult.Delivered;
import io.tocsin.standin.SlackApiStandIn;
import io.tocsin.standin.SlackApiStandIn.Posted;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

/** A channel of the stand-in, and a group that is told in it by a notifier that keeps nothing but the store. */
abstract class SlackThreadFixture {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    static final String GREEN = "#188038";
    static final String RED = "#D93025";

    final SlackApiStandIn slack = new SlackApiStandIn();
    final InMemoryThreads threads = new InMemoryThreads();
    private int delivery;

    @AfterEach
    void close() {
        slack.close();
    }

    SendResult send(Alert... alerts) {
        return send(next(alerts));
    }

    /** By a notifier of its own, as after a restart: nothing is kept but the store. */
    SendResult send(Message message) {
        return notifier(SlackApiStandIn.CHANNEL).send(message);
    }

    Notifier notifier(String channel) {
        return SlackAppNotifierTests.notifier(slack.webhookUrl(), threads, channel, LIMIT);
    }

    Message next(Alert... alerts) {
        delivery++;
        return new Message(
                "ops-slack-" + delivery,
                delivery,
                Samples.RECEIVED,
                Samples.message(alerts).content());
    }

    void deliver(Alert... alerts) {
        assertThat(send(alerts)).isInstanceOf(Delivered.class);
    }

    static Alert again(Alert alert) {
        return new Alert(
                alert.status(),
                alert.labels(),
                alert.annotations(),
                Samples.START.plusSeconds(3_600),
                alert.endsAt(),
                alert.generatorUrl(),
                null,
                null,
                alert.fingerprint());
    }

    Posted posted(int number) {
        return slack.messages().get(number);
    }

    static String colour(Posted posted) {
        return posted.body().path("attachments").path(0).path("color").asString("");
    }
}
