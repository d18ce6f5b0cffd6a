package io.tocsin.check;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one watched thing fares, for people; without hosts, users and secrets.
 *
 * @param id which it is: {@code redis}, {@code database} or {@code host}
 * @param state in a word
 * @param setting the property that would have it watched; empty while it is watched
 * @param reason why it is down, in a few English words; empty when it is not
 * @param sampledAt when it was last looked at; null when it is not watched
 * @param facts what is known of it beside numbers, by name: {@code version}, {@code role}
 * @param times when the values of the figures' histories were taken, oldest first
 * @param figures its numbers
 */
public record CheckReport(
        String id,
        State state,
        String setting,
        String reason,
        @Nullable Instant sampledAt,
        Map<String, String> facts,
        List<Instant> times,
        List<CheckFigure> figures) {

    /** How a thing fares. */
    public enum State {
        UP,
        DOWN,
        /** It is not watched. */
        OFF
    }
}
