package io.tocsin.proof;

import io.tocsin.standin.DingTalkStandIn;
import io.tocsin.standin.MailStandIn;
import io.tocsin.standin.ReceivedMail;
import io.tocsin.standin.ReceivedMessage;
import io.tocsin.standin.SlackStandIn;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        Map<String, List<Marker>> received = new LinkedHashMap<>();
        received.put(MAIL, markers(mail.mails().stream().map(ReceivedMail::text)));
        received.put(SLACK, markers(slack.received().stream().map(ReceivedMessage::body)));
        received.put(DINGTALK, markers(dingTalk.received().stream().map(ReceivedMessage::body)));
        return received;
    }

    /** For each target, the markers in each message that its sink accepted, in order. */
    Map<String, List<List<Marker>>> messages() {
        return Map.of(
                MAIL, allMarkers(mail.mails().stream().map(ReceivedMail::text)),
                SLACK, allMarkers(slack.received().stream().map(ReceivedMessage::body)),
                DINGTALK, allMarkers(dingTalk.received().stream().map(ReceivedMessage::body)));
    }

    private static List<List<Marker>> allMarkers(Stream<String> texts) {
        return texts.map(Marker::findAll).toList();
    }

    /** Has all of them work again; what they accepted stays. */
    void recover() {
        mail.recover();
        slack.recover();
        dingTalk.recover();
    }

    /** For each target, how often its sink accepted this. */
    Map<String, Long> count(Marker marker) {
        Map<String, Long> counts = new LinkedHashMap<>();
        received()
                .forEach((target, markers) -> counts.put(
                        target, markers.stream().filter(marker::equals).count()));
        return counts;
    }

    /** For each target, how many attempts were under way at once, at most. */
    Map<String, Integer> mostAtOnce() {
        return Map.of(MAIL, mail.mostAtOnce(), SLACK, slack.mostAtOnce(), DINGTALK, dingTalk.mostAtOnce());
    }

    private static List<Marker> markers(Stream<String> texts) {
        return texts.map(Marker::find).flatMap(Optional::stream).toList();
    }

    @Override
    public void close() {
        mail.close();
        slack.close();
        dingTalk.close();
    }
}
