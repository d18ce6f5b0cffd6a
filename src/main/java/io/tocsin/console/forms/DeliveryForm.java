package io.tocsin.console.forms;

import io.tocsin.console.view.PageTime;
import io.tocsin.delivery.DeliveryState;
import io.tocsin.delivery.history.DeliveryFilter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The submitted selection of deliveries; an empty field does not filter.
 *
 * @param target the target's name
 * @param state a {@link DeliveryState}
 * @param notification the id of their notification
 * @param range how far back, such as {@code 1h}; counts when neither end is given
 * @param from the first time, without a zone, as a browser's field writes it
 * @param to the end of the time of commit, exclusive
 * @param zone the zone of both; UTC when empty, as a browser without scripts leaves it
 */
public record DeliveryForm(
        String target, String state, String notification, String range, String from, String to, String zone) {

    private static final Map<String, Duration> RANGES = Map.of(
            "15m", Duration.ofMinutes(15),
            "1h", Duration.ofHours(1),
            "6h", Duration.ofHours(6),
            "24h", Duration.ofHours(24),
            "7d", Duration.ofDays(7));

    public static DeliveryForm of(Map<String, String> parameters) {
        Function<String, String> text =
                name -> parameters.getOrDefault(name, "").strip();
        return new DeliveryForm(
                text.apply("target"),
                text.apply("state"),
                text.apply("notification"),
                text.apply("range"),
                text.apply("from"),
                text.apply("to"),
                text.apply("zone"));
    }

    /** Whether any field is set. */
    public boolean narrows() {
        return !(target + state + notification + range + from + to).isEmpty();
    }

    /**
     * The filter for the history.
     *
     * @throws BadParameterException when a field is invalid
     */
    public DeliveryFilter filter(Instant now) {
        boolean free = from.isEmpty() && to.isEmpty();
        Duration back = range.isEmpty() || !free ? null : read("range", range, DeliveryForm::range);
        return new DeliveryFilter(
                target.isEmpty() ? null : target,
                read("state", state, DeliveryState::valueOf),
                read("notification", notification, Long::valueOf),
                back == null ? read("from", from, this::instant) : now.minus(back),
                read("to", to, this::instant));
    }

    /** The address of the list, from the cursor on. */
    public String address(@Nullable String cursor) {
        UriComponentsBuilder address = UriComponentsBuilder.fromPath("/deliveries");
        Map<String, String> values = new LinkedHashMap<>();
        values.put("target", target);
        values.put("state", state);
        values.put("notification", notification);
        values.put("range", range);
        values.put("from", from);
        values.put("to", to);
        values.put("zone", from.isEmpty() && to.isEmpty() ? "" : zone);
        values.put("cursor", cursor == null ? "" : cursor);
        values.values().removeIf(String::isEmpty);
        values.keySet().forEach(name -> address.queryParam(name, "{" + name + "}"));
        return address.encode().buildAndExpand(values).toUriString();
    }

    private static Duration range(String text) {
        Duration known = RANGES.get(text);
        if (known == null) {
            throw new IllegalArgumentException(text);
        }
        return known;
    }

    private Instant instant(String text) {
        return PageTime.checked(LocalDateTime.parse(text)
                .atZone(ZoneId.of(zone.isEmpty() ? "UTC" : zone))
                .toInstant());
    }

    private static <T> @Nullable T read(String name, String text, Function<String, T> reader) {
        try {
            return text.isEmpty() ? null : reader.apply(text);
        } catch (IllegalArgumentException | DateTimeException wrong) {
            throw new BadParameterException("error.parameter", name);
        }
    }
}
