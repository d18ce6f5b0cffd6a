package io.tocsin.channel.sms;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Messages that the provider may or may not have accepted. Kept in memory only: after a restart such a message is sent again
 * without a query.
 */
final class UnconfirmedSends {

    private static final int REMEMBERED = 200;

    private final Map<String, Sends> sends = new LinkedHashMap<>();

    /**
     * The sends of one message to one number with unknown outcome.
     *
     * @param count how many, at least 1
     * @param latest when the last one was
     */
    record Sends(int count, Instant latest) {}

    synchronized Optional<Sends> of(String delivery, PhoneNumber number) {
        return Optional.ofNullable(sends.get(key(delivery, number)));
    }

    synchronized void note(String delivery, PhoneNumber number, Instant at) {
        sends.merge(key(delivery, number), new Sends(1, at), (before, one) -> new Sends(before.count() + 1, at));
        if (sends.size() > REMEMBERED) {
            sends.remove(sends.keySet().iterator().next());
        }
    }

    synchronized void settle(String delivery, PhoneNumber number) {
        sends.remove(key(delivery, number));
    }

    private static String key(String delivery, PhoneNumber number) {
        return delivery + " " + number.digits();
    }
}
