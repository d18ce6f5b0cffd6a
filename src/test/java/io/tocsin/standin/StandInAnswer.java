package io.tocsin.standin;

import java.time.Duration;
import java.util.Map;

/**
 * What a stand-in is told to answer instead of what it would.
 *
 * @param status the HTTP status; 0 to close the connection without an answer
 * @param headers further headers
 * @param body the body
 * @param delay how long it waits first
 * @param drip how long it waits before each byte of the body
 */
public record StandInAnswer(int status, Map<String, String> headers, String body, Duration delay, Duration drip) {

    private static final Duration FOREVER = Duration.ofDays(1);

    public static StandInAnswer of(int status, String body) {
        return new StandInAnswer(status, Map.of(), body, Duration.ZERO, Duration.ZERO);
    }

    /** Takes the request and never says a word. */
    public static StandInAnswer never() {
        return of(200, "").after(FOREVER);
    }

    /** Takes the request and closes the connection. */
    public static StandInAnswer hangUp() {
        return of(0, "");
    }

    public StandInAnswer header(String name, String value) {
        return new StandInAnswer(status, Map.of(name, value), body, delay, drip);
    }

    public StandInAnswer after(Duration wait) {
        return new StandInAnswer(status, headers, body, wait, drip);
    }

    public StandInAnswer dripping(Duration perByte) {
        return new StandInAnswer(status, headers, body, delay, perByte);
    }
}
