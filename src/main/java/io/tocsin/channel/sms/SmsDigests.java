package io.tocsin.channel.sms;

import io.tocsin.channel.Digest;
import io.tocsin.channel.DigestLine;
import io.tocsin.channel.Digests;
import io.tocsin.channel.SendResult;
import java.time.Instant;

/**
 * One message for all pending deliveries: the number of alerts, and the most severe of them. The others are found under its
 * delivery; a variable is cut to its size anyway, so that no alert needs room.
 */
record SmsDigests(SmsNotifier notifier) implements Digests {

    /** A storm's alerts are not all held at once to be counted. */
    private static final int MOST_ALERTS = 1_000;

    @Override
    public int room() {
        return MOST_ALERTS;
    }

    @Override
    public int size(DigestLine line, Instant at) {
        return 1;
    }

    @Override
    public SendResult send(Digest digest) {
        return notifier.send(digest.toMessage());
    }
}
