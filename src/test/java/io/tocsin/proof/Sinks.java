package io.tocsin.proof;

import io.tocsin.standin.DingTalkStandIn;
import io.tocsin.standin.MailStandIn;
import io.tocsin.standin.ReceivedMail;
import io.tocsin.standin.ReceivedMessage;
import io.tocsin.standin.SlackStandIn;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** One target of each channel, each with a sink that takes everything. */
record Sinks(MailStandIn mail, SlackStandIn slack, DingTalkStandIn dingTalk) implements AutoCloseable {

    private static final Duration LATENCY = Duration.ofMillis(3);

    static final String MAIL = "ops-mail";
    static final String SLACK = "ops-slack";
    static final String DINGTALK = "oncall";

    static Sinks start() {
        Sinks sinks =
                new Sinks(MailStandIn.start(MailStandIn.Security.NONE), new SlackStandIn(), new DingTalkStandIn());
        // Long enough that attempts at once would meet there.
        sinks.slack.latency(LATENCY);
        sinks.dingTalk.latency(LATENCY);
        return sinks;
    }

    /** The configuration of a service that sends everything to all three, as fast as it can. */
    Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        properties.put("spring.mail.host", "127.0.0.1");
        properties.put("spring.mail.port", String.valueOf(mail.port()));
        properties.put("spring.mail.properties.mail.smtp.starttls.enable", "false");
        String email = "tocsin.channel.email." + MAIL;
        properties.put(email + ".to[0]", "ops@example.com");
        properties.put(email + ".from", "tocsin@example.com");
        String slackTarget = "tocsin.channel.slack." + SLACK;
        properties.put(slackTarget + ".webhook-url", slack.webhookUrl().toString());
        properties.put(slackTarget + ".rate-limit", "none");
        String dingTalkTarget = "tocsin.channel.dingtalk." + DINGTALK;
        properties.put(dingTalkTarget + ".webhook-url", dingTalk.webhookUrl().toString());
        properties.put(dingTalkTarget + ".secret", DingTalkStandIn.SECRET);
        properties.put(dingTalkTarget + ".rate-limit", "none");
        properties.put("tocsin.alert.routes[0].targets", String.join(",", MAIL, SLACK, DINGTALK));
        return properties;
    }

    /** For each target, what its sink accepted, in order. */
    Map<String, List<Marker>> received() {
        return each(texts -> texts.map(Marker::find).flatMap(Optional::stream).toList());
    }

    /** For each target, the markers in each message that its sink accepted, in order. */
    Map<String, List<List<Marker>>> messages() {
        return each(texts -> texts.map(Marker::findAll).toList());
    }

    /** For each target, when its sink accepted each message. */
    Map<String, List<Instant>> times() {
        return Map.of(
                MAIL, mail.mails().stream().map(ReceivedMail::receivedAt).toList(),
                SLACK, slack.received().stream().map(ReceivedMessage::at).toList(),
                DINGTALK, dingTalk.received().stream().map(ReceivedMessage::at).toList());
    }

    /** How many messages all of them accepted. */
    long accepted() {
        return each(Stream::count).values().stream().mapToLong(Long::longValue).sum();
    }

    /** For each target, what this makes of the texts that its sink accepted, in order. */
    <T> Map<String, T> each(Function<Stream<String>, T> view) {
        Map<String, T> each = new LinkedHashMap<>();
        each.put(MAIL, view.apply(mail.mails().stream().map(ReceivedMail::text)));
        each.put(SLACK, view.apply(slack.received().stream().map(ReceivedMessage::body)));
        each.put(DINGTALK, view.apply(dingTalk.received().stream().map(ReceivedMessage::body)));
        return each;
    }

    /** Has all of them work again; what they accepted stays. */
    void recover() {
        mail.recover();
        slack.recover();
        dingTalk.recover();
    }

    /** For each target, how many of the messages that its sink accepted tell this. */
    Map<String, Long> count(Marker marker) {
        return each(texts ->
                texts.filter(text -> Marker.findAll(text).contains(marker)).count());
    }

    /** For each target, how many attempts were under way at once, at most. */
    Map<String, Integer> mostAtOnce() {
        return Map.of(MAIL, mail.mostAtOnce(), SLACK, slack.mostAtOnce(), DINGTALK, dingTalk.mostAtOnce());
    }

    @Override
    public void close() {
        mail.close();
        slack.close();
        dingTalk.close();
    }
}
