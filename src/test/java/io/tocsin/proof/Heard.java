package io.tocsin.proof;

import io.tocsin.standin.ReceivedMail;
import io.tocsin.standin.ReceivedMessage;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What people hear from some moment on.
 *
 * @param sinks what they hear
 * @param slack how many messages Slack had before
 * @param dingTalk how many DingTalk had
 * @param mail how many mails there were
 */
record Heard(Sinks sinks, int slack, int dingTalk, int mail) {

    /** Begins to listen. */
    static Heard from(Sinks sinks) {
        return new Heard(
                sinks,
                sinks.slack().received().size(),
                sinks.dingTalk().received().size(),
                sinks.mail().mails().size());
    }

    /** Whether Slack, DingTalk and mail, in this order, have told that an alert fires or is resolved. */
    List<Boolean> of(String alert, boolean resolved) {
        Stream<String> onSlack = sinks.slack().received().stream().skip(slack).map(ReceivedMessage::body);
        Stream<String> onDingTalk =
                sinks.dingTalk().received().stream().skip(dingTalk).map(ReceivedMessage::body);
        Stream<String> byMail = sinks.mail().mails().stream().skip(mail).map(ReceivedMail::text);
        return Stream.of(onSlack, onDingTalk, byMail)
                .map(messages -> tells(messages, alert, resolved))
                .toList();
    }

    private static boolean tells(Stream<String> messages, String alert, boolean resolved) {
        return messages.filter(message -> message.contains(alert))
                .anyMatch(message -> message.toLowerCase(Locale.ROOT).contains(resolved ? "resolved" : "firing"));
    }
}
