package io.tocsin.check;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of one monitored component, for people; without hosts, users and secrets.
 *
 * @param id its id: {@code redis}, {@code database} or {@code host}
 * @param state its state
 * @param setting the property that enables monitoring; empty while it is monitored
 * @param reason why it is down, in short English; empty when it is not
 * @param sampledAt when it was last checked; null when it is not monitored
 * @param facts its properties other than numbers, by name: {@code version}, {@code role}
 * @param times the times of the values in the figures' histories, oldest first
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

    /** The state of a component. */
    public enum State {
        UP,
        DOWN,
        /** It is not monitored. */
        OFF
    }
}
